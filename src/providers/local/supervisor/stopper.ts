import { readFileSync } from 'node:fs';
import type { StopRequest } from './spec.ts';

const pollMs = 200;
const systemGraceMs = 5_000;

export interface Stop {
  readonly graceMs: number;
  /** A person asked for it (a file in the job's folder), or the system (it ends us). */
  readonly by: 'person' | 'system';
}

/**
 * Waits for the wish to stop. A file asks, not a signal: that works the same on every system, and needs no trust in a
 * process number. A closing terminal or an interrupt there is not a wish to stop a detached training.
 */
export class Stopper {
  readonly #file: string;
  readonly #timer: NodeJS.Timeout;
  #stop: Stop | undefined;
  #heard: (stop: Stop) => void = () => undefined;
  readonly requested: Promise<Stop>;

  constructor(file: string) {
    this.#file = file;
    this.requested = new Promise((resolve) => {
      this.#heard = resolve;
    });
    this.#timer = setInterval(() => this.#look(), pollMs);
    process.on('SIGHUP', () => undefined);
    process.on('SIGINT', () => undefined);
    process.on('SIGTERM', () => this.#hear({ graceMs: systemGraceMs, by: 'system' }));
    this.#look();
  }

  get isRequested(): boolean {
    return this.#stop !== undefined;
  }

  close(): void {
    clearInterval(this.#timer);
  }

  #look(): void {
    let text: string;
    try {
      text = readFileSync(this.#file, 'utf8');
    } catch {
      return; // Nobody asked yet.
    }
    const { graceMs } = JSON.parse(text) as StopRequest;
    this.#hear({ graceMs: Number.isFinite(graceMs) ? Math.max(0, graceMs) : systemGraceMs, by: 'person' });
  }

  #hear(stop: Stop): void {
    if (this.#stop) return;
    this.#stop = stop;
    this.close();
    this.#heard(stop);
  }
}

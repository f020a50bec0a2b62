import { appendFileSync } from 'node:fs';
import path from 'node:path';
import { writeJson } from './atomic.ts';
import { sleep } from './group.ts';
import { markOf } from './identity.ts';
import { writeMirror } from './mirror.ts';
import { jobFiles, type ExitRecord, type Phase, type ProcessMark, type SupervisorSpec, type SupervisorState } from './spec.ts';
import type { Spool } from './spool.ts';

const heartbeatMs = 5_000;
const exitTries = 300;

/** Everything the supervisor leaves in the job's folder for others to read. */
export class Report {
  readonly #folder: string;
  readonly #spool: Spool;
  readonly #mirror: SupervisorSpec['mirror'];
  readonly #self: ProcessMark = markOf(process.pid);
  readonly #after: readonly string[];
  #phase: Phase = 'starting';
  #child: ProcessMark | null = null;
  #startedAt: string | null = null;

  constructor(folder: string, spool: Spool, spec: Pick<SupervisorSpec, 'mirror' | 'after'>) {
    this.#folder = folder;
    this.#spool = spool;
    this.#mirror = spec.mirror;
    this.#after = spec.after;
    setInterval(() => this.#beat(), heartbeatMs);
  }

  get phase(): Phase {
    return this.#phase;
  }

  enter(phase: Phase): void {
    this.#phase = phase;
    this.#beat();
  }

  started(child: ProcessMark): void {
    this.#child = child;
    this.#startedAt = new Date().toISOString();
    this.enter('running');
    this.#copy({ status: 'running' });
  }

  /** Notes what went wrong beside the training; it must never end the training. */
  note(what: string, error: unknown): void {
    const text = error instanceof Error ? error.message : String(error);
    try {
      appendFileSync(path.join(this.#folder, jobFiles.diary), `${new Date().toISOString()} ${what}: ${text}\n`, { mode: 0o600 });
    } catch {
      // A full disk refuses the note too. The state's `logProblem` and the exit record still tell of it.
    }
  }

  /** The one file that says how the job ended. Without it the job counts as lost, so a full disk is waited out. */
  async exit(record: ExitRecord): Promise<void> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        writeJson(path.join(this.#folder, jobFiles.exit), record);
        break;
      } catch (error) {
        this.note('exit record', error);
        if (attempt === exitTries) throw error;
        await sleep(2_000);
      }
    }
    const status = record.stopped ? 'stopped' : record.exitCode === 0 ? 'finished' : 'failed';
    this.#copy({ ...record, status, logBytes: this.#spool.writtenBytes });
  }

  settled(runs: readonly string[]): void {
    try {
      writeJson(path.join(this.#folder, jobFiles.settled), { runs });
    } catch (error) {
      this.note('settled runs', error); // Told twice is harmless: ending a run is idempotent.
    }
  }

  #beat(): void {
    const state: SupervisorState = {
      phase: this.#phase,
      supervisor: this.#self,
      child: this.#child,
      startedAt: this.#startedAt,
      heartbeatAt: new Date().toISOString(),
      logBytes: this.#spool.writtenBytes,
      lostBytes: this.#spool.lostBytes,
      logProblem: this.#spool.problem,
      after: this.#after,
    };
    try {
      writeJson(path.join(this.#folder, jobFiles.state), state);
    } catch (error) {
      this.note('state', error);
    }
  }

  #copy(change: Readonly<Record<string, unknown>>): void {
    if (!this.#mirror) return;
    const { workspace, name, job } = this.#mirror;
    try {
      writeMirror(workspace, name, { ...job, startedAt: this.#startedAt, ...change });
    } catch (error) {
      this.note('copy in the workspace', error);
    }
  }
}

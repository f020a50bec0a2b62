import type { Disposable } from '../../core/base/disposable.ts';
import { fail } from '../../core/base/fault.ts';
import type { ChildHandle } from '../../core/port/process.ts';
import { BatchParser, type BatchAnswer } from './batchParser.ts';

const idleMs = 20_000;

/** What is done with an answer; `at` is its place among the names. */
type Taker = (answer: BatchAnswer | null, at: number) => void;

/** Objects that were asked for at once: one promise for thousands of them. */
interface Order {
  readonly maxBytes: number;
  readonly take: Taker;
  openCount: number;
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
}

interface Request {
  readonly name: string;
  readonly order: Order;
  /** Its place in the order. */
  readonly at: number;
}

/** Starts `git cat-file --batch`; a failing start rejects `exited`. */
export type BatchSpawner = (onStdout: (bytes: Uint8Array) => void, onStderr: (bytes: Uint8Array) => void) => ChildHandle;

/**
 * One long-lived `git cat-file --batch`. Requests are written at once and answered in order. Ended after an idle time;
 * a process that dies is started again, and the object it died of counts as missing.
 */
export class CatFile implements Disposable {
  readonly #spawn: BatchSpawner;
  readonly #faultOf: (stderr: string) => Error | undefined;
  #child: ChildHandle | undefined;
  #waiting: Request[] = [];
  #answered = 0;
  #unsent: string[] = [];
  #idle: NodeJS.Timeout | undefined;
  #isDisposed = false;

  constructor(spawn: BatchSpawner, faultOf: (stderr: string) => Error | undefined) {
    this.#spawn = spawn;
    this.#faultOf = faultOf;
  }

  /** In the order of the names; null for what is not there. */
  async ask(names: readonly string[], maxBytes: number): Promise<Array<BatchAnswer | null>> {
    const answers: Array<BatchAnswer | null> = [];
    await this.each(names, maxBytes, (answer) => void answers.push(answer));
    return answers;
  }

  /** Each as soon as it is there, in the order of the names. */
  each(names: readonly string[], maxBytes: number, take: Taker): Promise<void> {
    if (this.#isDisposed) return Promise.reject(fail('cancelled', 'The repository was closed.'));
    if (names.length === 0) return Promise.resolve();
    return new Promise((resolve, reject) => {
      const order: Order = { maxBytes, take, openCount: names.length, resolve, reject };
      if (this.#unsent.length === 0) queueMicrotask(() => this.#send());
      names.forEach((name, at) => {
        this.#waiting.push({ name, order, at });
        this.#unsent.push(name);
      });
    });
  }

  dispose(): void {
    this.#isDisposed = true;
    clearTimeout(this.#idle);
    this.#child?.kill('SIGKILL');
    this.#child = undefined;
    const error = fail('cancelled', 'The repository was closed.');
    for (const { order } of this.#takeWaiting()) order.reject(error);
  }

  #send(): void {
    if (this.#unsent.length === 0 || this.#isDisposed) return;
    clearTimeout(this.#idle);
    this.#child ??= this.#start();
    this.#child.ref?.();
    this.#child.write(`${this.#unsent.join('\n')}\n`);
    this.#unsent = [];
  }

  #start(): ChildHandle {
    let stderr = '';
    const decoder = new TextDecoder();
    const parser = new BatchParser(
      () => this.#waiting[this.#answered]?.order.maxBytes ?? 0,
      (answer) => this.#settle(answer),
    );
    const child = this.#spawn(
      (bytes) => {
        if (this.#child === child) parser.push(bytes);
      },
      (bytes) => {
        stderr = (stderr + decoder.decode(bytes)).slice(-4096);
      },
    );
    child.exited.then(
      () => this.#onExit(child, stderr),
      (error: unknown) => this.#onFailedStart(child, error),
    );
    return child;
  }

  #settle(answer: BatchAnswer | null): void {
    const request = this.#waiting[this.#answered];
    if (!request) return;
    this.#answered += 1;
    // Dropping the front one by one would be quadratic over thousands of pipelined requests.
    if (this.#answered === this.#waiting.length) this.#takeWaiting();
    deliver(request, answer);
    if (this.#waiting.length === 0 && this.#unsent.length === 0) this.#rest();
  }

  #rest(): void {
    this.#child?.unref?.();
    clearTimeout(this.#idle);
    this.#idle = setTimeout(() => {
      const child = this.#child;
      this.#child = undefined;
      child?.endInput();
    }, idleMs);
    this.#idle.unref(); // An idle reader must not keep a finished command line alive.
  }

  #onExit(child: ChildHandle, stderr: string): void {
    if (this.#child !== child) return;
    this.#child = undefined;
    const left = this.#takeWaiting();
    if (left.length === 0) return;
    const fault = this.#faultOf(stderr);
    if (fault) {
      this.#unsent = [];
      for (const { order } of left) order.reject(fault);
      return;
    }
    // It died of its first open request (a missing object of a partial clone, a corrupt pack): the rest is asked again.
    const [culprit, ...rest] = left;
    this.#waiting = rest;
    this.#unsent = rest.map((request) => request.name);
    if (culprit) deliver(culprit, null);
    this.#send();
  }

  #onFailedStart(child: ChildHandle, error: unknown): void {
    if (this.#child !== child) return;
    this.#child = undefined;
    this.#unsent = [];
    for (const { order } of this.#takeWaiting()) order.reject(error as Error);
  }

  #takeWaiting(): Request[] {
    const left = this.#waiting.slice(this.#answered);
    this.#waiting = [];
    this.#answered = 0;
    return left;
  }
}

/** A taker that throws costs its own order only. */
function deliver({ order, at }: Request, answer: BatchAnswer | null): void {
  try {
    order.take(answer, at);
  } catch (error) {
    order.reject(error as Error);
  }
  order.openCount -= 1;
  if (order.openCount === 0) order.resolve();
}

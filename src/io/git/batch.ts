import type { Disposable } from '../../core/base/disposable.ts';
import { fail } from '../../core/base/fault.ts';
import type { ChildHandle } from '../../core/port/process.ts';
import { BatchParser, type BatchAnswer } from './batchParser.ts';

const idleMs = 20_000;

type Taker = (answer: BatchAnswer | null) => void;

/** Objects that were asked for at once: one promise for thousands of them. */
interface Order {
  readonly names: readonly string[];
  readonly maxBytes: number;
  readonly take: Taker;
  /** Place of the name that is answered next. */
  next: number;
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
}

/** Starts `git cat-file --batch`; a failing start rejects `exited`. */
export type BatchSpawner = (onStdout: (bytes: Uint8Array) => void, onStderr: (bytes: Uint8Array) => void) => ChildHandle;

export interface CatFileOptions {
  readonly spawn: BatchSpawner;
  readonly faultOf: (stderr: string) => Error | undefined;
  /** Asked once: its input ends with the question, so that git may keep back what it writes until that is worth a call. */
  readonly isOnce: boolean;
}

/**
 * One long-lived `git cat-file --batch`. Requests are written at once and answered in order. Ended after an idle time;
 * a process that dies is started again, and the object it died of counts as missing.
 */
export class CatFile implements Disposable {
  readonly #options: CatFileOptions;
  #child: ChildHandle | undefined;
  #orders: Order[] = [];
  /** How many of them are answered whole. */
  #answered = 0;
  #unsent: string[] = [];
  #idle: NodeJS.Timeout | undefined;
  #isDisposed = false;

  constructor(options: CatFileOptions) {
    this.#options = options;
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
      if (this.#unsent.length === 0) queueMicrotask(() => this.#send());
      this.#orders.push({ names, maxBytes, take, next: 0, resolve, reject });
      for (const name of names) this.#unsent.push(name);
    });
  }

  dispose(): void {
    this.#isDisposed = true;
    clearTimeout(this.#idle);
    this.#child?.kill('SIGKILL');
    this.#child = undefined;
    const error = fail('cancelled', 'The repository was closed.');
    for (const order of this.#takeOrders()) order.reject(error);
  }

  #send(): void {
    if (this.#unsent.length === 0 || this.#isDisposed) return;
    clearTimeout(this.#idle);
    this.#child ??= this.#start();
    this.#child.ref?.();
    this.#child.write(`${this.#unsent.join('\n')}\n`);
    if (this.#options.isOnce) this.#child.endInput();
    this.#unsent = [];
  }

  #start(): ChildHandle {
    let stderr = '';
    const decoder = new TextDecoder();
    const parser = new BatchParser(
      () => this.#orders[this.#answered]?.maxBytes ?? 0,
      (answer) => this.#settle(answer),
    );
    const child = this.#options.spawn(
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
    const order = this.#orders[this.#answered];
    if (!order) return;
    deliver(order, answer);
    if (order.next < order.names.length) return;
    this.#answered += 1;
    // Dropping the front one by one would be quadratic over thousands of pipelined orders.
    if (this.#answered === this.#orders.length) this.#takeOrders();
    order.resolve();
    if (this.#orders.length === 0 && this.#unsent.length === 0) this.#rest();
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
    const left = this.#takeOrders();
    const [first] = left;
    if (first === undefined) return;
    const fault = this.#options.faultOf(stderr);
    if (fault) {
      this.#unsent = [];
      for (const order of left) order.reject(fault);
      return;
    }
    // It died of its first open object (a missing one of a partial clone, a corrupt pack): the rest is asked again.
    this.#orders = left;
    this.#settle(null);
    this.#unsent = this.#orders.slice(this.#answered).flatMap(({ names, next }) => names.slice(next));
    this.#send();
  }

  #onFailedStart(child: ChildHandle, error: unknown): void {
    if (this.#child !== child) return;
    this.#child = undefined;
    this.#unsent = [];
    for (const order of this.#takeOrders()) order.reject(error as Error);
  }

  #takeOrders(): Order[] {
    const left = this.#orders.slice(this.#answered);
    this.#orders = [];
    this.#answered = 0;
    return left;
  }
}

/** A taker that throws costs its own order only. */
function deliver(order: Order, answer: BatchAnswer | null): void {
  order.next += 1;
  try {
    order.take(answer);
  } catch (error) {
    order.reject(error as Error);
  }
}

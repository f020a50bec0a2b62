import type { Disposable } from '../../core/base/disposable.ts';
import { Emitter, type Event } from '../../core/base/event.ts';
import { fail, type Fault } from '../../core/base/fault.ts';
import { protocolVersion } from '../version.ts';
import type { Contract, NameIn, Port, ToHost, ToView } from './wire.ts';

interface Waiting {
  resolve(value: unknown): void;
  reject(error: unknown): void;
}

/** The panel's end. Call `start` once the listeners are in place: the panel speaks first. */
export class ViewLink<C extends Contract> implements Disposable {
  readonly #port: Port<ToHost>;
  readonly #subscription: Disposable;
  readonly #waiting = new Map<number, Waiting>();
  readonly #topics = new Map<string, Emitter<unknown>>();
  readonly #faults = new Emitter<Fault>();
  readonly #stale = new Emitter<void>();
  #lastId = 0;

  constructor(port: Port<ToHost>) {
    this.#port = port;
    this.#subscription = port.onMessage((value) => this.#receive(value as ToView));
  }

  /** A command that failed. A query's fault rejects its own promise. */
  readonly onFault: Event<Fault> = this.#faults.event;
  /** Host and panel come from different builds. */
  readonly onStale: Event<void> = this.#stale.event;

  /** Said again after the panel was hidden: the host then lets go of what it was asked before, so nobody waits for that any longer. */
  start(): void {
    this.#letGo('Asked before the panel was shown again.');
    this.#send({ kind: 'ready', version: protocolVersion });
  }

  query<N extends NameIn<C['queries']>>(
    name: N,
    args: C['queries'][N]['args'],
    signal?: AbortSignal,
  ): Promise<C['queries'][N]['value']> {
    if (signal?.aborted) return Promise.reject(fail('cancelled', 'Cancelled.'));
    const id = ++this.#lastId;
    return new Promise((resolve, reject) => {
      const stop = () => {
        this.#waiting.delete(id);
        this.#send({ kind: 'abort', id });
        reject(fail('cancelled', 'Cancelled.'));
      };
      const done = () => signal?.removeEventListener('abort', stop);
      this.#waiting.set(id, {
        resolve: (value) => {
          done();
          resolve(value);
        },
        reject: (error) => {
          done();
          // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- a FaultError by construction
          reject(error);
        },
      });
      signal?.addEventListener('abort', stop, { once: true });
      this.#send({ kind: 'query', id, name, args });
    });
  }

  command<N extends NameIn<C['commands']>>(name: N, args: C['commands'][N]): void {
    this.#send({ kind: 'command', name, args });
  }

  on<N extends NameIn<C['events'] & C['signals']>>(
    name: N,
    listener: (value: (C['events'] & C['signals'])[N]) => void,
  ): Disposable {
    let topic = this.#topics.get(name);
    if (!topic) this.#topics.set(name, (topic = new Emitter<unknown>()));
    return topic.event(listener as (value: unknown) => void);
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#letGo('The panel was closed.');
  }

  #letGo(reason: string): void {
    for (const waiting of this.#waiting.values()) waiting.reject(fail('cancelled', reason));
    this.#waiting.clear();
  }

  #send(message: ToHost): void {
    void this.#port.post(message);
  }

  #receive(message: ToView): void {
    if (message.kind === 'stale') this.#stale.fire();
    else if (message.kind === 'event' || message.kind === 'signal') this.#topics.get(message.name)?.fire(message.value);
    else if (message.kind === 'answer') this.#take(message.id)?.resolve(message.value);
    else if (message.kind === 'failure') {
      const waiting = this.#take(message.id);
      const { code, message: sentence, ...more } = message.fault;
      waiting?.reject(fail(code, sentence, more));
    } else if (message.kind === 'refusal') {
      this.#faults.fire(message.fault);
    }
  }

  #take(id: number): Waiting | undefined {
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    return waiting;
  }
}

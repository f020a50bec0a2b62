import type { Disposable } from '../../core/base/disposable.ts';
import { fail, toFault, type Fault } from '../../core/base/fault.ts';
import { protocolVersion } from '../version.ts';
import { integer, oneOf, shape, text, type Decoder } from './decode.ts';
import type { Contract, NameIn, Port, ToView } from './wire.ts';

export interface QueryHandler<Args, Value> {
  readonly decode: Decoder<Args>;
  run(args: Args, signal: AbortSignal): Promise<Value>;
}
export interface CommandHandler<Args> {
  readonly decode: Decoder<Args>;
  run(args: Args): void | Promise<void>;
}
export interface Handlers<C extends Contract> {
  readonly queries: {
    readonly [N in NameIn<C['queries']>]: QueryHandler<C['queries'][N]['args'], C['queries'][N]['value']>;
  };
  readonly commands: { readonly [N in NameIn<C['commands']>]: CommandHandler<C['commands'][N]> };
}

const message = shape<{ kind: 'ready' | 'query' | 'abort' | 'command' }>({
  kind: oneOf('ready', 'query', 'abort', 'command'),
});
const readyMessage = shape<{ version: number }>({ version: integer(0, 1e6) });
const idMessage = shape<{ id: number }>({ id: integer(1, Number.MAX_SAFE_INTEGER) });
const nameMessage = shape<{ name: string }>({ name: text(64) });

/**
 * The host's end. Trusts nothing it receives; speaks only after the panel said `ready`; keeps the newest snapshot of
 * each event topic and sends it when a hidden panel comes back.
 */
export class HostLink<C extends Contract> implements Disposable {
  readonly #port: Port<ToView>;
  readonly #handlers: Handlers<C>;
  readonly #onFault: (fault: Fault) => void;
  readonly #subscription: Disposable;
  readonly #latest = new Map<string, unknown>();
  readonly #unsent = new Set<string>();
  readonly #running = new Map<number, AbortController>();
  #isReady = false;
  #isVisible = true;
  #posted = 0;

  constructor(port: Port<ToView>, handlers: Handlers<C>, onFault: (fault: Fault) => void) {
    this.#port = port;
    this.#handlers = handlers;
    this.#onFault = onFault;
    this.#subscription = port.onMessage((value) => this.#receive(value));
  }

  /** Messages sent so far: the budget is two a refresh. */
  get posted(): number {
    return this.#posted;
  }

  event<N extends NameIn<C['events']>>(name: N, value: C['events'][N]): void {
    this.#latest.set(name, value);
    this.#unsent.add(name);
    this.#flush();
  }

  signal<N extends NameIn<C['signals']>>(name: N, value: C['signals'][N]): void {
    if (this.#isReady && this.#isVisible) this.#post({ kind: 'signal', name, value });
  }

  /** A hidden panel loses its document, so it says `ready` again; what it asked before has nobody to answer to. */
  setVisible(isVisible: boolean): void {
    this.#isVisible = isVisible;
    if (isVisible) this.#flush();
    else this.#abortAll();
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#abortAll();
    this.#latest.clear();
  }

  #abortAll(): void {
    for (const controller of this.#running.values()) controller.abort();
    this.#running.clear();
  }

  #flush(): void {
    if (!this.#isReady || !this.#isVisible) return;
    for (const name of [...this.#unsent]) {
      this.#unsent.delete(name);
      this.#post({ kind: 'event', name, value: this.#latest.get(name) });
    }
  }

  #post(value: ToView): void {
    this.#posted++;
    void Promise.resolve(this.#port.post(value)).then((isDelivered) => {
      if (isDelivered === false && value.kind === 'event') this.#unsent.add(value.name);
    });
  }

  #receive(value: unknown): void {
    try {
      const { kind } = message(value, 'message');
      if (kind === 'ready') this.#ready(readyMessage(value, 'ready').version);
      else if (kind === 'abort') this.#abort(idMessage(value, 'abort').id);
      else {
        const { name } = nameMessage(value, kind);
        const args = (value as { args?: unknown }).args;
        if (kind === 'query') void this.#query(idMessage(value, kind).id, name, args);
        else void this.#command(name, args);
      }
    } catch (error) {
      this.#onFault(toFault(error));
    }
  }

  #ready(version: number): void {
    if (version !== protocolVersion) {
      this.#post({ kind: 'stale' });
      return;
    }
    this.#abortAll();
    this.#isReady = true;
    for (const name of this.#latest.keys()) this.#unsent.add(name);
    this.#flush();
  }

  #abort(id: number): void {
    this.#running.get(id)?.abort();
    this.#running.delete(id);
  }

  async #query(id: number, name: string, args: unknown): Promise<void> {
    const controller = new AbortController();
    this.#running.set(id, controller);
    try {
      const table: Record<string, QueryHandler<unknown, unknown>> = this.#handlers.queries;
      const handler = Object.hasOwn(table, name) ? table[name] : undefined;
      if (!handler) throw fail('invalid', 'The panel asked for something unknown.');
      const value = await handler.run(handler.decode(args, name), controller.signal);
      if (!controller.signal.aborted) this.#post({ kind: 'answer', id, value: value ?? null });
    } catch (error) {
      if (!controller.signal.aborted) this.#post({ kind: 'failure', id, fault: this.#note(error) });
    } finally {
      if (this.#running.get(id) === controller) this.#running.delete(id);
    }
  }

  async #command(name: string, args: unknown): Promise<void> {
    try {
      const table: Record<string, CommandHandler<unknown>> = this.#handlers.commands;
      const handler = Object.hasOwn(table, name) ? table[name] : undefined;
      if (!handler) throw fail('invalid', 'The panel asked for something unknown.');
      await handler.run(handler.decode(args, name));
    } catch (error) {
      this.#post({ kind: 'refusal', name, fault: this.#note(error) });
    }
  }

  #note(error: unknown): Fault {
    const fault = toFault(error);
    if (fault.code === 'internal' || fault.code === 'invalid') this.#onFault(fault);
    return fault;
  }
}

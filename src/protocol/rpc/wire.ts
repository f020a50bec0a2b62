import type { Disposable } from '../../core/base/disposable.ts';
import type { Fault } from '../../core/base/fault.ts';

/**
 * What crosses the webview boundary. The channel is JSON plus typed arrays by reference, so nothing here may be a Map,
 * Set, Date or undefined; typed arrays must own their whole buffer (`.slice()`, never `.subarray()`).
 */
export type ToHost =
  | { readonly kind: 'ready'; readonly version: number }
  | { readonly kind: 'query'; readonly id: number; readonly name: string; readonly args: unknown }
  | { readonly kind: 'abort'; readonly id: number }
  | { readonly kind: 'command'; readonly name: string; readonly args: unknown };

export type ToView =
  | { readonly kind: 'answer'; readonly id: number; readonly value: unknown }
  | { readonly kind: 'failure'; readonly id: number; readonly fault: Fault }
  /** A command that failed; nobody waits for a command, so it has no id. */
  | { readonly kind: 'refusal'; readonly name: string; readonly fault: Fault }
  /** A complete snapshot of a topic. The newest one is kept by the host and sent again when the panel returns. */
  | { readonly kind: 'event'; readonly name: string; readonly value: unknown }
  /** Of the moment only: lost while the panel is hidden. */
  | { readonly kind: 'signal'; readonly name: string; readonly value: unknown }
  /** The panel was built with another version of the protocol. */
  | { readonly kind: 'stale' };

/** One end of the channel. `post` may answer false: the other end is hidden and the message is gone. */
export interface Port<Out> {
  post(message: Out): void | PromiseLike<boolean>;
  onMessage(listener: (message: unknown) => void): Disposable;
}

/** A panel's contract: plain type literals, one file a panel. */
export interface Contract {
  readonly queries: Record<string, { readonly args: unknown; readonly value: unknown }>;
  readonly commands: Record<string, unknown>;
  readonly events: Record<string, unknown>;
  readonly signals: Record<string, unknown>;
}

export type NameIn<T> = Extract<keyof T, string>;

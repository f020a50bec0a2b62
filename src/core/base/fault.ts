/** What went wrong, as data: it crosses bundles, processes and the webview boundary unchanged. */
export type FaultCode =
  | 'auth'
  | 'forbidden'
  | 'throttled'
  | 'unreachable'
  | 'timeout'
  | 'notFound'
  | 'schema'
  | 'corrupt'
  | 'locked'
  | 'tooLarge'
  | 'conflict'
  | 'invalid'
  | 'unsupported'
  | 'untrusted'
  | 'missingTool'
  | 'notPulled'
  | 'integrity'
  | 'cancelled'
  | 'internal';

export interface FaultPlace {
  readonly path: string;
  /** 0-based. */
  readonly line?: number;
  /** 0-based, in UTF-16 units. */
  readonly column?: number;
}

export interface Fault {
  readonly code: FaultCode;
  /** What went wrong, one sentence, safe to show: no secrets, no control characters. */
  readonly message: string;
  /** The next step for the person who reads it. */
  readonly hint?: string;
  readonly retryAfterMs?: number;
  /** An action (see ActionSource) that mends it. */
  readonly actionId?: string;
  readonly at?: FaultPlace;
}

interface Faulty {
  readonly fault: Fault;
}

/** An Error that carries a Fault. Made by `fail`; recognised by shape, never by `instanceof`. */
export type FaultError = Error & Faulty;

export function fail(
  code: FaultCode,
  message: string,
  more: Omit<Fault, 'code' | 'message'> = {},
): FaultError {
  return Object.assign(new Error(message), { fault: { code, message, ...more } });
}

export function isFaultError(error: unknown): error is FaultError {
  return typeof error === 'object' && error !== null && 'fault' in error;
}

/** Any thrown value as a Fault. An unknown error becomes `internal`, an abort becomes `cancelled`. */
export function toFault(error: unknown): Fault {
  if (isFaultError(error)) return error.fault;
  if (error instanceof Error) {
    if (error.name === 'AbortError') return { code: 'cancelled', message: 'Cancelled.' };
    if (error.name === 'TimeoutError') return { code: 'timeout', message: 'The operation took too long.' };
    return { code: 'internal', message: error.message };
  }
  return { code: 'internal', message: String(error) };
}

/** Somebody at the other end did not answer, or not us: what is known here stays what it is, and may be tried again. */
export function isAway({ code }: Pick<Fault, 'code'>): boolean {
  return code === 'unreachable' || code === 'auth' || code === 'forbidden' || code === 'timeout' || code === 'throttled';
}

export interface LogStream {
  readonly id: string;
  readonly rank: number | null;
}

/** Opaque to all but the provider: an offset, a timestamp with a count, characters, a token. */
export type LogCursor = string;

export type LogEvent =
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array; readonly cursor: LogCursor }
  | {
      readonly kind: 'state';
      /** A closed stream is not a finished job: `ended` is said only after the job's end was confirmed. */
      readonly state: 'waiting' | 'live' | 'stalled' | 'reconnecting' | 'gap' | 'ended';
      readonly reason: string | null;
    };

export interface LogSource {
  /** True where a cursor is a decimal byte offset into the raw log, so that a reader may start anywhere. */
  readonly cursorsAreOffsets?: boolean;
  streams(job: string, attempt: number, signal: AbortSignal): Promise<LogStream[]>;
  open(
    job: string,
    stream: string,
    options: { readonly cursor?: LogCursor; readonly follow: boolean },
    signal: AbortSignal,
  ): AsyncIterable<LogEvent>;
}

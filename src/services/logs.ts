import { fail } from '../core/base/fault.ts';
import type { LogEvent, LogSource, LogStream } from '../core/capability/logSource.ts';
import type { Jobs } from './jobs.ts';
import type { Locator } from './locate.ts';

export interface LogRequest {
  /** Byte offset in the raw log to begin at; default 0. */
  readonly from?: number;
  /** Stay until the job has ended; else stop at what there is. */
  readonly follow: boolean;
  /** 1-based; default the job's newest. */
  readonly attempt?: number;
  /** Of a job with several processes; default its first stream. */
  readonly rank?: number;
}

/** A piece of log with the offset behind it, or a change of the stream's state. */
export type LogPiece =
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array; readonly offset: number }
  | Extract<LogEvent, { kind: 'state' }>;

/** Logs of jobs of every target, always by byte offset, so that a reader goes on where it left off. */
export class Logs {
  readonly #jobs: Jobs;
  readonly #locator: Locator;

  constructor(jobs: Jobs, locator: Locator) {
    this.#jobs = jobs;
    this.#locator = locator;
  }

  async streams(job: string, attempt: number | undefined, signal: AbortSignal): Promise<readonly LogStream[]> {
    const { logs, id, newest } = await this.#source(job, signal);
    return logs.streams(id, attempt ?? newest, signal);
  }

  async *read(job: string, request: LogRequest, signal: AbortSignal): AsyncGenerator<LogPiece> {
    const { logs, id, newest } = await this.#source(job, signal);
    const attempt = request.attempt ?? newest;
    const streams = await logs.streams(id, attempt, signal);
    const stream = request.rank === undefined ? streams[0] : streams.find(({ rank }) => (rank ?? 0) === request.rank);
    if (!stream) {
      const asked = request.rank === undefined ? `attempt ${attempt}` : `attempt ${attempt}, rank ${request.rank}`;
      throw fail('notFound', `This job has no log for ${asked}.`, { hint: `It has ${newest === 1 ? 'one attempt' : `${newest} attempts`}.` });
    }
    const from = request.from ?? 0;
    if (!Number.isSafeInteger(from) || from < 0) throw fail('invalid', `${from} is not a byte offset.`);
    const startsThere = logs.cursorsAreOffsets === true && from > 0;
    const options = { follow: request.follow, ...(startsThere ? { cursor: String(from) } : {}) };
    let offset = startsThere ? from : 0;
    for await (const event of logs.open(id, stream.id, options, signal)) {
      if (event.kind === 'state') {
        yield event;
        continue;
      }
      // A source that cannot start anywhere is read from its beginning, and what was seen before is passed over.
      const seen = Math.min(event.bytes.length, Math.max(0, from - offset));
      offset = logs.cursorsAreOffsets ? Number(event.cursor) : offset + event.bytes.length;
      if (seen < event.bytes.length) yield { kind: 'bytes', bytes: seen === 0 ? event.bytes : event.bytes.subarray(seen), offset };
    }
  }

  async #source(job: string, signal: AbortSignal): Promise<{ readonly logs: LogSource; readonly id: string; readonly newest: number }> {
    const { id, attempt } = await this.#jobs.job(job, signal);
    const { connection } = await this.#locator.find(id, signal);
    if (!connection.logs) throw fail('unsupported', 'This target keeps no logs.');
    return { logs: connection.logs, id, newest: attempt };
  }
}

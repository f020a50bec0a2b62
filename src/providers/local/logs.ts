import path from 'node:path';
import { fail } from '../../core/base/fault.ts';
import type { LogEvent, LogSource, LogStream } from '../../core/capability/logSource.ts';
import type { Job } from '../../core/model/job.ts';
import { isFinal } from '../../core/model/run.ts';
import type { Machine } from '../../core/port/machine.ts';
import type { StoredJob } from './job/record.ts';
import type { JobStore } from './job/store.ts';
import { jobFiles } from './supervisor/spec.ts';

const chunkBytes = 256 * 1024;
const pollMs = 50;
const idlePollMs = 250;
const idleAfterMs = 5_000;
const stalledAfterMs = 30_000;
/** Whether the supervisor still lives is asked less often than whether there is more log. */
const statusEveryMs = 1_000;
const onlyStream: LogStream = { id: 'main', rank: null };

type State = Extract<LogEvent, { kind: 'state' }>;

/** Reads a job's raw log from its spool; a cursor is the byte offset there. */
export class SpoolLogs implements LogSource {
  readonly cursorsAreOffsets = true;
  readonly #machine: Machine;
  readonly #store: JobStore;
  readonly #nativeOf: (job: string) => string;

  constructor(machine: Machine, store: JobStore, nativeOf: (job: string) => string) {
    this.#machine = machine;
    this.#store = store;
    this.#nativeOf = nativeOf;
  }

  async streams(job: string, attempt: number, _signal: AbortSignal): Promise<LogStream[]> {
    await this.#read(this.#nativeOf(job));
    return attempt === 1 ? [onlyStream] : [];
  }

  async *open(
    job: string,
    stream: string,
    options: { readonly cursor?: string; readonly follow: boolean },
    signal: AbortSignal,
  ): AsyncGenerator<LogEvent> {
    if (stream !== onlyStream.id) throw fail('notFound', `This job has no log stream "${stream}".`);
    const native = this.#nativeOf(job);
    const spool = path.join(this.#store.folderOf(native), jobFiles.spool);
    const { files, clock } = this.#machine;
    let stored = await this.#read(native);
    let checkedMs = clock.nowMs();
    let offset = offsetOf(options.cursor);
    let heardMs = clock.nowMs();
    let said = '';
    let lostBytes = 0;
    const size = (await files.stat(spool))?.sizeBytes ?? 0;
    if (offset > size) {
      yield { kind: 'state', state: 'gap', reason: `The log has ${size} bytes, fewer than the ${offset} asked for.` };
      offset = size;
    }
    for (;;) {
      signal.throwIfAborted();
      const bytes = (await files.stat(spool)) ? await files.readRange(spool, offset, offset + chunkBytes) : new Uint8Array();
      if (bytes.length > 0) {
        offset += bytes.length;
        heardMs = clock.nowMs();
        if (said !== 'live') yield { kind: 'state', state: 'live', reason: null };
        said = 'live';
        yield { kind: 'bytes', bytes, cursor: String(offset) };
        if (bytes.length === chunkBytes) continue;
      } else {
        const job = this.#store.job(stored);
        const missing = stored.exit?.lostBytes ?? stored.state?.lostBytes ?? 0;
        if (missing > lostBytes) yield { kind: 'state', state: 'gap', reason: `${missing} bytes of this log could not be written.` };
        lostBytes = missing;
        const state = stateOf(job, offset, clock.nowMs() - heardMs);
        // `stored` was read before the file's end was seen, so a final job has nothing more to come.
        if (said !== `${state.state} ${state.reason}` && !(state.state === 'live' && said === 'live')) yield state;
        said = state.state === 'live' ? 'live' : `${state.state} ${state.reason}`;
        if (state.state === 'ended' || !options.follow) return;
      }
      if (!options.follow && bytes.length > 0) continue;
      await clock.sleep(clock.nowMs() - heardMs > idleAfterMs ? idlePollMs : pollMs, signal);
      const exitIsThere = !stored.exit && (await files.stat(path.join(path.dirname(spool), jobFiles.exit))) !== undefined;
      if (exitIsThere || clock.nowMs() - checkedMs > statusEveryMs) {
        stored = await this.#read(native);
        checkedMs = clock.nowMs();
      }
    }
  }

  async #read(native: string): Promise<StoredJob> {
    const stored = await this.#store.read(native);
    if (!stored) throw fail('notFound', 'There is no such job.');
    return stored;
  }
}

function offsetOf(cursor: string | undefined): number {
  if (cursor === undefined) return 0;
  const offset = Number(cursor);
  if (!Number.isSafeInteger(offset) || offset < 0) throw fail('invalid', `"${cursor}" is not a byte offset.`);
  return offset;
}

/** Never "ended" before the job's end is known, and an empty log says why it is empty. */
function stateOf(job: Job, offset: number, quietMs: number): State {
  if (isFinal(job.status)) {
    const empty = (job.logBytes ?? 0) === 0 ? ' It wrote no output.' : '';
    const reason = job.reason ?? (job.status === 'finished' ? 'Finished.' : `The job is ${job.status}.`);
    return { kind: 'state', state: 'ended', reason: `${reason}${empty}` };
  }
  if (job.status === 'queued' || job.status === 'preparing') return { kind: 'state', state: 'waiting', reason: job.reason ?? 'The job has not started.' };
  if (quietMs >= stalledAfterMs) {
    // Whole half minutes, so that the state is said again only when it says something new.
    return { kind: 'state', state: 'stalled', reason: `No output for ${Math.floor(quietMs / stalledAfterMs) * (stalledAfterMs / 1000)} s; the job still runs.` };
  }
  if (offset === 0) return { kind: 'state', state: 'waiting', reason: 'The job runs and wrote no output yet.' };
  return { kind: 'state', state: 'live', reason: null };
}

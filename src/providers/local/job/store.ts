import { chmod, mkdir, open, rm } from 'node:fs/promises';
import { createHash } from 'node:crypto';
import path from 'node:path';
import { fail } from '../../../core/base/fault.ts';
import type { Job } from '../../../core/model/job.ts';
import { isFinal } from '../../../core/model/run.ts';
import type { Machine } from '../../../core/port/machine.ts';
import { isAlive } from '../supervisor/identity.ts';
import { jobFiles } from '../supervisor/spec.ts';
import {
  decodeExit,
  decodeLinks,
  decodeRecord,
  decodeSettled,
  decodeState,
  isNative,
  type JobLinks,
  type JobRecord,
  type StoredJob,
} from './record.ts';
import { jobOf } from './status.ts';

const maxRecordBytes = 4 * 1024 * 1024;

/** Job folders in the user's state folder, readable by the owner only. Nothing in a workspace is ever read here. */
export class JobStore {
  readonly root: string;
  readonly #machine: Machine;
  /** Final jobs by folder, with the folder's own change time: they are read again only when something was added. */
  readonly #final = new Map<string, { readonly modifiedMs: number; readonly stored: StoredJob }>();

  constructor(machine: Machine) {
    this.#machine = machine;
    this.root = path.join(machine.places.state, 'jobs');
  }

  folderOf(native: string): string {
    if (!isNative(native)) throw fail('notFound', 'There is no such job.');
    return path.join(this.root, native);
  }

  async ensureRoot(): Promise<void> {
    await mkdir(this.root, { recursive: true, mode: 0o700 });
    await chmod(this.root, 0o700); // It may be there from before, with a wider mode.
  }

  async create(record: JobRecord): Promise<string> {
    await this.ensureRoot();
    const folder = this.folderOf(record.native);
    await mkdir(folder, { mode: 0o700 });
    await this.#write(record.native, jobFiles.record, record);
    return folder;
  }

  async remove(native: string): Promise<void> {
    await rm(this.folderOf(native), { recursive: true, force: true });
  }

  /** Ties an idempotency key to a job, once and for all processes. Answers the job that has it. */
  async claim(key: string, native: string): Promise<string> {
    const folder = path.join(this.root, 'keys');
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const file = path.join(folder, createHash('sha256').update(key).digest('hex'));
    try {
      const handle = await open(file, 'wx', 0o600);
      await handle.writeFile(native);
      await handle.close();
      return native;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    // The other process made the file a moment ago and may still be writing into it.
    for (let attempt = 0; attempt < 50; attempt += 1) {
      const holder = (await this.#text(file))?.trim() ?? '';
      if (isNative(holder)) return holder;
      await this.#machine.clock.sleep(20);
    }
    throw fail('conflict', 'The same launch is being submitted by another process.');
  }

  /** Newest first. */
  async natives(): Promise<string[]> {
    const entries = (await this.#machine.files.list(this.root)) ?? [];
    const natives = entries.filter((entry) => entry.kind === 'folder' && isNative(entry.name)).map((entry) => entry.name);
    return natives.sort().reverse();
  }

  /** Undefined where the folder or its record is not there (yet). */
  async read(native: string): Promise<StoredJob | undefined> {
    const folder = this.folderOf(native);
    const modifiedMs = (await this.#machine.files.stat(folder))?.modifiedMs;
    if (modifiedMs === undefined) return undefined;
    const known = this.#final.get(native);
    if (known?.modifiedMs === modifiedMs) return known.stored;
    const [record, state, settled, links] = await Promise.all([
      this.#text(path.join(folder, jobFiles.record)).then(decodeRecord),
      this.#text(path.join(folder, jobFiles.state)).then(decodeState),
      this.#text(path.join(folder, jobFiles.settled)).then(decodeSettled),
      this.#text(path.join(folder, jobFiles.links)).then(decodeLinks),
    ]);
    if (record?.native !== native) return undefined;
    const isWatched = state !== null && isAlive(state.supervisor);
    // Read after looking at the supervisor: it may have ended in between, and left its record before it did.
    const exit = decodeExit(await this.#text(path.join(folder, jobFiles.exit)));
    // Last of all: the log is whole once there is an exit record.
    const spool = await this.#machine.files.stat(path.join(folder, jobFiles.spool));
    const stored: StoredJob = { record, state, exit, settled, links, isWatched, logBytes: spool?.sizeBytes ?? null };
    if (exit && !isWatched) this.#final.set(native, { modifiedMs, stored });
    return stored;
  }

  async list(): Promise<StoredJob[]> {
    const all = await Promise.all((await this.natives()).map((native) => this.read(native)));
    return all.filter((stored) => stored !== undefined);
  }

  job(stored: StoredJob): Job {
    return jobOf(stored, this.#machine.clock.nowMs());
  }

  async active(): Promise<StoredJob[]> {
    return (await this.list()).filter((stored) => !isFinal(this.job(stored).status));
  }

  requestStop(native: string, graceMs: number): Promise<void> {
    return this.#write(native, jobFiles.stop, { graceMs });
  }

  async addSettled(native: string, run: string): Promise<void> {
    const stored = await this.read(native);
    if (!stored || stored.settled.includes(run)) return;
    await this.#write(native, jobFiles.settled, { runs: [...stored.settled, run] });
  }

  writeLinks(native: string, links: JobLinks): Promise<void> {
    return this.#write(native, jobFiles.links, links);
  }

  #write(native: string, name: string, value: unknown): Promise<void> {
    const text = `${JSON.stringify(value, null, 1)}\n`;
    return this.#machine.files.writeAtomic(path.join(this.folderOf(native), name), text, { mode: 0o600 });
  }

  async #text(file: string): Promise<string | undefined> {
    if ((await this.#machine.files.stat(file))?.kind !== 'file') return undefined;
    try {
      return await this.#machine.files.readText(file, { maxBytes: maxRecordBytes });
    } catch (error) {
      if ((error as { fault?: { code: string } }).fault?.code === 'notFound') return undefined;
      throw error;
    }
  }
}

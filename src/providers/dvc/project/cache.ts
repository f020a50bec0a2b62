import { fail, isFaultError } from '../../../core/base/fault.ts';
import type { Machine } from '../../../core/port/machine.ts';
import { isMap } from '../formats/data.ts';
import { parseJson } from '../formats/json.ts';
import { configValue, readConfigs } from './config.ts';

export interface CachedFile {
  readonly path: string;
  readonly digest: string;
}

/** The local DVC cache: where content lies by its md5. Read-only; never a remote. */
export class DvcCache {
  readonly #machine: Machine;
  readonly #root: string;
  #folder: Promise<string> | undefined;

  constructor(machine: Machine, root: string) {
    this.#machine = machine;
    this.#root = root;
  }

  /** `.dvc/cache`, or where the local, repository, user or system config puts it. */
  folder(): Promise<string> {
    this.#folder ??= this.#findFolder();
    return this.#folder;
  }

  /** The file that holds this content (`<hex>` or `<hex>.dir`), in the layout of DVC 3 or before. Undefined = not pulled. */
  async locate(digest: string): Promise<{ readonly path: string; readonly sizeBytes: number } | undefined> {
    if (!/^[0-9a-f]{32}(\.dir)?$/.test(digest)) return undefined;
    const folder = await this.folder();
    const tail = `${digest.slice(0, 2)}/${digest.slice(2)}`;
    for (const path of [`${folder}/files/md5/${tail}`, `${folder}/${tail}`]) {
      const stat = await this.#machine.files.stat(path, { followLinks: true });
      if (stat?.kind === 'file') return { path, sizeBytes: stat.sizeBytes };
    }
    return undefined;
  }

  /** Its bytes; undefined where it is not pulled; `tooLarge` above `maxBytes`. */
  async read(digest: string, maxBytes?: number): Promise<Uint8Array | undefined> {
    const found = await this.locate(digest);
    if (!found) return undefined;
    try {
      return await this.#machine.files.read(found.path, maxBytes === undefined ? {} : { maxBytes });
    } catch (error) {
      if (isFaultError(error) && error.fault.code === 'notFound') return undefined;
      throw error;
    }
  }

  /** The files of a `.dir` object; undefined where it is not pulled; `corrupt` where it is no such list. */
  async listing(digest: string): Promise<readonly CachedFile[] | undefined> {
    const bytes = await this.read(digest);
    if (!bytes) return undefined;
    const data = parseJson(new TextDecoder().decode(bytes));
    if (!Array.isArray(data)) throw fail('corrupt', `The DVC cache entry ${digest} is no folder listing.`);
    return data.filter(isMap).flatMap((item) => {
      const { relpath, md5 } = item;
      return typeof relpath === 'string' && typeof md5 === 'string' ? [{ path: relpath, digest: md5 }] : [];
    });
  }

  /** Config may have changed. */
  invalidate(): void {
    this.#folder = undefined;
  }

  async #findFolder(): Promise<string> {
    const configured = configValue(await readConfigs(this.#machine, this.#root), 'cache', 'dir');
    if (!configured) return `${this.#root}/.dvc/cache`;
    const value = configured.value.replace(/^~(?=\/|$)/, this.#machine.places.home);
    return value.startsWith('/') || /^[a-z]:[\\/]/i.test(value) ? value : `${configured.folder}/${value}`;
  }
}

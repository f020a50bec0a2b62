import { parse } from 'yaml';
import { fail, isFaultError, toFault } from '../../../core/base/fault.ts';
import type { Files } from '../../../core/port/files.ts';
import { metricValue } from './flat.ts';
import type { Point } from './sample.ts';

/** Names may hold `/`, which become folders. Deeper than this is no name a person gave. */
const deepestName = 16;
const mostValueBytes = 1024 * 1024;
const mostYamlBytes = 32 * 1024 * 1024;

export type Meta = Readonly<Record<string, unknown>>;

/** What a file store is made of: folders of one small file per value. Links are never followed out of the store. */
export class FolderReads {
  readonly #files: Files;
  readonly #metas = new Map<string, { readonly stamp: string; readonly meta: Meta }>();

  constructor(files: Files) {
    this.#files = files;
  }

  async folders(path: string): Promise<string[]> {
    return ((await this.#files.list(path)) ?? []).filter((entry) => entry.kind === 'folder').map((entry) => entry.name).sort();
  }

  /** `meta.yaml` of a folder, undefined where there is none. Throws `corrupt` with the line. */
  async meta(folder: string): Promise<Meta | undefined> {
    const path = `${folder}/meta.yaml`;
    const stat = await this.#files.stat(path);
    if (stat?.kind !== 'file') return undefined;
    const stamp = `${stat.modifiedMs} ${stat.sizeBytes} ${stat.inode}`;
    const kept = this.#metas.get(path);
    if (kept?.stamp === stamp) return kept.meta;
    const meta = parsedMeta(await this.#files.readText(path, { maxBytes: mostYamlBytes }), path);
    this.#metas.set(path, { stamp, meta });
    return meta;
  }

  forget(): void {
    this.#metas.clear();
  }

  /** Keys of the values below `folder`, in name order. */
  async keys(folder: string, prefix = '', depth = 0): Promise<string[]> {
    const keys: string[] = [];
    for (const entry of (await this.#files.list(`${folder}${prefix && `/${prefix}`}`)) ?? []) {
      const key = prefix ? `${prefix}/${entry.name}` : entry.name;
      if (entry.kind === 'file') keys.push(key);
      else if (entry.kind === 'folder' && depth < deepestName) keys.push(...(await this.keys(folder, key, depth + 1)));
    }
    return keys.sort();
  }

  async texts(folder: string): Promise<Record<string, string>> {
    const keys = await this.keys(folder);
    const values = await Promise.all(keys.map((key) => this.#text(`${folder}/${key}`, mostValueBytes)));
    return Object.fromEntries(keys.flatMap((key, index) => {
      const value = values[index];
      return value === undefined ? [] : [[key, value] as const];
    }));
  }

  /** All points of a metric in the order they were logged; undefined where it is not there. */
  async points(folder: string, key: string): Promise<Point[] | undefined> {
    const text = await this.#text(`${folder}/${key}`);
    return text?.split('\n').flatMap((line) => pointOf(line) ?? []);
  }

  /** A value may be removed between the listing and the read. */
  async #text(path: string, maxBytes?: number): Promise<string | undefined> {
    try {
      return await this.#files.readText(path, maxBytes === undefined ? {} : { maxBytes });
    } catch (error) {
      if (toFault(error).code === 'notFound') return undefined;
      throw error;
    }
  }
}

/** `timestamp value [step]`; a line that is still being written has no value yet. */
function pointOf(line: string): Point | undefined {
  const parts = line.trim().split(' ');
  const [timestamp, value, step] = parts;
  if (timestamp === undefined || value === undefined || !/^\d+$/.test(timestamp)) return undefined;
  return { timestampMs: Number(timestamp), value: metricValue(value), step: parts.length === 3 ? Number(step) : 0 };
}

function parsedMeta(text: string, path: string): Meta {
  try {
    const value: unknown = parse(text, { logLevel: 'error' });
    if (typeof value === 'object' && value !== null) return value as Meta;
  } catch (error) {
    if (isFaultError(error)) throw error;
    const line = (error as { linePos?: ReadonlyArray<{ line: number }> }).linePos?.[0]?.line;
    throw fail('corrupt', `${path} is not valid YAML${line === undefined ? '' : ` (line ${line})`}.`, {
      hint: 'Mend the file, or remove its folder.',
      at: { path, ...(line === undefined ? {} : { line: line - 1 }) },
    });
  }
  throw fail('corrupt', `${path} holds nothing.`, { hint: 'Restore it, or remove its folder.', at: { path } });
}

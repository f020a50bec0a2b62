import { parse } from 'yaml';
import { fail, isFaultError, toFault, type Fault } from '../../../core/base/fault.ts';
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

  /** `meta.yaml` of a folder, undefined where there is none. Throws `corrupt` with the line, or where it lacks `field`. */
  async meta(folder: string, field?: string): Promise<Meta | undefined> {
    const path = `${folder}/meta.yaml`;
    const stat = await this.#files.stat(path);
    if (stat?.kind !== 'file') return undefined;
    const stamp = `${stat.modifiedMs} ${stat.sizeBytes} ${stat.inode}`;
    const kept = this.#metas.get(path);
    const meta = kept?.stamp === stamp ? kept.meta : parsedMeta(await this.#files.readText(path, { maxBytes: mostYamlBytes }), path);
    this.#metas.set(path, { stamp, meta });
    if (field !== undefined && (meta[field] ?? '') === '') {
      throw fail('corrupt', `${path} has no “${field}”.`, { hint: 'Restore it, or remove its folder.', at: { path } });
    }
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

  /**
   * All points of a metric in the order they were logged; undefined where it is not there. A line that is none is left
   * out, and told to `onFault` if it is whole: a last one may still be being written.
   */
  async points(folder: string, key: string, onFault: (fault: Fault) => void = () => undefined): Promise<Point[] | undefined> {
    const path = `${folder}/${key}`;
    const lines = (await this.#text(path))?.split('\n');
    return lines?.flatMap((line, index) => {
      const point = pointOf(line);
      if (!point && index < lines.length - 1) onFault(brokenLine(path, index));
      return point ?? [];
    });
  }

  /** A value may be removed between the listing and the read. */
  async #text(path: string, maxBytes?: number): Promise<string | undefined> {
    try {
      // A byte order mark is part of what was logged.
      return new TextDecoder('utf-8', { ignoreBOM: true }).decode(await this.#files.read(path, maxBytes === undefined ? {} : { maxBytes }));
    } catch (error) {
      if (toFault(error).code === 'notFound') return undefined;
      throw error;
    }
  }
}

/** `timestamp value [step]`, or five words, the last two a dataset's, of which MLflow reads no step either. */
const pointForm = /^(-?\d+) ([-+]?(?:\d[\d.]*|\.\d+)(?:e[-+]?\d+)?|[-+]?(?:nan|inf|infinity))(?: (-?\d+)(?: \S+ \S+)?)?$/i;

function pointOf(line: string): Point | undefined {
  const found = pointForm.exec(line.trim());
  if (!found) return undefined;
  const [, timestamp, value, step] = found;
  return { timestampMs: Number(timestamp), value: metricValue(value), step: found[0].split(' ').length === 3 ? Number(step) : 0 };
}

function brokenLine(path: string, line: number): Fault {
  return toFault(fail('corrupt', `${path} holds a line that is no point of a metric (line ${line + 1}).`, {
    hint: 'Its other points are read. Mend the line, or remove it: MLflow’s own client reads none of this run’s.',
    at: { path, line },
  }));
}

/**
 * MLflow reads and writes YAML 1.1, where `1e5`, `0o17` and many a dataset's digest are text that YAML 1.2 takes for
 * numbers. So a scalar is its own text here, but for null; who wants a number reads it from the text.
 */
function parsedMeta(text: string, path: string): Meta {
  try {
    const value: unknown = parse(text, { schema: 'failsafe', customTags: ['null'], logLevel: 'error' });
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Meta;
  } catch (error) {
    if (isFaultError(error)) throw error;
    const line = (error as { linePos?: ReadonlyArray<{ line: number }> }).linePos?.[0]?.line;
    throw fail('corrupt', `${path} is not valid YAML${line === undefined ? '' : ` (line ${line})`}.`, {
      hint: 'Mend the file, or remove its folder.',
      at: { path, ...(line === undefined ? {} : { line: line - 1 }) },
    });
  }
  throw fail('corrupt', `${path} holds no fields.`, { hint: 'Restore it, or remove its folder.', at: { path } });
}

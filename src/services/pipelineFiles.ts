import { fail, toFault } from '../core/base/fault.ts';
import { problemOf, type Problem } from '../core/model/problem.ts';
import type { PipelineFile, Stage, StageState } from '../core/model/pipeline.ts';
import type { RecognisedDeploy, RecognisedFact, RecognisedGate } from '../core/model/recognised.ts';
import { isPython } from '../core/pipeline/fileNames.ts';
import type { NearbyFile, Recognised } from '../core/pipeline/recognised.ts';
import { recogniseWith, rowsFor, rowsForText } from '../core/pipeline/table.ts';
import { TextPlaces } from '../core/pipeline/textPlaces.ts';
import type { Machine } from '../core/port/machine.ts';
import type { Gathered } from './gather.ts';
import { findPipelineFiles } from './findPipelineFiles.ts';
import type { Pipelines } from './pipelines.ts';

/** A compiled pipeline can be long; what is longer than this is data. */
const maxTextBytes = 2 * 1024 ** 2;
/** The same for a file that was asked for by name. */
const maxNamedBytes = 8 * 1024 ** 2;
const maxParents = 4;

const unknown: StageState = { state: 'unknown', changes: [], reason: 'Told from the file’s text alone: no source here runs it.' };

/** Files that were looked at beside others, by path: many files share a folder. */
type NearbyCache = Map<string, Promise<NearbyFile | undefined>>;

/** A pipeline file with what its text says of deployments. */
export interface PipelineAnswer extends PipelineFile {
  readonly deploys: readonly RecognisedDeploy[];
  readonly gates: readonly RecognisedGate[];
  readonly facts: readonly RecognisedFact[];
}

/** Pipeline files of every kind: those that a source runs, with states, and those that are known by their text alone. */
export class PipelineFiles {
  readonly #machine: Machine;
  readonly #pipelines: Pipelines;
  readonly #folders: () => readonly string[];

  constructor(machine: Machine, pipelines: Pipelines, folders: () => readonly string[]) {
    this.#machine = machine;
    this.#pipelines = pipelines;
    this.#folders = folders;
  }

  /** What the text at an absolute path is; nothing where it is no pipeline file. `text` = the editor's unsaved content. */
  async recognise(path: string, text: string | undefined, signal: AbortSignal): Promise<readonly Recognised[]> {
    const normal = path.replaceAll('\\', '/');
    if (rowsFor(normal).length === 0) return [];
    const content = text ?? (await this.#machine.files.readText(path, { maxBytes: maxNamedBytes }));
    return this.#told(normal, content, new Map(), signal);
  }

  async #told(path: string, content: string, known: NearbyCache, signal: AbortSignal): Promise<readonly Recognised[]> {
    const rows = rowsForText(path, content);
    if (rows.length === 0) return [];
    signal.throwIfAborted();
    const nearby = await this.#nearby(path, new Set(rows.flatMap((row) => row.nearby ?? [])), known);
    const own = rows.filter((row) => !row.nearby || nearby.length > 0);
    if (own.length === 0) return [];
    const isYaml = own.some((row) => row.syntax === 'yaml' && !row.nearby);
    const yaml = isYaml && !isPython(path) ? await this.#machine.parseYamlStream(content) : null;
    const python = own.some((row) => row.syntax === 'python') ? await this.#machine.parsePython(content) : null;
    return recogniseWith(own, { path, text: content, places: new TextPlaces(content), yaml, python, nearby });
  }

  /** Every pipeline file below the folders, those of the sources first. `files` (absolute) limits. */
  async list(signal: AbortSignal, files?: readonly string[]): Promise<Gathered<PipelineAnswer>> {
    return files ? this.#named(files, signal) : this.#all(signal);
  }

  async #named(files: readonly string[], signal: AbortSignal): Promise<Gathered<PipelineAnswer>> {
    const items: PipelineAnswer[] = [];
    const problems: Problem[] = [];
    const failed: string[] = [];
    for (const file of files) {
      try {
        const parsed = await this.#pipelines.withState(file, undefined, signal);
        const found = parsed ? [] : await this.#present(file, maxNamedBytes, new Map(), signal);
        if (parsed) items.push(plain(parsed.file));
        else if (found.length === 0) throw fail('notFound', `${file} is no pipeline file that a source here knows.`, { at: { path: file } });
        items.push(...found.map((one) => answerOf(this.#shown(file), one)));
        problems.push(...(parsed?.problems ?? []));
      } catch (error) {
        const fault = toFault(error);
        if (fault.code === 'cancelled') throw error;
        failed.push(file);
        problems.push(problemOf(file, fault));
      }
    }
    return { items, problems, failed };
  }

  async #all(signal: AbortSignal): Promise<Gathered<PipelineAnswer>> {
    const { items, problems, failed } = await this.#pipelines.list(signal);
    const known = new Set(items.map(({ path }) => path));
    const found: PipelineAnswer[] = [];
    const more: Problem[] = [];
    const nearby: NearbyCache = new Map();
    for (const folder of this.#folders()) {
      const { paths, isCut } = await findPipelineFiles(this.#machine.files, folder, signal);
      if (isCut) more.push(problemOf('workspace', { code: 'tooLarge', message: `${folder} has more files than are looked through for pipelines.`, hint: 'Name the files: mlops pipelines FILE…' }, 'warning'));
      for (const path of paths) {
        if (known.has(path)) continue;
        try {
          for (const one of await this.#present(`${folder}/${path}`, maxTextBytes, nearby, signal)) found.push(answerOf(path, one));
        } catch (error) {
          const fault = toFault(error);
          if (fault.code === 'cancelled' || fault.code === 'internal') throw error;
          more.push(problemOf(path, fault, 'warning'));
        }
      }
    }
    return { items: [...items.map(plain), ...found], problems: [...problems, ...more], failed };
  }

  /** Nothing for what is not there, is a folder, or cannot be read as a text. */
  async #present(path: string, mostBytes: number, nearby: NearbyCache, signal: AbortSignal): Promise<readonly Recognised[]> {
    const normal = path.replaceAll('\\', '/');
    if (rowsFor(normal).length === 0) return [];
    const stat = await this.#machine.files.stat(path, { followLinks: true });
    if (stat?.kind !== 'file' || stat.sizeBytes > mostBytes) return [];
    return this.#told(normal, await this.#machine.files.readText(path, { maxBytes: mostBytes }), nearby, signal);
  }

  /** Relative to the folder that holds it. */
  #shown(path: string): string {
    const normal = path.replaceAll('\\', '/');
    const folder = this.#folders().map((one) => one.replaceAll('\\', '/')).find((one) => normal.startsWith(`${one}/`));
    return folder === undefined ? normal : normal.slice(folder.length + 1);
  }

  async #nearby(path: string, names: ReadonlySet<string>, known: NearbyCache): Promise<NearbyFile[]> {
    const found: Array<NearbyFile | undefined> = [];
    let folder = path;
    for (let level = 0; names.size > 0 && level < maxParents; level += 1) {
      const slash = folder.lastIndexOf('/');
      if (slash <= 0) break;
      folder = folder.slice(0, slash);
      for (const name of names) {
        const at = `${folder}/${name}`;
        const file = known.get(at) ?? this.#nearbyFile(at);
        known.set(at, file);
        found.push(await file);
      }
    }
    return found.filter((file) => file !== undefined);
  }

  async #nearbyFile(path: string): Promise<NearbyFile | undefined> {
    const stat = await this.#machine.files.stat(path, { followLinks: true });
    if (stat?.kind !== 'file' || stat.sizeBytes > maxTextBytes) return undefined;
    const { root } = await this.#machine.parseYaml(await this.#machine.files.readText(path, { maxBytes: maxTextBytes }));
    return { path, root };
  }
}

function plain(file: PipelineFile): PipelineAnswer {
  return { ...file, deploys: [], gates: [], facts: [] };
}

function answerOf(path: string, { kind, stages, deploys, gates, facts }: Recognised): PipelineAnswer {
  const own = stages.map(({ name, range }): Stage => ({ name, range, command: null, params: [], state: unknown }));
  return { path, kind, source: null, stages: own, deploys, gates, facts };
}

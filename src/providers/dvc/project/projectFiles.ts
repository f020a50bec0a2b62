import { LruMap } from '../../../core/base/lru.ts';
import { fail } from '../../../core/base/fault.ts';
import { isFalsy, isMap, mapOf, type Data, type DataMap } from '../formats/data.ts';
import { decodeText, parseData } from '../formats/parse.ts';
import { ParsedStore } from '../formats/store.ts';
import { checkNode } from '../templating/node.ts';
import { hasTemplate } from '../templating/interpolate.ts';
import { attachLock, dataFile } from './lock.ts';
import type { ResolvedFile } from './model.ts';
import { folderOf, isWithin, join } from './path.ts';
import { resolvePipeline } from './resolve.ts';
import { checkDataFile, checkLock, checkPipeline } from './schema.ts';
import type { ProjectTree, TreeFile } from './tree.ts';

/** A pipeline or `.dvc` file of a tree. `file` has no lock attached: see `lock`. */
export interface LoadedFile {
  readonly file: ResolvedFile;
  /** Checked content of the `dvc.lock`; empty where there is none. */
  readonly lock: DataMap;
}

interface ParsedPipeline {
  readonly data: DataMap;
  /** Its stages are the same whatever the params files hold. */
  readonly isStatic: boolean;
}

const resolvedEntries = 5_000;

/** Resolves the files of a project's trees and remembers them by content. */
export class ProjectFiles {
  readonly store = new ParsedStore();
  readonly #checked = new LruMap<string, Promise<ParsedPipeline>>(resolvedEntries);
  readonly #static = new LruMap<string, Promise<ResolvedFile>>(resolvedEntries);
  readonly #dataFiles = new LruMap<string, Promise<ResolvedFile>>(resolvedEntries);
  readonly #locks = new WeakMap<object, DataMap>();

  /** Every file of the project. Throws what makes DVC show nothing of such a tree: one broken file. */
  async load(tree: ProjectTree): Promise<readonly LoadedFile[]> {
    const loaded: LoadedFile[] = [];
    const outs = new Set<string>();
    for (const file of await tree.pipelineFiles()) {
      // DVC does not look for pipelines inside an output.
      if (outs.size > 0 && [...outs].some((out) => out !== file.path && isWithin(file.path, out))) continue;
      const one = file.path.endsWith('.dvc') ? { file: await this.#dataFile(tree, file), lock: {} } : await this.#pipeline(tree, file);
      loaded.push(one);
      for (const stage of one.file.stages) for (const out of stage.outs) outs.add(out.path);
    }
    return loaded;
  }

  /** One `dvc.yaml` or `.dvc` file with its lock. `text` = content not saved yet. Undefined where no file is there. */
  async resolve(tree: ProjectTree, path: string, text?: string): Promise<ResolvedFile | undefined> {
    if (text !== undefined && path.endsWith('.dvc')) return dataFile(path, checkDataFile(path, parseData(path, text)));
    if (text !== undefined) {
      const data = checkPipeline(path, parseData(path, text, { markFloats: true }));
      const file = await resolvePipeline({ path, data, readVars: (one) => this.#readVars(tree, one) });
      return attachLock(file, await this.#lock(tree, path));
    }
    const found = await tree.find(path);
    if (found?.kind !== 'file') return undefined;
    if (path.endsWith('.dvc')) return this.#dataFile(tree, { path, id: found.id });
    const { file, lock } = await this.#pipeline(tree, { path, id: found.id });
    return attachLock(file, lock);
  }

  /** Text of a file of the tree, or undefined. Throws `corrupt` where it is not UTF-8. */
  async text(tree: ProjectTree, path: string): Promise<string | undefined> {
    const found = await tree.find(path);
    const content = found?.kind === 'file' ? await tree.read({ path, id: found.id }) : undefined;
    return content && 'bytes' in content ? decodeText(path, content.bytes) : undefined;
  }

  /** The parsed content of a file, undefined where there is none. Throws `corrupt` or `tooLarge`. */
  async data(tree: ProjectTree, path: string): Promise<Data | undefined> {
    const found = await tree.find(path);
    return found?.kind === 'file' ? this.store.read(tree, { path, id: found.id }) : undefined;
  }

  async #pipeline(tree: ProjectTree, source: TreeFile): Promise<LoadedFile> {
    const { path } = source;
    const { data, isStatic } = await this.#parse(tree, source);
    const readVars = (one: string) => this.#readVars(tree, one);
    const key = `${source.id} ${path}`;
    let resolving = isStatic ? this.#static.get(key) : undefined;
    const defaults = join(folderOf(path), 'params.yaml');
    if (isStatic) checkVars(defaults, await this.data(tree, defaults));
    if (!resolving) {
      resolving = resolvePipeline({ path, data, readVars: isStatic ? noVars : readVars });
      if (isStatic) this.#static.set(key, resolving);
    }
    const [file, lock] = await Promise.all([resolving, this.#lock(tree, path)]);
    return { file, lock };
  }

  #parse(tree: ProjectTree, source: TreeFile): Promise<ParsedPipeline> {
    const key = `${source.id} ${source.path}`;
    let parsing = this.#checked.get(key);
    if (!parsing) {
      parsing = this.store.read(tree, source, { markFloats: true }).then((content) => {
        const data = checkPipeline(source.path, content ?? null);
        return { data, isStatic: !hasTemplate(data) && !hasVars(data) };
      });
      this.#checked.set(key, parsing);
      parsing.catch(() => this.#checked.delete(key)); // The store remembers what is broken.
    }
    return parsing;
  }

  #dataFile(tree: ProjectTree, source: TreeFile): Promise<ResolvedFile> {
    const key = `${source.id} ${source.path}`;
    let reading = this.#dataFiles.get(key);
    if (!reading) {
      reading = this.store
        .read(tree, source)
        .then((content) => dataFile(source.path, checkDataFile(source.path, content ?? null)));
      this.#dataFiles.set(key, reading);
      reading.catch(() => this.#dataFiles.delete(key)); // The store remembers what is broken.
    }
    return reading;
  }

  async #lock(tree: ProjectTree, path: string): Promise<DataMap> {
    const lockPath = path.replace(/\.ya?ml$/, '.lock');
    const found = await tree.find(lockPath);
    if (found?.kind !== 'file') return {};
    const content = mapOf(await this.store.read(tree, { path: lockPath, id: found.id }));
    let checked = this.#locks.get(content);
    if (!checked) {
      checked = checkLock(lockPath, content);
      this.#locks.set(content, checked);
    }
    return checked;
  }

  async #readVars(tree: ProjectTree, path: string): Promise<Data | undefined> {
    const found = await tree.find(path);
    return found?.kind === 'file' ? this.store.read(tree, { path, id: found.id }, { markFloats: true }) : undefined;
  }
}

/** DVC loads `params.yaml` beside every `dvc.yaml`, needed or not, and gives up where it cannot. */
function checkVars(path: string, data: Data | undefined): void {
  if (data === undefined || isFalsy(data)) return;
  if (!isMap(data)) throw fail('corrupt', `${path} holds no dictionary, so the dvc.yaml beside it cannot be read.`, { at: { path } });
  checkNode(data, { source: path, path: '' });
}

function noVars(): Promise<undefined> {
  return Promise.resolve(undefined);
}

function hasVars(data: DataMap): boolean {
  if (data['vars'] !== undefined) return true;
  return Object.values(mapOf(data['stages'])).some((stage) => {
    const definition = mapOf(stage);
    return [definition, mapOf(definition['do'])].some((one) => 'vars' in one) || 'foreach' in definition || 'matrix' in definition;
  });
}

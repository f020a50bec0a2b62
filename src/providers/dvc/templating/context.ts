import { fail } from '../../../core/base/fault.ts';
import { isFalsy, isMap, type Data, type DataMap } from '../formats/data.ts';
import { join } from '../project/path.ts';
import { fromNode, local, toNode, type MapNode, type Node } from './node.ts';

/** Reads a vars file, already parsed. Undefined where it is not there. */
export type ReadVars = (path: string) => Promise<Data | undefined>;

/** The names a template may use, with the rules of DVC's `vars`. */
export class TemplateContext {
  readonly #root: MapNode;
  /** Files loaded so far: the keys taken from each, or null for all of it. */
  readonly #imports: Map<string, string[] | null>;
  readonly #reserved: ReadonlySet<string>;
  #used: Map<string, DataMap> | undefined;

  constructor(root: MapNode = { kind: 'map', entries: new Map(), origin: local }, imports = new Map<string, string[] | null>(), reserved: ReadonlySet<string> = new Set()) {
    this.#root = root;
    this.#imports = imports;
    this.#reserved = reserved;
  }

  /** A copy that can be added to without touching this one. */
  clone(): TemplateContext {
    const imports = new Map([...this.#imports].map(([path, keys]) => [path, keys && [...keys]]));
    return new TemplateContext(copyMap(this.#root), imports, this.#reserved);
  }

  /** A copy with `item` and `key` set, which `vars` of a stage may then not redefine. */
  with(values: ReadonlyMap<string, Node>): TemplateContext {
    const entries = new Map(this.#root.entries);
    for (const [key, node] of values) entries.set(key, node);
    return new TemplateContext({ ...this.#root, entries }, this.#imports, new Set([...this.#reserved, ...values.keys()]));
  }

  async load(vars: readonly Data[], folder: string, stage: string | null, read: ReadVars): Promise<void> {
    for (const [index, item] of vars.entries()) {
      if (typeof item === 'string') await this.loadFile(item, folder, read);
      else if (isMap(item)) this.#merge(item, { source: null, path: `${stage === null ? '' : `${stage}.`}vars[${index}]` });
      else throw fail('corrupt', 'vars may hold only file names and dictionaries.');
    }
  }

  /** `file` or `file:key,key`. */
  async loadFile(item: string, folder: string, read: ReadVars, isOptional = false): Promise<void> {
    const colon = item.indexOf(':');
    const path = join(folder, colon < 0 ? item : item.slice(0, colon));
    const keys = colon < 0 ? [] : item.slice(colon + 1).split(',').filter((key) => key !== '');
    if (this.#isLoaded(path, item, keys)) return;
    const found = await read(path);
    if (found === undefined) {
      if (isOptional) return;
      throw fail('corrupt', `'${path}' does not exist`);
    }
    const data = isFalsy(found) ? {} : found;
    if (!isMap(data)) throw fail('corrupt', `expected a dictionary in file '${path}'`, { at: { path } });
    this.#merge(keys.length > 0 ? pick(data, keys, path) : data, { source: path, path: '' });
    const known = this.#imports.get(path);
    if (known) known.push(...keys);
    else this.#imports.set(path, keys.length > 0 ? keys : null);
  }

  /** What was taken from files while `work` ran. */
  track<T>(work: () => T): { readonly value: T; readonly used: ReadonlyMap<string, DataMap> } {
    const used = new Map<string, DataMap>();
    this.#used = used;
    try {
      return { value: work(), used };
    } finally {
      this.#used = undefined;
    }
  }

  /** `a.b[0].c`. Throws `corrupt` where there is no such name. */
  select(expression: string): Node {
    let node: Node = this.#root;
    for (const part of expression.replaceAll('[', '.').replaceAll(']', '').split('.')) {
      const next = step(node, part.trim());
      if (!next) throw fail('corrupt', `Could not find '${expression}'`);
      node = next;
    }
    this.#note(node);
    return node;
  }

  #note(node: Node): void {
    const { source, path } = node.origin;
    if (!this.#used || source === null || node.kind === 'map') return;
    let file = this.#used.get(source);
    if (!file) {
      file = {};
      this.#used.set(source, file);
    }
    file[path] = fromNode(node);
  }

  #merge(data: DataMap, origin: { readonly source: string | null; readonly path: string }): void {
    const clash = Object.keys(data).find((key) => this.#reserved.has(key));
    if (clash !== undefined) throw fail('corrupt', `attempted to modify reserved key '${clash}'`);
    merge(this.#root, toNode(data, origin.source === null ? local : origin) as MapNode);
  }

  #isLoaded(path: string, item: string, keys: readonly string[]): boolean {
    const known = this.#imports.get(path);
    if (known === undefined) return false;
    if (known === null && keys.length === 0) return true;
    if (known === null) throw fail('corrupt', `cannot partially load '${item}' as it's already loaded.`);
    if (keys.length === 0 || keys.some((key) => known.includes(key))) {
      throw fail('corrupt', `cannot load '${item}' as it's partially loaded already`);
    }
    return false;
  }
}

function step(node: Node, part: string): Node | undefined {
  if (node.kind === 'map') return node.entries.get(part);
  if (node.kind === 'leaf' || !/^[-+]?\d+$/.test(part)) return undefined;
  const index = Number(part);
  return node.items[index < 0 ? node.items.length + index : index];
}

function pick(data: DataMap, keys: readonly string[], path: string): DataMap {
  const picked: DataMap = {};
  for (const key of keys) {
    const value = data[key];
    if (value === undefined) throw fail('corrupt', `could not find '${key}' in '${path}'`);
    picked[key] = value;
  }
  return picked;
}

function merge(into: MapNode, update: MapNode): void {
  for (const [key, node] of update.entries) {
    const known = into.entries.get(key);
    if (known?.kind === 'map' && node.kind === 'map') merge(known, node);
    else if (known) throw fail('corrupt', `cannot redefine '${key}' as it already exists in '${known.origin.source ?? 'vars'}'`);
    else into.entries.set(key, node);
  }
}

function copyMap(map: MapNode): MapNode {
  const entries = new Map([...map.entries].map(([key, node]) => [key, node.kind === 'map' ? copyMap(node) : node]));
  return { ...map, entries };
}

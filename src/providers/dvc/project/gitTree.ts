import { fail } from '../../../core/base/fault.ts';
import { LruMap } from '../../../core/base/lru.ts';
import type { GitRepository, GitTreeEntry } from '../../../core/port/git.ts';
import { maxParsedBytes } from '../formats/parse.ts';
import { IgnoreRules } from './ignore.ts';
import type { FileContent, ProjectTree, TreeFile } from './tree.ts';

const memoryEntries = 20_000;

/** What the trees of one repository have in common: most folders are the same in most commits. */
export class GitTreeMemory {
  readonly pipelineFiles = new LruMap<string, Promise<readonly TreeFile[]>>(memoryEntries);
}

/** A project at a commit, read from git objects alone. */
export class GitProjectTree implements ProjectTree {
  readonly #repository: GitRepository;
  readonly #tree: string;
  readonly #memory: GitTreeMemory;
  readonly #signal: AbortSignal;

  /** `tree` is the project's own folder at that commit. */
  constructor(repository: GitRepository, tree: string, memory: GitTreeMemory, signal: AbortSignal) {
    this.#repository = repository;
    this.#tree = tree;
    this.#memory = memory;
    this.#signal = signal;
  }

  pipelineFiles(): Promise<readonly TreeFile[]> {
    return this.#pipelineFiles(this.#tree, '', new IgnoreRules(), '');
  }

  async find(path: string): Promise<{ readonly kind: 'file' | 'folder'; readonly id: string } | undefined> {
    if (path === '') return { kind: 'folder', id: this.#tree };
    let tree = this.#tree;
    const names = path.split('/');
    for (const [index, name] of names.entries()) {
      const entry = (await this.#repository.tree(tree, this.#signal)).find((one) => one.name === name);
      if (!entry || entry.type === 'commit') return undefined;
      const isLast = index === names.length - 1;
      // A link is a file that holds its target's name: DVC follows none in a commit.
      if (isLast && entry.type === 'blob') return { kind: 'file', id: entry.sha };
      if (entry.type !== 'tree') return undefined;
      tree = entry.sha;
    }
    return { kind: 'folder', id: tree };
  }

  async list(folder: string): Promise<readonly TreeFile[]> {
    let rules = await this.#rulesIn(this.#tree, '', new IgnoreRules());
    let path = '';
    for (const name of folder === '' ? [] : folder.split('/').slice(0, -1)) {
      path = path === '' ? name : `${path}/${name}`;
      const around = await this.find(path);
      if (around?.kind !== 'folder') return [];
      rules = await this.#rulesIn(around.id, path, rules);
    }
    const top = await this.find(folder);
    return top?.kind === 'folder' ? this.#list(top.id, folder, rules) : [];
  }

  async read(file: TreeFile): Promise<FileContent | undefined> {
    const [object] = await this.#repository.objects([file.id], this.#signal, { maxBytes: maxParsedBytes });
    // Git has its name and not its content: a partial clone, and readers fetch nothing.
    if (!object) throw notFetched(file.path);
    if (object.type !== 'blob') return undefined;
    return object.tooLarge === undefined ? { bytes: object.bytes } : { tooLarge: object.tooLarge };
  }

  /** What `.dvcignore` hides is not listed; asked for by its own name, a file is read all the same. */
  async #list(tree: string, folder: string, outer: IgnoreRules): Promise<TreeFile[]> {
    const rules = folder === '' ? outer : await this.#rulesIn(tree, folder, outer);
    const files: TreeFile[] = [];
    for (const entry of await this.#repository.tree(tree, this.#signal)) {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (rules.ignores(path, entry.type === 'tree')) continue;
      if (entry.type === 'blob') files.push({ path, id: entry.sha });
      else if (entry.type === 'tree') files.push(...(await this.#list(entry.sha, path, rules)));
    }
    return files;
  }

  async #rulesIn(tree: string, folder: string, outer: IgnoreRules): Promise<IgnoreRules> {
    const file = (await this.#repository.tree(tree, this.#signal)).find(isIgnoreFile);
    return file ? outer.with(folder, await this.#ignoreText(file)) : outer;
  }

  async #ignoreText(file: GitTreeEntry): Promise<string> {
    const [object] = await this.#repository.objects([file.sha], this.#signal, { maxBytes: 1024 * 1024 });
    return new TextDecoder().decode(object?.bytes ?? new Uint8Array());
  }

  /** A folder's own files before its sub-folders, as DVC collects them. */
  #pipelineFiles(tree: string, folder: string, rules: IgnoreRules, rulesKey: string): Promise<readonly TreeFile[]> {
    // Without ignore rules the result depends on the tree alone, apart from the folder's name.
    const key = `${rulesKey} ${tree} ${folder}`;
    let finding = this.#memory.pipelineFiles.get(key);
    if (!finding) {
      finding = this.#findPipelineFiles(tree, folder, rules, rulesKey);
      this.#memory.pipelineFiles.set(key, finding);
      finding.catch(() => this.#memory.pipelineFiles.delete(key)); // The caller gets the failure too.
    }
    return finding;
  }

  async #findPipelineFiles(tree: string, folder: string, outer: IgnoreRules, outerKey: string): Promise<TreeFile[]> {
    const entries = await this.#repository.tree(tree, this.#signal);
    const ignoreFile = entries.find(isIgnoreFile);
    const rules = ignoreFile ? outer.with(folder, await this.#ignoreText(ignoreFile)) : outer;
    const rulesKey = ignoreFile ? `${outerKey}${ignoreFile.sha}@${folder};` : outerKey;
    const pathOf = (entry: GitTreeEntry) => (folder === '' ? entry.name : `${folder}/${entry.name}`);
    const own = entries.flatMap((entry) => {
      const isPipeline = entry.type === 'blob' && (entry.name === 'dvc.yaml' || entry.name.endsWith('.dvc'));
      return isPipeline && !rules.ignores(pathOf(entry), false) ? [{ path: pathOf(entry), id: entry.sha }] : [];
    });
    const folders = entries.filter((entry) => entry.type === 'tree' && !hidden.has(entry.name) && !rules.ignores(pathOf(entry), true));
    const nested = await Promise.all(
      folders.map(async (entry) => {
        const isSubProject = (await this.#repository.tree(entry.sha, this.#signal)).some((one) => one.name === '.dvc');
        return isSubProject ? [] : this.#pipelineFiles(entry.sha, pathOf(entry), rules, rulesKey);
      }),
    );
    return [...own, ...nested.flat()];
  }
}

/** Folders DVC never looks into. */
const hidden = new Set(['.git', '.hg', '.dvc']);

function isIgnoreFile(entry: GitTreeEntry): boolean {
  return entry.name === '.dvcignore' && entry.type === 'blob';
}

function notFetched(path: string): Error {
  return fail('notPulled', `${path} is not in this clone: git knows its name and not its content.`, {
    hint: 'It is a partial clone, or damaged. "git fetch --refetch" brings what is missing.',
    at: { path },
  });
}

import { fail } from '../../../core/base/fault.ts';
import { LruMap } from '../../../core/base/lru.ts';
import type { GitRepository, GitTreeEntry } from '../../../core/port/git.ts';
import { maxParsedBytes } from '../formats/parse.ts';
import { IgnoreRules } from './ignore.ts';
import { folderOf } from './path.ts';
import type { FileContent, ProjectTree, TreeFile } from './tree.ts';

const link = '120000';
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
      if (isLast && entry.type === 'blob' && entry.mode !== link) return { kind: 'file', id: entry.sha };
      if (isLast && entry.mode === link) return this.#follow(entry, path);
      if (entry.type !== 'tree') return undefined;
      tree = entry.sha;
    }
    return { kind: 'folder', id: tree };
  }

  async list(folder: string): Promise<readonly TreeFile[]> {
    const top = await this.find(folder);
    return top?.kind === 'folder' ? this.#list(top.id, folder) : [];
  }

  async read(file: TreeFile): Promise<FileContent | undefined> {
    const [object] = await this.#repository.objects([file.id], this.#signal, { maxBytes: maxParsedBytes });
    // Git has its name and not its content: a partial clone, and readers fetch nothing.
    if (!object) throw notFetched(file.path);
    if (object.type !== 'blob') return undefined;
    return object.tooLarge === undefined ? { bytes: object.bytes } : { tooLarge: object.tooLarge };
  }

  /** A link inside the project; one that leaves it, or leads to another link, is nothing. */
  async #follow(entry: GitTreeEntry, path: string): Promise<{ readonly kind: 'file' | 'folder'; readonly id: string } | undefined> {
    const [object] = await this.#repository.objects([entry.sha], this.#signal, { maxBytes: 4096 });
    const target = object ? new TextDecoder().decode(object.bytes) : '';
    const parts = target.startsWith('/') || target === '' ? undefined : resolveLink(folderOf(path), target);
    if (parts === undefined) return undefined;
    const [found] = await this.#repository.objects([`${this.#tree}:${parts}`], this.#signal, { maxBytes: 0 });
    if (found?.type === 'tree') return { kind: 'folder', id: found.sha };
    return found?.type === 'blob' ? { kind: 'file', id: found.sha } : undefined;
  }

  async #list(tree: string, folder: string): Promise<TreeFile[]> {
    const files: TreeFile[] = [];
    for (const entry of await this.#repository.tree(tree, this.#signal)) {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (entry.type === 'blob') files.push({ path, id: entry.sha });
      else if (entry.type === 'tree') files.push(...(await this.#list(entry.sha, path)));
    }
    return files;
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
    const ignoreFile = entries.find((entry) => entry.name === '.dvcignore' && entry.type === 'blob');
    let rules = outer;
    if (ignoreFile) {
      const [object] = await this.#repository.objects([ignoreFile.sha], this.#signal, { maxBytes: 1024 * 1024 });
      rules = outer.with(folder, new TextDecoder().decode(object?.bytes ?? new Uint8Array()));
    }
    const rulesKey = ignoreFile ? `${outerKey}${ignoreFile.sha}@${folder};` : outerKey;
    const pathOf = (entry: GitTreeEntry) => (folder === '' ? entry.name : `${folder}/${entry.name}`);
    const own = entries.flatMap((entry) => {
      const isPipeline = entry.type === 'blob' && entry.mode !== link && (entry.name === 'dvc.yaml' || entry.name.endsWith('.dvc'));
      return isPipeline && !rules.ignores(pathOf(entry), false) ? [{ path: pathOf(entry), id: entry.sha }] : [];
    });
    const folders = entries.filter((entry) => entry.type === 'tree' && !hidden.has(entry.name) && !rules.ignores(pathOf(entry), true));
    const nested = await Promise.all(
      folders.map(async (entry) => {
        const isSubProject = (await this.#repository.tree(entry.sha, this.#signal)).some(
          (one) => one.name === '.dvc' && one.type === 'tree',
        );
        return isSubProject ? [] : this.#pipelineFiles(entry.sha, pathOf(entry), rules, rulesKey);
      }),
    );
    return [...own, ...nested.flat()];
  }
}

/** Folders DVC never looks into. */
const hidden = new Set(['.git', '.hg', '.dvc']);

function notFetched(path: string): Error {
  return fail('notPulled', `${path} is not in this clone: git knows its name and not its content.`, {
    hint: 'It is a partial clone, or damaged. "git fetch --refetch" brings what is missing.',
    at: { path },
  });
}

function resolveLink(folder: string, target: string): string | undefined {
  const parts = folder === '' ? [] : folder.split('/');
  for (const part of target.split('/')) {
    if (part === '..') {
      if (parts.length === 0) return undefined;
      parts.pop();
    } else if (part !== '' && part !== '.') parts.push(part);
  }
  return parts.join('/');
}

import { fail } from '../../../core/base/fault.ts';
import type { DvcContext } from '../context.ts';
import { IgnoreRules } from '../project/ignore.ts';
import { folderOf } from '../project/path.ts';
import type { LockEntry } from '../project/model.ts';
import { FileHash, type HashBudget } from './fileHash.ts';
import { folderDigest } from './folderHash.ts';

/** Digests of files and folders of the working tree. One for each connection: it remembers what it read. */
export class WorkspaceHash {
  readonly #ctx: DvcContext;
  readonly #hash: FileHash;

  constructor(ctx: DvcContext) {
    this.#ctx = ctx;
    this.#hash = new FileHash(ctx.machine.files);
  }

  /** Undefined where nothing is there. Throws `tooLarge` once the budget is used up. */
  async digest(path: string, like: LockEntry | null, budget: HashBudget, signal: AbortSignal): Promise<string | undefined> {
    const found = await this.#ctx.workspace.find(path);
    if (!found) return undefined;
    const kind = like?.digestKind === 'md5-dos2unix' ? 'md5-dos2unix' : 'md5';
    const absolute = (one: string) => `${this.#ctx.root}/${one}`;
    if (found.kind === 'file') return this.#hash.md5(absolute(path), kind, budget, signal);
    const rules = await this.#ignoreRules(path);
    const files = [];
    for (const file of await this.#list(path, budget)) {
      if (isHidden(file, path, rules)) continue;
      const digest = await this.#hash.md5(absolute(file), kind, budget, signal);
      files.push({ path: file.slice(path.length + 1), digest });
    }
    return folderDigest(files);
  }

  async #list(folder: string, budget: HashBudget): Promise<string[]> {
    const files: string[] = [];
    const open = [folder];
    for (let at = open.pop(); at !== undefined; at = open.pop()) {
      for (const entry of (await this.#ctx.machine.files.list(`${this.#ctx.root}/${at}`)) ?? []) {
        const path = `${at}/${entry.name}`;
        const isFolder = entry.kind === 'folder' || (entry.kind === 'link' && (await this.#ctx.workspace.find(path))?.kind === 'folder');
        (isFolder ? open : files).push(path);
      }
      if (files.length > budget.filesLeft) throw fail('tooLarge', `${folder} has too many files to check by reading them.`);
    }
    return files;
  }

  async #ignoreRules(path: string): Promise<IgnoreRules> {
    let rules = new IgnoreRules();
    const folders = ['', ...path.split('/').map((_, index, parts) => parts.slice(0, index + 1).join('/'))];
    for (const folder of folders) {
      const text = await this.#ctx.files.text(this.#ctx.workspace, folder === '' ? '.dvcignore' : `${folder}/.dvcignore`);
      if (text !== undefined) rules = rules.with(folder, text);
    }
    return rules;
  }
}

function isHidden(file: string, top: string, rules: IgnoreRules): boolean {
  if (rules.ignores(file, false)) return true;
  for (let folder = folderOf(file); folder.length >= top.length && folder !== ''; folder = folderOf(folder)) {
    if (rules.ignores(folder, true)) return true;
  }
  return false;
}

import { isFaultError } from '../../../core/base/fault.ts';
import type { Files } from '../../../core/port/files.ts';
import { maxParsedBytes } from '../formats/parse.ts';
import { IgnoreRules } from './ignore.ts';
import type { FileContent, ProjectTree, TreeFile } from './tree.ts';

/** Folders DVC never looks into, and those that can only be large. */
const hidden = new Set(['.git', '.hg', '.dvc', 'node_modules', '.venv', '__pycache__']);
const maxFolders = 5_000;

/** A project in the working tree. Content ids are path, size, time and inode. */
export class FolderTree implements ProjectTree {
  readonly #files: Files;
  readonly #root: string;

  constructor(files: Files, root: string) {
    this.#files = files;
    this.#root = root;
  }

  async pipelineFiles(): Promise<readonly TreeFile[]> {
    return this.#pipelineFiles('', new IgnoreRules(), { left: maxFolders });
  }

  async find(path: string): Promise<{ readonly kind: 'file' | 'folder'; readonly id: string } | undefined> {
    if (path.split('/').includes('..')) return undefined;
    const absolute = this.#absolute(path);
    const stat = await this.#files.stat(absolute, { followLinks: true });
    if (stat?.kind !== 'file' && stat?.kind !== 'folder') return undefined;
    return { kind: stat.kind, id: `${absolute} ${stat.sizeBytes} ${stat.modifiedMs} ${stat.inode}` };
  }

  async list(folder: string): Promise<readonly TreeFile[]> {
    const files: TreeFile[] = [];
    for (const entry of (await this.#files.list(this.#absolute(folder))) ?? []) {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (entry.kind === 'folder') files.push(...(await this.list(path)));
      else {
        const found = await this.find(path);
        if (found?.kind === 'file') files.push({ path, id: found.id });
      }
    }
    return files;
  }

  async read(file: TreeFile): Promise<FileContent | undefined> {
    try {
      const stat = await this.#files.stat(this.#absolute(file.path), { followLinks: true });
      if (stat && stat.sizeBytes > maxParsedBytes) return { tooLarge: stat.sizeBytes };
      return { bytes: await this.#files.read(this.#absolute(file.path), { maxBytes: maxParsedBytes }) };
    } catch (error) {
      if (isFaultError(error) && error.fault.code === 'notFound') return undefined;
      throw error;
    }
  }

  async #pipelineFiles(folder: string, outer: IgnoreRules, budget: { left: number }): Promise<TreeFile[]> {
    budget.left -= 1;
    const entries = (await this.#files.list(this.#absolute(folder))) ?? [];
    if (budget.left < 0 || (folder !== '' && entries.some((entry) => entry.name === '.dvc'))) return [];
    const pathOf = (name: string) => (folder === '' ? name : `${folder}/${name}`);
    let rules = outer;
    if (entries.some((entry) => entry.name === '.dvcignore' && entry.kind === 'file')) {
      rules = outer.with(folder, await this.#files.readText(this.#absolute(pathOf('.dvcignore')), { maxBytes: 1024 * 1024 }));
    }
    entries.sort((a, b) => (a.name < b.name ? -1 : 1));
    const files: TreeFile[] = [];
    for (const { name, kind } of entries) {
      if (kind !== 'file' || (name !== 'dvc.yaml' && !name.endsWith('.dvc')) || rules.ignores(pathOf(name), false)) continue;
      const found = await this.find(pathOf(name));
      if (found) files.push({ path: pathOf(name), id: found.id });
    }
    for (const { name, kind } of entries) {
      if (kind !== 'folder' || hidden.has(name) || rules.ignores(pathOf(name), true)) continue;
      files.push(...(await this.#pipelineFiles(pathOf(name), rules, budget)));
    }
    return files;
  }

  #absolute(path: string): string {
    return path === '' ? this.#root : `${this.#root}/${path}`;
  }
}

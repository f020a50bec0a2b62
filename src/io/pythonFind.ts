import path from 'node:path';
import type { Files } from '../core/port/files.ts';
import type { PythonInterpreter } from '../core/port/pythonEnv.ts';

const isWindows = process.platform === 'win32';

/** Where programs of an environment lie below its root. */
export function binFolderOf(root: string): string {
  return path.join(root, isWindows ? 'Scripts' : 'bin');
}

function pythonIn(root: string): string {
  return path.join(binFolderOf(root), isWindows ? 'python.exe' : 'python');
}

export async function isFile(files: Files, file: string): Promise<boolean> {
  return (await files.stat(file, { followLinks: true }))?.kind === 'file';
}

/** The first file of this name on a PATH value, or undefined. */
export async function onPath(files: Files, name: string, value: string | undefined): Promise<string | undefined> {
  const suffixes = isWindows ? ['.exe', '.cmd', '.bat'] : [''];
  for (const folder of (value ?? '').split(path.delimiter)) {
    if (!path.isAbsolute(folder)) continue;
    for (const suffix of suffixes) {
      const candidate = path.join(folder, name + suffix);
      if (await isFile(files, candidate)) return candidate;
    }
  }
  return undefined;
}

/** The folder and its parents up to the repository's root; outside a repository the folder alone. */
export async function foldersUpToRepository(files: Files, folder: string): Promise<string[]> {
  const folders: string[] = [];
  for (let at = path.resolve(folder); ; at = path.dirname(at)) {
    folders.push(at);
    if (await files.stat(path.join(at, '.git'))) return folders;
    if (path.dirname(at) === at) return [path.resolve(folder)];
  }
}

export async function inVenv(files: Files, folder: string): Promise<PythonInterpreter | undefined> {
  for (const parent of await foldersUpToRepository(files, folder)) {
    for (const name of ['.venv', 'venv']) {
      const root = path.join(parent, name);
      if (await isFile(files, pythonIn(root))) {
        return { path: pythonIn(root), binFolder: binFolderOf(root), origin: 'venv' };
      }
    }
  }
  return undefined;
}

/** The environment that was active in the shell that started us. */
export async function inActive(
  files: Files,
  env: Readonly<Record<string, string | undefined>>,
): Promise<PythonInterpreter | undefined> {
  const venv = env['VIRTUAL_ENV'];
  if (venv && (await isFile(files, pythonIn(venv)))) {
    return { path: pythonIn(venv), binFolder: binFolderOf(venv), origin: 'venv' };
  }
  const conda = env['CONDA_PREFIX'];
  const condaPython = conda && (isWindows ? path.join(conda, 'python.exe') : pythonIn(conda));
  if (conda && condaPython && (await isFile(files, condaPython))) {
    return { path: condaPython, binFolder: binFolderOf(conda), origin: 'conda' };
  }
  return undefined;
}

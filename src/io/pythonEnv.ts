import path from 'node:path';
import { fail } from '../core/base/fault.ts';
import type { Files } from '../core/port/files.ts';
import type { Settings, Trust } from '../core/port/machine.ts';
import type { Process } from '../core/port/process.ts';
import { pythonIsChosen, type PythonEnv, type PythonInterpreter } from '../core/port/pythonEnv.ts';
import { inActive, inVenv, isFile, onPath } from './pythonFind.ts';

export interface PythonEnvParts {
  readonly process: Process;
  readonly files: Files;
  readonly settings: Settings;
  readonly trust: Trust;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The interpreter that the editor's Python extension selected for a folder; absent outside an editor. */
  readonly editorInterpreter?: (folder: string) => Promise<string | undefined>;
}

/** No prompt, no browser window and no report home from a tool that we start. */
const quietEnv: Readonly<Record<string, string>> = {
  GIT_TERMINAL_PROMPT: '0',
  DVC_NO_ANALYTICS: '1',
  DVCLIVE_OPEN: 'false',
};

/**
 * Finds the workspace's Python: setting, the editor's choice, `.venv`/`venv` up to the repository's root, the active
 * environment, PATH. Finding reads files only; nothing found in a folder is run before the folder is trusted.
 */
export function nodePythonEnv(parts: PythonEnvParts): PythonEnv {
  const importable = new Map<string, Promise<boolean>>();
  const pathName = Object.keys(parts.env).find((name) => name.toUpperCase() === 'PATH') ?? 'PATH';

  async function written(folder: string): Promise<PythonInterpreter | undefined> {
    const setting = parts.settings.get<string>('python.path', folder);
    if (!setting) return undefined;
    const file = path.resolve(folder, setting);
    if (await isFile(parts.files, file)) return { path: file, binFolder: path.dirname(file), origin: 'setting' };
    throw fail('missingTool', `The setting mlops.python.path names ${file}, which is not there.`, {
      hint: 'Correct the setting, or clear it to use the environment of the workspace.',
    });
  }

  async function chosen(folder: string): Promise<PythonInterpreter | undefined> {
    const file = await parts.editorInterpreter?.(folder);
    if (!file || !path.isAbsolute(file) || !(await isFile(parts.files, file))) return undefined;
    return { path: file, binFolder: path.dirname(file), origin: 'editor' };
  }

  async function fromPath(): Promise<PythonInterpreter | undefined> {
    for (const name of ['python3', 'python']) {
      const file = await onPath(parts.files, name, parts.env[pathName]);
      if (file) return { path: file, binFolder: path.dirname(file), origin: 'path' };
    }
    return undefined;
  }

  async function interpreter(folder: string, signal: AbortSignal): Promise<PythonInterpreter | undefined> {
    signal.throwIfAborted();
    return (
      (await written(folder)) ??
      (await chosen(folder)) ??
      (await inVenv(parts.files, folder)) ??
      (await inActive(parts.files, parts.env)) ??
      (await fromPath())
    );
  }

  function environment(python: PythonInterpreter | undefined): Record<string, string> {
    const inherited = parts.env[pathName] ?? '';
    const env: Record<string, string> = { ...quietEnv, PYTHONUNBUFFERED: '1' };
    if (!python) return env;
    env[pathName] = inherited === '' ? python.binFolder : `${python.binFolder}${path.delimiter}${inherited}`;
    if (python.origin === 'venv') env['VIRTUAL_ENV'] = path.dirname(python.binFolder);
    return env;
  }

  function hasModule(python: string, name: string, signal: AbortSignal): Promise<boolean> {
    const key = `${python} ${name}`;
    const known = importable.get(key);
    if (known) return known;
    const asked = parts.process
      .run(
        [python, '-c', 'import importlib.util as u, sys; sys.exit(0 if u.find_spec(sys.argv[1] + ".__main__") else 3)', name],
        // Away from the workspace, whose own files would shadow the package.
        { cwd: path.dirname(python), timeoutMs: 20_000, signal },
      )
      .then((result) => result.exitCode === 0);
    importable.set(key, asked);
    // A package may be installed, or the look-up cancelled: only a yes is worth keeping.
    const forget = () => importable.delete(key);
    asked.then((isThere) => isThere || forget(), forget);
    return asked;
  }

  async function program(name: string, folder: string, python: PythonInterpreter | undefined, signal: AbortSignal) {
    const setting = parts.settings.get<string>(`${name}.path`, folder);
    if (setting) {
      const file = path.resolve(folder, setting);
      if (await isFile(parts.files, file)) return [file];
      throw fail('missingTool', `The setting mlops.${name}.path names ${file}, which is not there.`, {
        hint: 'Correct the setting, or clear it to use the one of the workspace.',
      });
    }
    if (python) {
      const beside = await onPath(parts.files, name, python.binFolder);
      if (beside) return [beside];
      if (await hasModule(python.path, name, signal)) return [python.path, '-m', name];
    }
    const found = await onPath(parts.files, name, parts.env[pathName]);
    if (found) return [found];
    throw fail('missingTool', `${name} is not installed${python ? ` for ${python.path}` : ' and no Python was found'}.`, {
      hint: python
        ? `Install it (${python.path} -m pip install ${name}), or choose another Python: ${pythonIsChosen}. In the editor mlops.${name}.path names it directly.`
        : `Install Python and ${name}, or choose a Python: ${pythonIsChosen}. In the editor mlops.${name}.path names it directly.`,
    });
  }

  return {
    interpreter,
    async tool(name, folder, signal) {
      if (!parts.trust.isTrusted) {
        throw fail('untrusted', `${name} is not run in a folder that is not trusted.`, {
          hint: 'Trust the folder first.',
        });
      }
      const python = await interpreter(folder, signal);
      return { argv: await program(name, folder, python, signal), env: environment(python) };
    },
  };
}

import path from 'node:path';
import type { PythonInterpreter } from '../../../core/port/pythonEnv.ts';

type Env = Readonly<Record<string, string | undefined>>;

/** What the editor set for itself; a program it starts must not inherit it. */
const editorOwn = /^(VSCODE_|ELECTRON_)/;

export function withoutEditor(env: Env): Record<string, string> {
  const clean: Record<string, string> = {};
  for (const [name, value] of Object.entries(env)) if (value !== undefined && !editorOwn.test(name)) clean[name] = value;
  return clean;
}

export function pathOf(env: Env): { readonly name: string; readonly value: string } {
  const name = Object.keys(env).find((one) => one.toUpperCase() === 'PATH') ?? 'PATH';
  return { name, value: env[name] ?? '' };
}

/** The variables that we add for a job, before the ones that recorders bring. */
export function addedEnv(
  base: Env,
  python: PythonInterpreter | undefined,
  devices: readonly string[] | null,
  jobId: string,
  wished: Readonly<Record<string, string>>,
): Record<string, string> {
  const added: Record<string, string> = { PYTHONUNBUFFERED: '1', GIT_TERMINAL_PROMPT: '0', DVCLIVE_OPEN: 'false' };
  if (python) {
    const inherited = pathOf({ ...base, ...wished });
    added[inherited.name] = inherited.value === '' ? python.binFolder : `${python.binFolder}${path.delimiter}${inherited.value}`;
    if (python.origin === 'venv') added['VIRTUAL_ENV'] = path.dirname(python.binFolder);
  }
  if (devices !== null) added['CUDA_VISIBLE_DEVICES'] = devices.join(',');
  // A variable the person asked for wins, but for PATH, which already holds theirs behind the interpreter's folder.
  const { [pathOf(base).name]: _path, ...others } = wished;
  return { ...added, ...others, MLOPS_JOB_ID: jobId };
}

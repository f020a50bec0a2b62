import path from 'node:path';
import type { Files } from '../../../core/port/files.ts';

const mostFiles = 60;
const mostBytes = 512 * 1024;

export interface ScriptUse {
  readonly isUsed: boolean;
  /** The experiment they choose by themselves; null = they leave it to the environment; undefined = it cannot be told. */
  readonly experiment: string | null | undefined;
  /** Addresses of stores they name themselves. */
  readonly uris: readonly string[];
}

/**
 * What Python scripts, and the modules beside them that they import, say about MLflow. A script that chooses its own
 * experiment refuses a run that was made in another one, so the run must be made there.
 */
export async function scriptUse(files: Files, programs: readonly string[], cwd: string): Promise<ScriptUse> {
  const waiting = programs.map((program) => path.resolve(cwd, program));
  const roots = [...new Set([...waiting.map((file) => path.dirname(file)), cwd])];
  const seen = new Set<string>();
  const experiments = new Set<string | undefined>();
  const uris = new Set<string>();
  let isUsed = false;
  let readFiles = 0;
  while (waiting.length > 0 && readFiles < mostFiles) {
    const file = waiting.pop() ?? '';
    if (seen.has(file) || !file.endsWith('.py')) continue;
    seen.add(file);
    const text = await textOf(files, file);
    if (text === undefined) continue;
    readFiles += 1;
    isUsed ||= /mlflow/i.test(text);
    for (const name of textsGiven(text, 'set_experiment', 'experiment_name')) experiments.add(name);
    for (const uri of textsGiven(text, 'set_tracking_uri', 'uri')) if (uri !== undefined) uris.add(uri);
    for (const module of importsOf(text)) {
      for (const root of new Set([path.dirname(file), ...roots])) {
        const base = path.join(root, ...module.split('.'));
        waiting.push(`${base}.py`, path.join(base, '__init__.py'));
      }
    }
  }
  return { isUsed, experiment: experiments.size > 1 ? undefined : experiments.size === 0 ? null : [...experiments][0], uris: [...uris] };
}

async function textOf(files: Files, file: string): Promise<string | undefined> {
  const stat = await files.stat(file, { followLinks: true });
  return stat?.kind === 'file' && stat.sizeBytes <= mostBytes ? files.readText(file) : undefined;
}

/** Names of modules that may be files beside the script; `from a import b` may mean the module `a.b`. */
function importsOf(text: string): string[] {
  const plain = [...text.matchAll(/^[ \t]*import[ \t]+([\w., \t]+)/gm)].flatMap(([, names = '']) => names.split(',').map((name) => name.trim().split(/\s/)[0] ?? ''));
  const from = [...text.matchAll(/^[ \t]*from[ \t]+\.*([\w.]*)[ \t]+import[ \t]+\(?[ \t]*([\w, \t]*)/gm)].flatMap(([, module = '', names = '']) => [
    module,
    ...names.split(',').map((name) => [module, name.trim().split(/\s/)[0] ?? ''].filter((part) => part !== '').join('.')),
  ]);
  return [...plain, ...from].filter((name) => name !== '');
}

/** The text that each call of a function is given, directly or by a variable set once; undefined where neither. */
function textsGiven(text: string, call: string, argument: string): Array<string | undefined> {
  const code = text.replace(/^[ \t]*#.*$/gm, '');
  const calls = new RegExp(String.raw`\b${call}\(\s*(?:${argument}\s*=\s*)?(?:(['"])([^'"\n]*)\1\s*[,)]|([A-Za-z_]\w*)\s*[,)])?`, 'g');
  return [...code.matchAll(calls)].map(([, , literal, name]) => {
    if (literal !== undefined) return literal;
    return name === undefined ? undefined : assignedText(code, name);
  });
}

/** The text a variable is set to, where one line sets it. A line that ends in a comma is an argument of that name. */
function assignedText(code: string, name: string): string | undefined {
  const lines = [...code.matchAll(new RegExp(String.raw`^[ \t]*${name}\s*=(?!=)(.*)$`, 'gm'))].map(([, value = '']) => value.trim()).filter((value) => !value.endsWith(','));
  return lines.length === 1 ? /^(['"])([^'"]*)\1$/.exec(lines[0] ?? '')?.[2] : undefined;
}

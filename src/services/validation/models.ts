import { fail } from '../../core/base/fault.ts';
import { isPythonName } from '../../core/validation/written/readTask.ts';
import type { SuiteContext } from './host.ts';

/** A model as the Python program is told of it. */
export interface ModelToLoad {
  readonly name: string;
  readonly kind: 'function' | 'file' | 'loader';
  readonly at: string;
  readonly loaders: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** Our id of the run that trained it, where a tracker knows. */
  readonly run: string | null;
}

const fileForm = /\.(pkl|pickle|joblib)$/i;

/**
 * `module:function` (a function of rows, or anything with predict), a pickle or joblib file, or a model that a source knows by
 * its URI or id. Throws `notFound` for anything else.
 */
export async function resolveModel(reference: string, { folder, machine, pythonModel, signal }: SuiteContext): Promise<ModelToLoad> {
  const plain = { name: reference, loaders: [], env: {}, run: null };
  if (isPythonName(reference)) return { ...plain, kind: 'function', at: reference };
  if (fileForm.test(reference)) {
    const path = /^(?:[A-Za-z]:)?[\\/]/.test(reference) ? reference : `${folder}/${reference}`;
    const stat = await machine.files.stat(path, { followLinks: true });
    if (stat?.kind !== 'file') throw fail('notFound', `There is no model file ${reference}.`, { hint: 'Give a path below the folder, or an absolute one.' });
    return { ...plain, kind: 'file', at: path };
  }
  const known = await pythonModel(reference, signal);
  if (known) return { name: reference, kind: 'loader', ...known };
  throw fail('notFound', `No source knows a model “${reference}”.`, { hint: 'Write a model URI or id of a source (mlops models lists them), a .pkl or .joblib file, or module:function.' });
}

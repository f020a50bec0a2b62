import { toFault } from '../../core/base/fault.ts';
import type { PythonModel } from '../../core/capability/modelRegistry.ts';
import type { Ids } from './ids.ts';
import type { MlflowStore } from './store/store.ts';

export interface PythonModelOptions {
  readonly store: MlflowStore;
  readonly ids: Ids;
  readonly env: () => Promise<Readonly<Record<string, string>>>;
}

/** The estimator itself where it is scikit-learn's, since that gives scores too; else MLflow's own wrapper of any model. */
const loaders = ['mlflow.sklearn:load_model', 'mlflow.pyfunc:load_model'];

/** `models:/name/3`, `models:/name@alias`, `models:/m-…`, `runs:/id/path`, or our id of a version. */
export async function pythonModelOf(reference: string, options: PythonModelOptions, signal: AbortSignal): Promise<PythonModel | undefined> {
  const found = await findModel(reference, options, signal);
  if (!found) return undefined;
  return { loaders, at: found.uri, env: { ...(await options.env()), MLFLOW_DISABLE_TELEMETRY: 'true' }, run: found.run === null ? null : options.ids.run(found.run) };
}

interface Found {
  readonly uri: string;
  /** MLflow's own id. */
  readonly run: string | null;
}

async function findModel(reference: string, { store, ids }: PythonModelOptions, signal: AbortSignal): Promise<Found | undefined> {
  const own = ids.peek(reference, 'modelVersion');
  if (own?.length === 2) return registeredVersion(store, own[0]!, own[1]!, signal);
  const run = /^runs:\/([0-9a-f]{32})\/(.+)$/.exec(reference)?.[1];
  if (run !== undefined) return (await isThere(store, run, signal)) ? { uri: reference, run } : undefined;
  if (/^models:\/m-[0-9a-f]{32}$/.test(reference)) return { uri: reference, run: null };
  const [, name, version, alias] = /^models:\/([^/@]+)(?:\/([^/@]+)|@(.+))$/.exec(reference) ?? [];
  if (name === undefined) return undefined;
  if (version !== undefined) return registeredVersion(store, name, version, signal);
  const model = (await store.models(signal)).items.find((one) => one.name === name);
  const named = alias === undefined ? undefined : model?.aliases[alias];
  return named === undefined ? undefined : registeredVersion(store, name, named, signal);
}

async function registeredVersion(store: MlflowStore, name: string, version: string, signal: AbortSignal): Promise<Found | undefined> {
  const found = (await store.versions(name, signal)).items.find((one) => one.version === version);
  return found && { uri: `models:/${name}/${version}`, run: found.runId };
}

async function isThere(store: MlflowStore, run: string, signal: AbortSignal): Promise<boolean> {
  try {
    await store.run(run, signal);
    return true;
  } catch (error) {
    if (toFault(error).code === 'notFound') return false;
    throw error;
  }
}

import { toFault } from '../../../core/base/fault.ts';
import type { MlflowStore } from './store.ts';

/** Asks a server where the file itself cannot be read here: an unknown schema, or a host without SQLite. */
export function withFallback(first: MlflowStore, server: () => Promise<MlflowStore | undefined>): MlflowStore {
  async function either<T>(ask: (store: MlflowStore) => Promise<T>): Promise<T> {
    try {
      return await ask(first);
    } catch (error) {
      const { code } = toFault(error);
      const other = code === 'schema' || code === 'unsupported' ? await server() : undefined;
      if (!other) throw error;
      return ask(other);
    }
  }

  return {
    describe: (signal) => either((store) => store.describe(signal)),
    experiments: (signal) => either((store) => store.experiments(signal)),
    runs: (request, signal) => either((store) => store.runs(request, signal)),
    run: (runId, signal) => either((store) => store.run(runId, signal)),
    metricKeys: (runId, signal) => either((store) => store.metricKeys(runId, signal)),
    history: (runId, key, options, signal) => either((store) => store.history(runId, key, options, signal)),
    models: (signal) => either((store) => store.models(signal)),
    versions: (name, signal) => either((store) => store.versions(name, signal)),
    loggedModel: (modelId, signal) => either((store) => store.loggedModel(modelId, signal)),
    invalidate: () => first.invalidate(),
  };
}

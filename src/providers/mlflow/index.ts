import { fail } from '../../core/base/fault.ts';
import type { Connection } from '../../core/capability/connection.ts';
import type { Provider } from '../../core/capability/provider.ts';
import type { SourceConfig } from '../../core/model/source.ts';
import type { Machine } from '../../core/port/machine.ts';
import { originOf, parseAddress } from './address.ts';
import { connectBackend } from './connection.ts';
import { detectSources, offeredStore, projectFiles } from './detect.ts';
import { localBackend } from './local.ts';
import { projectPipelines } from './project/pipelines.ts';
import { remoteBackend } from './remote.ts';

/** MLflow: tracking servers, SQLite and file stores, and MLproject files. */
export const provider: Provider = {
  detect: (folder, machine) => detectSources(folder, machine),
  offer: (folder, machine) => offeredStore(folder, machine),

  configure(folder, id, settings): SourceConfig {
    const { uri } = settings;
    if (typeof uri !== 'string') throw fail('invalid', `The source “${id}” has no “uri”.`, { hint: 'Write uri: http(s)://host:port, sqlite:///path, or a folder.' });
    const address = parseAddress(uri, folder);
    const label = typeof settings['label'] === 'string' && settings['label'] !== '' ? settings['label'] : id;
    return { id, provider: 'mlflow', label, origin: originOf(address), folder, detected: false, settings: { uri } };
  },

  connect(config, machine): Connection {
    if (config.settings['project'] === true) return connectProject(config, machine);
    const address = parseAddress(String(config.settings['uri']), config.folder);
    const backend = address.kind === 'server' ? remoteBackend(config, address.uri, machine) : localBackend(config, address, machine);
    return connectBackend(config, machine, backend);
  },
};

/** A folder with MLproject files: something to launch, whatever tracks its runs. */
function connectProject(config: SourceConfig, machine: Machine): Connection {
  return {
    source: { id: config.id, provider: config.provider, label: config.label, origin: config.origin },
    refresh: { minIntervalMs: 5_000, budgetPerMin: 12 },
    pipelines: projectPipelines(machine, config.folder, config.id),
    async probe() {
      const files = await projectFiles(machine.files, config.folder);
      return { detail: `${files.length} MLproject file${files.length === 1 ? '' : 's'}` };
    },
    invalidate: () => undefined, // Nothing is kept.
    dispose: () => undefined, // Nothing is held.
  };
}

import path from 'node:path';
import type { Disposable } from '../../core/base/disposable.ts';
import { Emitter } from '../../core/base/event.ts';
import type { SourceConfig } from '../../core/model/source.ts';
import type { Machine } from '../../core/port/machine.ts';
import { LocalServer } from './actions/localServer.ts';
import { parseAddress, trackingUri, type LocalAddress } from './address.ts';
import { localArtifacts } from './artifacts.ts';
import { restOf, type Backend } from './connection.ts';
import { folderContents, proxiedContents } from './contents.ts';
import { trackingUriOf } from './credentials.ts';
import { Ids } from './ids.ts';
import { localFinish, runRecorder } from './recorder.ts';
import { userName } from './remote.ts';
import { withFallback } from './store/fallbackStore.ts';
import { folderStore } from './store/folderStore.ts';
import { restStore } from './store/restStore.ts';
import { sqliteStore } from './store/sqliteStore.ts';
import { pythonWriter } from './write/pythonWriter.ts';
import { restWriter } from './write/restWriter.ts';

/** A store on this machine: read straight, written through MLflow's own code. */
export function localBackend(config: SourceConfig, address: LocalAddress, machine: Machine): Backend {
  const ids = new Ids(config.id);
  const server = new LocalServer(machine, address, config.folder);
  const python = pythonWriter(machine, address, config.folder);
  let serverUri: string | undefined;
  const env = async () => ({
    MLFLOW_TRACKING_URI: trackingUri(address),
    ...(address.kind === 'folder' ? { MLFLOW_ALLOW_FILE_STORE: 'true' } : {}),
  });

  async function lookForServer(): Promise<void> {
    serverUri = (await server.running())?.uri;
  }
  async function running() {
    await lookForServer();
    return serverUri === undefined ? undefined : restOf(machine, serverUri, machine.credentials);
  }
  const writer = async () => {
    const rest = await running();
    // A running server answers in milliseconds what costs a fresh Python ten seconds.
    return rest ? restWriter(rest) : python;
  };

  const direct = address.kind === 'sqlite'
    ? sqliteStore(address.path, machine.sqlite, machine.clock)
    : folderStore(address.path, machine.files, config.id);
  const store = withFallback(direct, async () => {
    const rest = await running();
    return rest ? restStore(rest) : undefined;
  });

  const inFolder = folderContents(address, machine.files);

  const changed = new Emitter<void>();
  let watching: Disposable | undefined;
  return {
    store,
    artifacts: localArtifacts(store, address, machine.files, ids),
    async contentsAt(uri, signal) {
      const found = await inFolder(uri, signal);
      const rest = found === undefined ? await running() : undefined;
      return rest ? proxiedContents(rest)(uri, signal) : found;
    },
    recorder: runRecorder({
      ids,
      isDefault: isDefaultStore(address, config, machine),
      nowMs: () => machine.clock.nowMs(),
      user: userName(),
      isTrusted: () => machine.trust.isTrusted,
      writer,
      env,
      // Never through the server, which may be gone by then.
      finishWith: (runId, signal) => localFinish(python, runId, signal),
      finishFamily: (runId, signal) => localFinish(python, runId, signal),
      files: machine.files,
      isHere: (uri, cwd) => isSameStore(address, uri, cwd),
    }),
    refresh: { minIntervalMs: 1_000, budgetPerMin: 60 },
    watch: {
      onDidChange(listener) {
        watching ??= machine.files.watch([address.path], () => changed.fire());
        return changed.event(listener);
      },
    },
    server,
    writer,
    env,
    serverUri: () => serverUri,
    lookForServer,
    dispose() {
      watching?.dispose();
      changed.dispose();
    },
  };
}

/** Where a script of this folder logs by itself: what the environment names, else the store at the folder's root. */
function isDefaultStore(address: LocalAddress, config: SourceConfig, machine: Machine): boolean {
  const named = trackingUriOf(machine.env);
  if (named) return isSameStore(address, named, config.folder);
  return path.dirname(address.path) === config.folder && path.basename(address.path) === (address.kind === 'sqlite' ? 'mlflow.db' : 'mlruns');
}

function isSameStore(address: LocalAddress, uri: string, folder: string): boolean {
  try {
    const other = parseAddress(uri, folder);
    return other.kind === address.kind && other.path === address.path;
  } catch {
    return false; // It names something that is not read here, and so not this store.
  }
}

import { userInfo } from 'node:os';
import type { SourceConfig } from '../../core/model/source.ts';
import type { Machine } from '../../core/port/machine.ts';
import { restArtifacts } from './artifacts.ts';
import { restOf, type Backend } from './connection.ts';
import { proxiedContents } from './contents.ts';
import { trackingUriOf, withEnvironment } from './credentials.ts';
import { Ids } from './ids.ts';
import { credentialEnv, restFinish, runRecorder } from './recorder.ts';
import { restStore } from './store/restStore.ts';
import { restWriter } from './write/restWriter.ts';

/** A tracking server over HTTP. */
export function remoteBackend(config: SourceConfig, uri: string, machine: Machine): Backend {
  const ids = new Ids(config.id);
  const credentials = withEnvironment(machine.credentials, machine.env);
  const rest = restOf(machine, uri, credentials);
  const store = restStore(rest);
  const writer = restWriter(rest);
  const env = async () => ({ MLFLOW_TRACKING_URI: uri, ...credentialEnv(await credentials.get(new URL(uri).origin)) });
  return {
    store,
    artifacts: restArtifacts(rest, store, ids),
    contentsAt: proxiedContents(rest),
    recorder: runRecorder({
      ids,
      isDefault: config.settings['isAmbient'] !== true && trackingUriOf(machine.env) === uri,
      isAmbient: trackingUriOf(machine.env) === uri,
      nowMs: () => machine.clock.nowMs(),
      user: userName(),
      isTrusted: () => machine.trust.isTrusted,
      writer: async () => writer,
      env,
      finishWith: async (runId) => restFinish(rest, runId, await rest.authorization()),
      finishFamily: async () => null, // One request cannot look for the children; the next start of ours can.
      files: machine.files,
      isHere: (other) => other.replace(/\/+$/, '') === uri,
    }),
    refresh: { minIntervalMs: 5_000, budgetPerMin: 30 },
    server: undefined,
    writer: async () => writer,
    env,
    serverUri: () => uri,
    lookForServer: async () => undefined,
    dispose: () => undefined, // Connections are the HTTP port's own.
  };
}

export function userName(): string | undefined {
  try {
    return userInfo().username;
  } catch {
    return undefined; // A container's user may have no name.
  }
}

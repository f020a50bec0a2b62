import { MlflowRest } from '../../clients/mlflow-rest/client.ts';
import type { ArtifactStore } from '../../core/capability/artifactStore.ts';
import type { Connection } from '../../core/capability/connection.ts';
import type { RefreshPolicy, Watchable } from '../../core/capability/experimentSource.ts';
import type { RunRecorder } from '../../core/capability/runRecorder.ts';
import type { SourceConfig } from '../../core/model/source.ts';
import type { Machine } from '../../core/port/machine.ts';
import { mlflowActions } from './actions/actionSource.ts';
import { approvalMirror } from './approvalMirror.ts';
import type { LocalServer } from './actions/localServer.ts';
import { contentOf } from './content.ts';
import type { ContentsAt } from './contents.ts';
import { datasetSource } from './datasets.ts';
import { experimentSource } from './experiments.ts';
import { Ids } from './ids.ts';
import { modelRegistry } from './models.ts';
import { Registered } from './registered.ts';
import { monitorSource } from './results/source.ts';
import type { MlflowStore } from './store/store.ts';
import type { Context } from './toModel.ts';
import type { MlflowWriter } from './write/writer.ts';

const defaultStaleMinutes = 30;

/** What differs between a server and a store on this machine. */
export interface Backend {
  readonly store: MlflowStore;
  readonly artifacts: ArtifactStore;
  readonly contentsAt: ContentsAt;
  readonly recorder: RunRecorder;
  readonly refresh: RefreshPolicy;
  readonly watch?: Watchable;
  readonly server: LocalServer | undefined;
  readonly writer: (signal: AbortSignal) => Promise<MlflowWriter>;
  /** What MLflow itself must be told to find this store. */
  readonly env: () => Promise<Readonly<Record<string, string>>>;
  /** The root of a server's pages, from memory. */
  readonly serverUri: () => string | undefined;
  /** Looks whether the local server runs. */
  readonly lookForServer: () => Promise<void>;
  readonly dispose: () => void;
}

export function connectBackend(config: SourceConfig, machine: Machine, backend: Backend): Connection {
  const { store } = backend;
  const ids = new Ids(config.id);
  const registered = new Registered(store, ids, machine.clock);
  const context = (): Context => ({
    sourceId: config.id,
    ids,
    nowMs: machine.clock.nowMs(),
    staleAfterMs: (machine.settings.get<number>('runs.staleAfterMinutes', config.folder) ?? defaultStaleMinutes) * 60_000,
    serverUri: backend.serverUri(),
  });
  const experiments = experimentSource({ store, registered, ids, context, log: machine.log });
  const datasets = datasetSource(store, ids, config.id);
  const models = modelRegistry({ store, registered, ids, context, contentsAt: backend.contentsAt, writer: backend.writer, env: backend.env });
  const invalidate = () => {
    store.invalidate();
    registered.invalidate();
    experiments.invalidate();
    datasets.invalidate();
  };
  const didChangeServer = async () => {
    await backend.lookForServer();
    invalidate();
  };
  return {
    source: { id: config.id, provider: config.provider, label: config.label, origin: config.origin },
    refresh: backend.refresh,
    ...(backend.watch ? { watch: backend.watch } : {}),
    experiments,
    datasets: { ...datasets, content: (reference, folder, signal) => contentOf({ store, artifacts: backend.artifacts, ids, files: machine.files }, reference, folder, signal) },
    artifacts: backend.artifacts,
    models,
    approvals: approvalMirror(store, ids, models),
    monitors: monitorSource({ store, artifacts: backend.artifacts, ids, source: config.id }),
    recorder: backend.recorder,
    actions: mlflowActions({
      machine,
      folder: config.folder,
      ids,
      store,
      models,
      artifacts: backend.artifacts,
      writer: backend.writer,
      serverUri: backend.serverUri,
      lookForServer: backend.lookForServer,
      server: backend.server,
      didChangeServer,
    }),
    async probe(signal) {
      await backend.lookForServer();
      return { detail: await store.describe(signal) };
    },
    invalidate,
    dispose: backend.dispose,
  };
}

/** A client of one server, with the credentials of its origin. */
export function restOf(machine: Machine, uri: string, credentials: Pick<Machine['credentials'], 'get'>): MlflowRest {
  return new MlflowRest({ http: machine.http, credentials, isTrusted: () => machine.trust.isTrusted, uri });
}

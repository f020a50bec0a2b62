import type { MlflowRest } from '../../clients/mlflow-rest/client.ts';
import { fail } from '../../core/base/fault.ts';
import type { FinishRequest, FinishStatuses, RecordSpec, RunRecorder } from '../../core/capability/runRecorder.ts';
import { statusOf, type Outcome } from '../../core/model/job.ts';
import type { Credential } from '../../core/port/credentials.ts';
import type { Files } from '../../core/port/files.ts';
import type { Ids } from './ids.ts';
import { scriptUse } from './write/scripts.ts';
import { jobTag, paramsTag, type MlflowWriter } from './write/writer.ts';
import type { PythonWriter } from './write/pythonWriter.ts';

export const finishStatuses: FinishStatuses = { finished: 'FINISHED', failed: 'FAILED', stopped: 'KILLED' };
/** Read by our way to start `mlflow run`. */
export const projectRunVariable = 'MLOPS_MLFLOW_RUN_ID';
const mostTagLength = 8000;

export interface RecorderOptions {
  readonly ids: Ids;
  readonly isDefault: boolean;
  /** Scripts that name no store log here, because the environment says so. */
  readonly isAmbient?: boolean;
  readonly nowMs: () => number;
  readonly user: string | undefined;
  readonly isTrusted: () => boolean;
  readonly writer: (signal: AbortSignal) => Promise<MlflowWriter>;
  /** What the process needs to log to this store. */
  readonly env: () => Promise<Readonly<Record<string, string>>>;
  readonly finishWith: (runId: string, signal: AbortSignal) => Promise<FinishRequest>;
  /** The same for a run whose children the process makes by itself; null = only `end` can. */
  readonly finishFamily: (runId: string, signal: AbortSignal) => Promise<FinishRequest | null>;
  readonly files: Files;
  /** Is this address, as a script in that folder writes it, this store? */
  readonly isHere: (uri: string, cwd: string) => boolean;
}

/** Makes the run before the process starts and says at its end what really happened. */
export function runRecorder(options: RecorderOptions): RunRecorder {
  const { ids, writer } = options;

  function requireTrust(): void {
    if (!options.isTrusted()) throw fail('untrusted', 'Nothing is recorded from an untrusted workspace.', { hint: 'Trust this workspace first.' });
  }

  return {
    isDefault: options.isDefault,
    async begin(spec, signal) {
      requireTrust();
      const tags = tagsOf(spec, options.user);
      const use = await scriptUse(options.files, spec.programs ?? [], spec.cwd);
      const made = await (await writer(signal)).createRun(
        { experiment: spec.experiment ?? use.experiment ?? null, name: spec.name, startMs: options.nowMs(), tags },
        signal,
      );
      const isHere = use.uris.every((uri) => options.isHere(uri, spec.cwd));
      // MLflow ends a script that goes on with a run of another experiment. Such a script makes its own, as a child.
      const takesRun = isHere && use.experiment !== undefined;
      const shared = Object.fromEntries(Object.entries(tags).filter(([key]) => key.startsWith('mlops.') && key !== paramsTag));
      return {
        runId: ids.run(made.runId),
        env: {
          ...(await options.env()),
          ...(takesRun ? { MLFLOW_RUN_ID: made.runId, MLFLOW_EXPERIMENT_ID: made.experimentId } : {}),
          // `mlflow run` hands its own run to the script in any case, so there ours is no worse (project/pipelines.ts).
          ...(isHere ? { [projectRunVariable]: made.runId } : {}),
          // Every further run of the process carries the job's tags, so that its end can be told too.
          MLFLOW_RUN_CONTEXT: JSON.stringify({ ...shared, ...(isHere && !takesRun ? { 'mlflow.parentRunId': made.runId } : {}) }),
        },
        finishWith: takesRun || !isHere ? await options.finishWith(made.runId, signal) : await options.finishFamily(made.runId, signal),
      };
    },
    async isUsedBy(programs, cwd) {
      const use = await scriptUse(options.files, programs, cwd);
      const namesIt = use.uris.some((uri) => options.isHere(uri, cwd));
      return use.isUsed && (namesIt || ((options.isDefault || options.isAmbient === true) && use.uris.length === 0));
    },
    async tag(run, tags, signal) {
      requireTrust();
      await (await writer(signal)).setTags(ids.nativeRun(run), tags, signal);
    },
    async end(run, outcome, signal) {
      requireTrust();
      await (await writer(signal)).finish(
        { runId: ids.nativeRun(run), status: wordOf(outcome), endMs: Date.parse(outcome.endedAt), tags: endTags(outcome) },
        signal,
      );
    },
  };
}

export function restFinish(rest: MlflowRest, runId: string, authorization: string | undefined): FinishRequest {
  return {
    kind: 'http',
    method: 'POST',
    url: `${rest.uri}/api/2.0/mlflow/runs/update`,
    headers: { 'Content-Type': 'application/json', ...(authorization === undefined ? {} : { Authorization: authorization }) },
    body: `{"run_id":${JSON.stringify(runId)},"status":"{status}","end_time":{endMs}}`,
    statuses: finishStatuses,
  };
}

export function localFinish(python: PythonWriter, runId: string, signal: AbortSignal): Promise<FinishRequest> {
  return python.finishCommand(runId, finishStatuses, signal);
}

export function credentialEnv(credential: Credential | undefined): Record<string, string> {
  if (!credential) return {};
  if (credential.kind === 'bearer') return { MLFLOW_TRACKING_TOKEN: credential.token };
  return { MLFLOW_TRACKING_USERNAME: credential.username, MLFLOW_TRACKING_PASSWORD: credential.password };
}

/** MLflow has no word for a run that nobody saw end; a tag says so. */
function wordOf(outcome: Outcome): string {
  const status = statusOf(outcome);
  return status === 'finished' ? finishStatuses.finished : status === 'stopped' ? finishStatuses.stopped : finishStatuses.failed;
}

function endTags(outcome: Outcome): Record<string, string> {
  return {
    ...(outcome.exitCode === null ? {} : { 'mlops.exitCode': String(outcome.exitCode) }),
    ...(outcome.signal === null ? {} : { 'mlops.signal': outcome.signal }),
    ...(statusOf(outcome) === 'lost' ? { 'mlops.outcome': 'lost' } : {}),
  };
}

function tagsOf(spec: RecordSpec, user: string | undefined): Record<string, string> {
  const params = JSON.stringify(spec.params);
  return {
    'mlflow.source.type': 'LOCAL',
    ...(user === undefined ? {} : { 'mlflow.user': user }),
    ...(spec.commit === null ? {} : { 'mlflow.source.git.commit': spec.commit, 'mlops.commit': spec.commit }),
    ...(spec.dirty === null ? {} : { 'mlops.dirty': String(spec.dirty) }),
    ...(params === '{}' || params.length > mostTagLength ? {} : { [paramsTag]: params }),
    ...spec.tags,
    [jobTag]: spec.jobId,
  };
}

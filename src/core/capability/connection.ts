import type { Disposable } from '../base/disposable.ts';
import type { Source } from '../model/source.ts';
import type { ApprovalMirror } from './approvalMirror.ts';
import type { ActionSource } from './actionSource.ts';
import type { ArtifactStore } from './artifactStore.ts';
import type { DatasetSource } from './datasetSource.ts';
import type { ExperimentSource, RefreshPolicy, Watchable } from './experimentSource.ts';
import type { JobTarget } from './jobTarget.ts';
import type { LogSource } from './logSource.ts';
import type { ModelRegistry } from './modelRegistry.ts';
import type { MonitorSource } from './monitorSource.ts';
import type { PipelineSource } from './pipelineSource.ts';
import type { RunRecorder } from './runRecorder.ts';

/** Every capability a connected source may have. The UI derives its buttons from what exists. */
export interface Capabilities {
  readonly experiments?: ExperimentSource;
  readonly datasets?: DatasetSource;
  readonly artifacts?: ArtifactStore;
  readonly models?: ModelRegistry;
  readonly actions?: ActionSource;
  readonly recorder?: RunRecorder;
  readonly jobs?: JobTarget;
  readonly logs?: LogSource;
  readonly pipelines?: PipelineSource;
  readonly monitors?: MonitorSource;
  readonly approvals?: ApprovalMirror;
}

export type CapabilityName = keyof Capabilities;

export interface Connection extends Capabilities, Disposable {
  readonly source: Source;
  readonly refresh: RefreshPolicy;
  readonly watch?: Watchable;
  /** Asks the system whether it answers; throws a Fault that says why not. Used by "Test" and by `status`. */
  probe(signal: AbortSignal): Promise<{ readonly detail: string }>;
  /** Drop what is cached in memory and may have changed; immutable things stay. */
  invalidate(): void;
}

export const capabilityNames: readonly CapabilityName[] = [
  'experiments',
  'datasets',
  'artifacts',
  'models',
  'actions',
  'recorder',
  'jobs',
  'logs',
  'pipelines',
  'monitors',
  'approvals',
];

export function capabilitiesOf(connection: Connection): CapabilityName[] {
  return capabilityNames.filter((name) => connection[name] !== undefined);
}

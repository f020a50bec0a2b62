import type { ModelVersion, RegisteredModel } from '../model/modelVersion.ts';
import type { ModelContent } from './modelContent.ts';
import type { Page, PageRequest } from './page.ts';

/** How a person's Python loads a model. */
export interface PythonModel {
  /** `module:function`, tried in this order with `at`; the answer has `predict`. */
  readonly loaders: readonly string[];
  readonly at: string;
  /** Where its store is; holds credentials, so it goes into no list of processes. */
  readonly env: Readonly<Record<string, string>>;
  /** The run that trained it, as our id. */
  readonly run: string | null;
}

/** Compare-then-set: a write happens only if the system still holds `expected`; else it throws `conflict`. */
export interface ModelRegistry {
  models(request: PageRequest, signal: AbortSignal): Promise<Page<RegisteredModel>>;
  /** Newest first. */
  versions(model: string, request: PageRequest, signal: AbortSignal): Promise<Page<ModelVersion>>;
  /** Register a version of `name` from a run's artifact (or logged model). Answers the version as read back. */
  register?(run: string, artifact: string, name: string, signal: AbortSignal): Promise<ModelVersion>;
  /** `version` null removes the alias. `expected` is the version it points to now, null = it must not exist. */
  setAlias?(model: string, alias: string, version: string | null, expected: string | null, signal: AbortSignal): Promise<void>;
  /** `value` null removes the tag. */
  setTag?(version: string, key: string, value: string | null, expected: string | null, signal: AbortSignal): Promise<void>;
  /** Of a version's id, or of the system's own URI; undefined where it is none of this source. */
  pythonModel?(reference: string, signal: AbortSignal): Promise<PythonModel | undefined>;
  /**
   * Every file of a version, as the system keeps it. Throws `notPulled` where the bytes are not on this machine and could be had, and
   * `unsupported` where they are in a store that is not read.
   */
  contents?(version: string, signal: AbortSignal): Promise<readonly ModelContent[]>;
}

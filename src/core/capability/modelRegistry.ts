import type { ModelVersion, RegisteredModel } from '../model/modelVersion.ts';
import type { Page, PageRequest } from './page.ts';

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
}

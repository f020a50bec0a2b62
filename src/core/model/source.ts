/** One configured connection of a provider (DESIGN section 1). */
export interface Source {
  /** Unique in the workspace, stable across restarts, readable: `dvc`, `dvc:sub/project`, `mlflow:mlflow.db`. */
  readonly id: string;
  readonly provider: string;
  readonly label: string;
  /** What a credential is bound to and what a person recognises: scheme+host+port, or a folder. */
  readonly origin: string;
}

/** A Source before it is connected: found by its markers or written in `.mlops/sources.yaml`. */
export interface SourceConfig extends Source {
  /** Absolute path of the workspace folder it belongs to. */
  readonly folder: string;
  readonly detected: boolean;
  /** Provider-own values, validated by the provider's connection schema. Never secrets. */
  readonly settings: Readonly<Record<string, unknown>>;
}

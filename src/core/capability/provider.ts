import type { SourceConfig } from '../model/source.ts';
import type { Machine } from '../port/machine.ts';
import type { JsonSchema } from './actionSource.ts';
import type { Connection } from './connection.ts';

/** The code for one kind of system. One per bundle, loaded on first use. */
export interface Provider {
  /**
   * Sources this folder holds by itself, found by its markers. Shallow and bounded: never walks data folders, reads
   * names before contents, runs nothing, asks no network.
   */
  detect(folder: string, machine: Machine, signal: AbortSignal): Promise<SourceConfig[]>;
  /**
   * The source that a script started in this folder would log to by itself, though nothing is there yet; undefined where
   * `detect` finds it, or where there is none.
   */
  offer?(folder: string, machine: Machine): Promise<SourceConfig | undefined>;
  /** Builds a connection. Does no I/O: the first capability call does. */
  connect(config: SourceConfig, machine: Machine): Connection;
  /** A user's words for a connection (`uri: http://…`) as a SourceConfig; throws `invalid` with what is wrong. */
  configure?(folder: string, id: string, settings: Readonly<Record<string, unknown>>): SourceConfig;
}

/** A row of the registry: pure data, so that listing providers loads none of them. */
export interface ProviderRow {
  readonly id: string;
  readonly label: string;
  /** Codicon name. */
  readonly icon: string;
  /** Shallow globs below the folder that make `detect` worth loading; `**` only as a leading segment. */
  readonly markers: readonly string[];
  /** Environment variables that name a source of this provider, whatever the folder holds. */
  readonly variables?: readonly string[];
  /** Names of the files its PipelineSource recognises: activation and CodeLens need them before it is loaded. */
  readonly pipelineFiles?: readonly string[];
  /** True for a provider that is always there (local jobs). */
  readonly always?: boolean;
  /** The "Add connection…" form and the `sources.yaml` schema; absent = not configurable by hand. */
  readonly connection?: JsonSchema;
  /** Settings contributed to VS Code, keyed without the `mlops.<id>.` prefix. */
  readonly settings?: Readonly<Record<string, JsonSchema>>;
  readonly load: () => Promise<{ readonly provider: Provider }>;
}

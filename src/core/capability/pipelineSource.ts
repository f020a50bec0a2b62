import type { LaunchSpec } from '../model/launch.ts';
import type { PipelineFile } from '../model/pipeline.ts';
import type { Problem } from '../model/problem.ts';

export interface ParsedPipeline {
  readonly file: PipelineFile;
  readonly problems: readonly Problem[];
}

export interface LaunchWish {
  /** Put it into the system's own queue instead of running it now. */
  readonly queue?: boolean;
}

export interface PipelineSource {
  /** File names (glob on the last segment only) this source recognises: `dvc.yaml`, `MLproject`. */
  readonly fileNames: readonly string[];
  /** Pipeline files of this source, relative to its folder. */
  files(signal: AbortSignal): Promise<string[]>;
  /** Stages with ranges; `text` = the editor's unsaved content, absent = what is on disk. Ranges only, no state. */
  parse(path: string, text: string | undefined, signal: AbortSignal): Promise<ParsedPipeline>;
  /** The same file with each stage's state filled in. */
  withState(path: string, text: string | undefined, signal: AbortSignal): Promise<ParsedPipeline>;
  /** There is one way to run: everything becomes a LaunchSpec. `wish.queue` asks for queueing where possible. */
  toLaunch(
    path: string,
    stage: string,
    params: Readonly<Record<string, string | number | boolean>>,
    signal: AbortSignal,
    wish?: LaunchWish,
  ): Promise<LaunchSpec>;
  /** Last run in which this stage ran, newest first, from memory or cheap reads. */
  lastRun?(path: string, stage: string, signal: AbortSignal): Promise<string | null>;
  /** Tags that the system's own way to run this stage leaves at a tracker's run; all of them must be there. */
  runTags?(path: string, stage: string): Readonly<Record<string, string>>;
}

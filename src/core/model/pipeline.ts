/** 0-based, end exclusive, UTF-16 columns: VS Code's own. */
export interface TextRange {
  readonly start: { readonly line: number; readonly character: number };
  readonly end: { readonly line: number; readonly character: number };
}

export interface StageChange {
  readonly kind: 'command' | 'dependency' | 'param' | 'output' | 'new' | 'upstream';
  readonly name: string;
  readonly detail: string | null;
}

export interface StageState {
  /** `unknown` = cannot be told without reading more than we may (and why is in `reason`). */
  readonly state: 'fresh' | 'stale' | 'never-run' | 'frozen' | 'unknown';
  readonly changes: readonly StageChange[];
  readonly reason: string | null;
}

export interface StageParam {
  /** Key to pass to `--param`. */
  readonly key: string;
  readonly file: string | null;
  readonly value: string | number | boolean | null;
  readonly type: 'string' | 'number' | 'boolean' | 'path' | 'uri';
}

export interface Stage {
  readonly name: string;
  /** Where its name stands in the file: the CodeLens sits here. */
  readonly range: TextRange;
  readonly command: string | null;
  readonly params: readonly StageParam[];
  readonly state: StageState;
  /** Files and folders it writes, relative to the workspace folder; absent where that is not known. */
  readonly outputs?: readonly string[];
}

export interface PipelineFile {
  /** Relative to the workspace folder. */
  readonly path: string;
  /** One of DESIGN section 6: `dvc`, `mlproject`, … */
  readonly kind: string;
  readonly source: string | null;
  readonly stages: readonly Stage[];
}

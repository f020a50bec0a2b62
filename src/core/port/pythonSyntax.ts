/**
 * What a Python file says at first sight, with the place of each thing. Core names this shape only; the parser is injected.
 * Offsets are UTF-16 units from the start of the text, ends exclusive. Nothing is run and nothing is imported.
 */
export interface PythonImport {
  /** `kfp.dsl`; one or more leading dots for a relative import. */
  readonly module: string;
  /** What is taken from the module; `*` for all of it; null for `import module`. */
  readonly name: string | null;
  /** The word that the file uses for it. */
  readonly alias: string;
  /** True for `import a.b as c`, where the word stands for the whole path. */
  readonly isRenamed: boolean;
}

export interface PythonArgument {
  /** Null for a positional one. */
  readonly name: string | null;
  /** The text of a plain string literal, else null. */
  readonly text: string | null;
  /** A dotted name as written (`models.churn`), else null. */
  readonly reference: string | null;
  readonly start: number;
  readonly end: number;
}

export interface PythonCall {
  /** Dotted as written: `dsl.pipeline`. */
  readonly callee: string;
  readonly calleeStart: number;
  readonly calleeEnd: number;
  /** The variable that takes the result: `step = TrainingStep(…)`. */
  readonly target: { readonly name: string; readonly start: number; readonly end: number } | null;
  readonly args: readonly PythonArgument[];
}

export interface PythonDecorator {
  readonly name: string;
  readonly args: readonly PythonArgument[];
}

export interface PythonFunction {
  readonly name: string;
  readonly start: number;
  readonly end: number;
  readonly decorators: readonly PythonDecorator[];
}

export interface PythonOutline {
  readonly text: string;
  readonly imports: readonly PythonImport[];
  /** Also those in classes, functions and branches. */
  readonly functions: readonly PythonFunction[];
  readonly calls: readonly PythonCall[];
}

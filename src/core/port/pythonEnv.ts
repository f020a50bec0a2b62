/** The workspace's Python: `.venv`, or the interpreter the editor's Python extension selected. */
export interface PythonInterpreter {
  readonly path: string;
  /** First on PATH for tools that come with it. */
  readonly binFolder: string;
  readonly origin: 'setting' | 'editor' | 'venv' | 'conda' | 'path';
}

export interface PythonEnv {
  interpreter(folder: string, signal: AbortSignal): Promise<PythonInterpreter | undefined>;
  /**
   * The command line that starts a Python tool (`dvc`, `mlflow`), with the environment it needs. Throws `missingTool`
   * with what to install, `untrusted` before trust.
   */
  tool(
    name: string,
    folder: string,
    signal: AbortSignal,
  ): Promise<{ readonly argv: readonly string[]; readonly env: Readonly<Record<string, string>> }>;
}

/** For hints, in a terminal and in an editor; the order is that of `PythonEnv`. */
export const pythonIsChosen = 'in a terminal by a .venv in this folder or an active environment (VIRTUAL_ENV, CONDA_PREFIX), in the editor by mlops.python.path';

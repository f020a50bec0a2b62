import * as vscode from 'vscode';

interface PythonApi {
  readonly environments?: {
    getActiveEnvironmentPath(resource?: vscode.Uri): { readonly path?: string } | undefined;
    resolveEnvironment?(environment: unknown): Promise<{ readonly executable?: { readonly uri?: vscode.Uri } } | undefined>;
  };
}

/** The interpreter that the Python extension selected for a folder; undefined where that extension is not there. */
export async function selectedInterpreter(folder: string): Promise<string | undefined> {
  const extension = vscode.extensions.getExtension<PythonApi>('ms-python.python');
  if (!extension) return undefined;
  const { environments } = extension.isActive ? extension.exports : await extension.activate();
  const chosen = environments?.getActiveEnvironmentPath(vscode.Uri.file(folder));
  if (!environments || !chosen) return undefined;
  const resolved = await environments.resolveEnvironment?.(chosen);
  return resolved?.executable?.uri?.fsPath ?? chosen.path;
}

import * as vscode from 'vscode';
import { artifactScheme, gitScheme } from '../ids.ts';

interface GitPlace {
  /** A folder of the repository. */
  readonly folder: string;
  /** Empty = a file that is not there on this side. */
  readonly commit: string;
}

/** A file of a commit as a read-only document; the path keeps its name, so the editor knows its language. */
export function gitUri(folder: string, commit: string, path: string): vscode.Uri {
  const place: GitPlace = { folder, commit };
  return vscode.Uri.from({ scheme: gitScheme, path: `/${path}`, query: JSON.stringify(place) });
}

export function gitPlaceOf(uri: vscode.Uri): GitPlace & { readonly path: string } {
  const { folder, commit } = JSON.parse(uri.query) as Partial<GitPlace>;
  return { folder: folder ?? '', commit: commit ?? '', path: uri.path.replace(/^\//, '') };
}

interface ArtifactPlace {
  readonly kind: 'run' | 'dataset';
  readonly id: string;
  readonly path: string | null;
}

/** A run's artifact or a dataset version's file as a read-only preview. */
export function artifactUri(name: string, place: ArtifactPlace): vscode.Uri {
  return vscode.Uri.from({ scheme: artifactScheme, path: `/${name}`, query: JSON.stringify(place) });
}

export function artifactPlaceOf(uri: vscode.Uri): ArtifactPlace {
  const { kind, id, path } = JSON.parse(uri.query) as Partial<ArtifactPlace>;
  return { kind: kind === 'dataset' ? 'dataset' : 'run', id: id ?? '', path: path ?? null };
}

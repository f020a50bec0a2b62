import type { SyntaxEntry, SyntaxNode } from '../port/syntax.ts';
import { dvcYaml } from './dvcYaml.ts';
import { baseName } from './fileNames.ts';
import { recognised, type KindRow, type NearbyFile } from './recognised.ts';
import { entriesOf, isMap, keyOf, listOf, nodesOf, textAt, textOf, valueAt } from './syntaxNodes.ts';

const standard = 'params.yaml';

/**
 * A file of parameters: one that a stage of a `dvc.yaml` beside it or above it names, or the standard one where a stage
 * names keys alone. Its own text says nothing, so it has no stages of its own: those that use it stand in the other file.
 */
export const params: KindRow = {
  kind: 'params',
  syntax: 'yaml',
  isNamed: (path) => /\.(?:ya?ml|json|toml|py)$/i.test(path) && !dvcYaml.fileNames.includes(baseName(path)),
  nearby: dvcYaml.fileNames,
  recognise(file) {
    return file.nearby.some((one) => usersOf(file.path, one).length > 0) ? recognised('params', {}) : undefined;
  },
};

/** Names of the stages of `pipeline` that read the file of parameters at `path`. */
export function usersOf(path: string, pipeline: NearbyFile): string[] {
  const folder = folderOf(pipeline.path);
  const shared = listOf(valueAt(pipeline.root, 'params')).some((item) => resolved(folder, fileNameOf(item)) === path);
  const stages = entriesOf(valueAt(pipeline.root, 'stages'));
  const isFilledIn = isInterpolated(path, folder, pipeline.root);
  return stages.filter((stage) => shared || stageNames(stage, folder).includes(path) || (isFilledIn && hasExpression(stage.value))).map((stage) => keyOf(stage));
}

/** The files that one stage's `params` name, absolute. */
function stageNames(stage: SyntaxEntry, folder: string): string[] {
  const bodies = [stage.value, valueAt(stage.value, 'do')];
  return bodies.flatMap((body) => {
    const base = resolved(folder, textAt(body, 'wdir') ?? textAt(stage.value, 'wdir') ?? '.');
    return listOf(valueAt(body, 'params')).map((item) => resolved(base, fileNameOf(item)));
  });
}

/** `[lr, train.epochs]` are keys of the standard file; `{config.yaml: [lr]}` names another. */
function fileNameOf(item: SyntaxNode): string {
  if (isMap(item) && item.entries[0]) return keyOf(item.entries[0]);
  const text = textOf(item) ?? '';
  return /\.(?:ya?ml|json|toml|py)(?::|$)/i.test(text) ? text.replace(/:.*$/, '') : standard;
}

/** Values of the standard file, and of those below `vars`, are filled into `${…}`. */
function isInterpolated(path: string, folder: string, root: SyntaxNode | null): boolean {
  const files = [standard, ...listOf(valueAt(root, 'vars')).flatMap((item) => (item.kind === 'scalar' ? [fileNameOf(item)] : []))];
  return files.some((name) => resolved(folder, name) === path);
}

function hasExpression(node: SyntaxNode | null): boolean {
  for (const one of nodesOf(node)) if (one.kind === 'scalar' && typeof one.value === 'string' && one.value.includes('${')) return true;
  return false;
}

const folderOf = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf('/')));

/** A path with `/`, `.` and `..` taken out. */
function resolved(folder: string, name: string): string {
  const parts: string[] = [];
  for (const part of (name.startsWith('/') ? name : `${folder}/${name}`).split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '.' && (part !== '' || parts.length === 0)) parts.push(part);
  }
  return parts.join('/');
}

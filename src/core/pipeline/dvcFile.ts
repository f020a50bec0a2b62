import type { SyntaxNode } from '../port/syntax.ts';
import { baseName } from './fileNames.ts';
import { recognised, type KindRow } from './recognised.ts';
import { hasKey, isMap, listOf, textOf, valueAt } from './syntaxNodes.ts';

const digests = ['md5', 'etag', 'checksum', 'hash', 'files', 'cloud'];

/** `data.csv.dvc`: what is tracked, by digest, or imported from elsewhere. */
export const dvcFile: KindRow = {
  kind: 'dvc-file',
  syntax: 'yaml',
  isNamed: (path) => baseName(path).length > '.dvc'.length && path.endsWith('.dvc'),
  words: ['outs'],
  recognise(file) {
    const root = file.yaml?.roots[0] ?? null;
    const outs = listOf(valueAt(root, 'outs'));
    const isImport = listOf(valueAt(root, 'deps')).length > 0;
    if (outs.length === 0 || !outs.every((out) => isOut(out, isImport))) return undefined;
    const stages = outs.flatMap((out) => {
      const place = valueAt(out, 'path');
      const name = textOf(place);
      return place && name !== undefined ? [{ name, range: file.places.range(place) }] : [];
    });
    return recognised('dvc-file', { stages });
  },
};

function isOut(out: SyntaxNode, isImport: boolean): boolean {
  return isMap(out) && textOf(valueAt(out, 'path')) !== undefined && (isImport || hasKey(out, ...digests));
}

import type { SyntaxNode } from '../port/syntax.ts';
import type { Recogniser } from './recogniser.ts';
import { entriesOf, keyOf, textOf, valueAt } from './syntaxNodes.ts';
import { TextPlaces } from './textPlaces.ts';

/** `dvc.yaml`: every key below `stages`; `foreach` and `matrix` are templates of several stages. */
export const dvcYaml: Recogniser = {
  kind: 'dvc',
  fileNames: ['dvc.yaml'],
  recognise(document) {
    const places = new TextPlaces(document.text);
    return entriesOf(valueAt(document.root, 'stages')).map((entry) => {
      const isEach = valueAt(entry.value, 'foreach') !== null || valueAt(entry.value, 'matrix') !== null;
      const body = isEach && valueAt(entry.value, 'do') ? valueAt(entry.value, 'do') : entry.value;
      return {
        name: keyOf(entry),
        range: places.range(entry.key),
        form: isEach ? 'each' : 'single',
        command: commandOf(valueAt(body, 'cmd')),
        body: entry.value,
      };
    });
  },
};

function commandOf(node: SyntaxNode | null): string | null {
  if (node?.kind === 'list') return node.items.map((item) => textOf(item) ?? '').join('\n');
  return textOf(node) ?? null;
}

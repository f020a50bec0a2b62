import { fail } from '../../../core/base/fault.ts';
import { isMap, type Data, type DataMap } from '../formats/data.ts';
import type { TemplateContext } from './context.ts';
import { interpolateToNode } from './interpolate.ts';
import { local, toNode, type LeafNode, type Node } from './node.ts';
import { pythonText, templateText } from './text.ts';

/** A stage to resolve: as written, or one that `foreach` or `matrix` generated. */
export interface StageDraft {
  readonly name: string;
  readonly group: string | null;
  readonly definition: DataMap;
  readonly context: TemplateContext;
}

/** The stages one entry of `stages:` stands for. */
export function expandStage(name: string, definition: DataMap, context: TemplateContext): StageDraft[] {
  if (definition['matrix'] !== undefined) return expandMatrix(name, definition, context);
  if (definition['foreach'] !== undefined) return expandForeach(name, definition, context);
  // DVC takes what is before the @ for the group, which is not there.
  if (name.includes('@')) throw fail('corrupt', `stage '${name}' cannot be found`);
  return [{ name, group: null, definition, context }];
}

function expandForeach(name: string, definition: DataMap, context: TemplateContext): StageDraft[] {
  const template = definition['do'];
  if (!isMap(template)) throw fail('corrupt', `stage '${name}' has foreach but no do`);
  const data = interpolateToNode(definition['foreach'] as Data, context);
  if (data.kind === 'leaf') throw fail('corrupt', `failed to resolve 'stages.${name}.foreach': expected list/dictionary`);
  const rounds = new Map<string, Node>();
  if (data.kind === 'map') for (const [key, node] of data.entries) rounds.set(key, node);
  else {
    const hasContainers = data.items.some((item) => item.kind !== 'leaf');
    data.items.forEach((item, index) => rounds.set(hasContainers ? String(index) : leafText(item as LeafNode), item));
  }
  return [...rounds].map(([key, item]) => {
    const values = new Map([['item', item]]);
    if (data.kind === 'map') values.set('key', toNode(key, local));
    return { name: `${name}@${key}`, group: name, definition: template, context: context.with(values) };
  });
}

function expandMatrix(name: string, definition: DataMap, context: TemplateContext): StageDraft[] {
  const { matrix, ...template } = definition;
  const data = interpolateToNode(matrix as Data, context);
  if (data.kind !== 'map') throw fail('corrupt', `failed to resolve 'stages.${name}.matrix': expected a dictionary`);
  if (data.entries.size === 0) throw fail('corrupt', `'stages.${name}.matrix' is empty`);
  let rounds: Array<{ readonly parts: readonly string[]; readonly item: ReadonlyMap<string, Node> }> = [{ parts: [], item: new Map() }];
  for (const [key, axis] of data.entries) {
    if (axis.kind !== 'list') throw fail('corrupt', `'stages.${name}.matrix.${key}' is no list`);
    rounds = rounds.flatMap(({ parts, item }) =>
      axis.items.map((value, index) => ({
        parts: [...parts, value.kind === 'leaf' ? leafText(value) : `${key}${index}`],
        item: new Map([...item, [key, value]]),
      })),
    );
  }
  const byKey = new Map(rounds.map(({ parts, item }) => [parts.join('-'), item]));
  return [...byKey].map(([key, item]) => {
    const node: Node = { kind: 'map', entries: new Map(item), origin: local };
    const values = new Map<string, Node>([['key', toNode(key, local)], ['item', node]]);
    return { name: `${name}@${key}`, group: name, definition: template, context: context.with(values) };
  });
}

/** A boolean that comes from a file is named as Python writes it, one written in dvc.yaml in lower case. */
function leafText(leaf: LeafNode): string {
  return leaf.origin === local ? templateText(leaf.value) : pythonText(leaf.value);
}

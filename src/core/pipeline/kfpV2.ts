import type { SyntaxNode } from '../port/syntax.ts';
import { isYamlOrJson } from './fileNames.ts';
import { recognised, type FoundStage, type KindRow, type PipelineText } from './recognised.ts';
import { entriesOf, isMap, keyOf, listOf, textAt, textOf, valueAt } from './syntaxNodes.ts';

/** What the compiler of KFP 2 writes, a pipeline or a component; a second document may hold `platforms`. */
export const kfpV2: KindRow = {
  kind: 'kfp-v2',
  syntax: 'yaml',
  isNamed: isYamlOrJson,
  words: ['pipelineInfo'],
  recognise(file) {
    const specs = (file.yaml?.roots ?? []).flatMap((root) => [root, nativeSpec(root)]).filter((root) => isPipelineSpec(root));
    return specs.length > 0 ? recognised('kfp-v2', { stages: specs.flatMap((spec) => pipelineStages(file, spec)) }) : undefined;
  },
};

/** A pipeline version kept as an object of Kubernetes. */
function nativeSpec(root: SyntaxNode | null): SyntaxNode | null {
  return textAt(root, 'apiVersion')?.startsWith('pipelines.kubeflow.org/') ? valueAt(root, 'spec', 'pipelineSpec') : null;
}

/** `pipelineInfo.name`, a graph, and a schema of generation 2. */
export function isPipelineSpec(spec: SyntaxNode | null): spec is SyntaxNode {
  return textAt(spec, 'pipelineInfo', 'name') !== undefined && isMap(valueAt(spec, 'root')) && /^2(?:\.|$)/.test(textAt(spec, 'schemaVersion') ?? '');
}

/** Tasks of the root graph; a pipeline without one is its own stage. */
export function pipelineStages(file: PipelineText, spec: SyntaxNode): FoundStage[] {
  const tasks = entriesOf(valueAt(spec, 'root', 'dag', 'tasks'));
  if (tasks.length > 0) return tasks.map((task) => ({ name: keyOf(task), range: file.places.range(task.key) }));
  const listed = listOf(valueAt(spec, 'tasks')).flatMap((task) => {
    const node = valueAt(task, 'taskInfo', 'name');
    const text = textOf(node);
    return node && text !== undefined ? [{ name: text, range: file.places.range(node) }] : [];
  });
  if (listed.length > 0) return listed;
  const name = valueAt(spec, 'pipelineInfo', 'name') ?? spec;
  return [{ name: textOf(name) ?? '', range: file.places.range(name) }];
}

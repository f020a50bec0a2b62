import type { SyntaxNode } from '../port/syntax.ts';
import { isYamlOrJson } from './fileNames.ts';
import { isPipelineSpec, pipelineStages } from './kfpV2.ts';
import { recognised, type KindRow } from './recognised.ts';
import { hasKey, isMap, textAt, textOf, valueAt } from './syntaxNodes.ts';

/** A pipeline job of Vertex AI: a pipeline with how it is run, or the address of a template. */
export const vertexJob: KindRow = {
  kind: 'vertex-job',
  syntax: 'yaml',
  isNamed: isYamlOrJson,
  words: ['pipelineSpec', 'templateUri'],
  recognise(file) {
    const root = file.yaml?.roots[0] ?? null;
    if (!isMap(root) || hasKey(root, 'apiVersion', '$schema')) return undefined;
    const spec = valueAt(root, 'pipelineSpec');
    const isJob = isMap(valueAt(root, 'runtimeConfig'));
    const isPlaced = hasKey(valueAt(root, 'runtimeConfig'), 'gcsOutputDirectory');
    if (isJob && isSpec(spec, isPlaced)) return recognised('vertex-job', { stages: pipelineStages(file, spec) });
    if (!isTemplateUri(textAt(root, 'templateUri'), isJob || hasKey(root, 'displayName'))) return undefined;
    const name = valueAt(root, 'displayName') ?? valueAt(root, 'name') ?? valueAt(root, 'templateUri') ?? root;
    return recognised('vertex-job', { stages: [{ name: textOf(name) ?? '', range: file.places.range(name) }] });
  },
};

/** The specification inside a job may leave its schema's version out; the first ones had a list of tasks in place of a graph. */
function isSpec(spec: SyntaxNode | null, isPlaced: boolean): spec is SyntaxNode {
  if (isPipelineSpec(spec)) return true;
  const isNamed = textAt(spec, 'pipelineInfo', 'name') !== undefined;
  return isMap(spec) && ((isNamed && (isMap(valueAt(spec, 'root')) || hasKey(spec, 'tasks'))) || (isPlaced && (isNamed || hasKey(spec, 'deploymentSpec', 'deploymentConfig'))));
}

function isTemplateUri(uri: string | undefined, isJob: boolean): boolean {
  if (uri === undefined) return false;
  return /^https:\/\/[\w-]+-kfp\.pkg\.dev\//.test(uri) || (isJob && /^gs:\/\//.test(uri));
}

import type { RecognisedFact } from '../model/recognised.ts';
import type { SyntaxMap, SyntaxNode } from '../port/syntax.ts';
import type { FoundStage, PipelineText, Recognised } from './recognised.ts';
import { entryAt, isMap, listOf, textAt, textOf, valueAt } from './syntaxNodes.ts';
import { isChart } from './templated.ts';

export interface KubeObject {
  readonly root: SyntaxMap;
  /** `ray.io` of `ray.io/v1`. */
  readonly group: string;
  readonly apiVersion: string;
  readonly kind: string;
}

/** Objects of a Kubernetes text in order, those in a `List` too. None where a chart makes the text. */
export function kubeObjects(file: PipelineText): KubeObject[] {
  if (!file.yaml || isChart(file.yaml)) return [];
  return file.yaml.roots.flatMap((root) => objectsOf(root));
}

function objectsOf(root: SyntaxNode | null): KubeObject[] {
  const apiVersion = textAt(root, 'apiVersion');
  const kind = textAt(root, 'kind');
  if (!isMap(root) || apiVersion === undefined || kind === undefined) return [];
  if (apiVersion === 'v1' && kind === 'List') return listOf(valueAt(root, 'items')).flatMap((item) => objectsOf(item));
  const slash = apiVersion.indexOf('/');
  return [{ root, apiVersion, kind, group: slash < 0 ? '' : apiVersion.slice(0, slash) }];
}

/** The object as one stage: by its name, by the start of a generated one, or by its kind. */
export function objectStage(file: PipelineText, { root, kind }: KubeObject): FoundStage {
  const metadata = valueAt(root, 'metadata');
  for (const key of ['name', 'generateName']) {
    const node = valueAt(metadata, key);
    const name = textOf(node);
    if (node && name !== undefined) return { name, range: file.places.range(node) };
  }
  return { name: kind, range: file.places.range(entryAt(root, 'kind')?.key ?? root) };
}

const gpuKey = /^(?:nvidia\.com\/(?:gpu|mig-.+)|amd\.com\/gpu|gpu\.intel\.com\/.+|cloud-tpus\.google\.com\/.+|google\.com\/tpu)$/;

/** GPUs that the object's pods ask for, copies counted; nothing where a number is not written. */
export function gpuFacts(file: PipelineText, { root }: KubeObject, key = entryAt(root, 'kind')?.key): RecognisedFact[] {
  const count = gpusBelow(root, 1);
  return count > 0 && key ? [{ fact: 'gpus', count, range: file.places.range(key) }] : [];
}

function gpusBelow(node: SyntaxNode | null, copies: number): number {
  if (node?.kind === 'list') return node.items.reduce((sum, item) => sum + gpusBelow(item, copies), 0);
  if (!isMap(node)) return 0;
  const own = Number(textAt(node, 'replicas') ?? textAt(node, 'numNodes') ?? '1');
  const all = copies * (Number.isFinite(own) && own >= 0 ? own : 1);
  // A limit and a request of one container are the same GPU.
  const limits = gpusOf(valueAt(node, 'limits'));
  const asked = limits > 0 ? limits : gpusOf(valueAt(node, 'requests'));
  const below = node.entries.filter(({ key }) => key.value !== 'limits' && key.value !== 'requests');
  return asked * all + below.reduce((sum, { value }) => sum + gpusBelow(value, all), 0);
}

function gpusOf(resources: SyntaxNode | null): number {
  if (!isMap(resources)) return 0;
  let count = 0;
  for (const { key, value } of resources.entries) {
    const asked = Number(textOf(value));
    if (gpuKey.test(String(key.value)) && Number.isFinite(asked)) count += asked;
  }
  return count;
}

/** One recognition for all objects of a kind in the file; undefined where there is none. */
export function together(kind: string, found: ReadonlyArray<Partial<Omit<Recognised, 'kind'>>>): Recognised | undefined {
  if (found.length === 0) return undefined;
  return {
    kind,
    stages: found.flatMap(({ stages = [] }) => stages),
    deploys: found.flatMap(({ deploys = [] }) => deploys),
    gates: found.flatMap(({ gates = [] }) => gates),
    facts: found.flatMap(({ facts = [] }) => facts),
  };
}

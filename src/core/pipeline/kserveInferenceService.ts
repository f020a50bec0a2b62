import type { RecognisedDeploy, RecognisedFact } from '../model/recognised.ts';
import type { SyntaxNode } from '../port/syntax.ts';
import { isYamlOrJson } from './fileNames.ts';
import { gpuFacts, kubeObjects, objectStage, together, type KubeObject } from './kubeObject.ts';
import { modelReferenceOf } from './modelReference.ts';
import type { KindRow, PipelineText } from './recognised.ts';
import { entriesOf, textAt, textOf, valueAt } from './syntaxNodes.ts';

/** A model behind an endpoint. Its namespace is the environment that it goes to. */
export const kserveInferenceService: KindRow = {
  kind: 'kserve-inferenceservice',
  syntax: 'yaml',
  isNamed: isYamlOrJson,
  words: ['serving.kserve.io/'],
  recognise(file) {
    const own = kubeObjects(file).filter(({ group, kind }) => group === 'serving.kserve.io' && kind === 'InferenceService');
    return together('kserve-inferenceservice', own.map((object) => ({
      stages: [objectStage(file, object)],
      deploys: [deployOf(file, object)],
      facts: [...canaryOf(file, object), ...gpuFacts(file, object)],
    })));
  },
};

function deployOf(file: PipelineText, object: KubeObject): RecognisedDeploy {
  const stage = objectStage(file, object);
  const env = textAt(object.root, 'metadata', 'namespace') ?? null;
  const place = storageOf(valueAt(object.root, 'spec', 'predictor'));
  const reference = textOf(place) ?? null;
  const found = reference === null ? undefined : modelReferenceOf(reference);
  return {
    env,
    model: found?.model ?? null,
    version: found?.version ?? null,
    alias: found?.alias ?? null,
    reference,
    stage: stage.name,
    range: place ? file.places.range(place) : stage.range,
  };
}

/** `model.storageUri`, or that of the framework the older form names. */
function storageOf(predictor: SyntaxNode | null): SyntaxNode | null {
  for (const { value } of entriesOf(predictor)) {
    const uri = valueAt(value, 'storageUri');
    if (textOf(uri) !== undefined) return uri;
  }
  return null;
}

function canaryOf(file: PipelineText, { root }: KubeObject): RecognisedFact[] {
  const node = valueAt(root, 'spec', 'predictor', 'canaryTrafficPercent');
  const percent = Number(textOf(node));
  return node && Number.isFinite(percent) ? [{ fact: 'canary', percent, range: file.places.range(node) }] : [];
}

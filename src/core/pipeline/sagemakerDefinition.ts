import type { RecognisedDeploy } from '../model/recognised.ts';
import type { SyntaxNode } from '../port/syntax.ts';
import { isYamlOrJson } from './fileNames.ts';
import { recognised, type FoundStage, type KindRow, type PipelineText } from './recognised.ts';
import { listOf, textAt, textOf, valueAt } from './syntaxNodes.ts';

const version = '2020-12-01';
const types = new Set([
  'Training', 'Processing', 'Tuning', 'Transform', 'Model', 'RegisterModel', 'Condition', 'Lambda', 'Callback', 'Fail', 'EMR', 'EMRServerless',
  'QualityCheck', 'ClarifyCheck', 'AutoML', 'NotebookJob', 'MonitorBatchTransform', 'EndpointConfig', 'Endpoint', 'InferenceComponent', 'BedrockCustomModel',
]);

/** The JSON that SageMaker keeps of a pipeline. */
export const sagemakerDefinition: KindRow = {
  kind: 'sagemaker-definition',
  syntax: 'yaml',
  isNamed: isYamlOrJson,
  words: [version],
  recognise(file) {
    const root = file.yaml?.roots[0] ?? null;
    const steps = listOf(valueAt(root, 'Steps'));
    if (textAt(root, 'Version') !== version || !steps.some((step) => types.has(textAt(step, 'Type') ?? ''))) return undefined;
    const all = steps.flatMap((step) => withBranches(step));
    return recognised('sagemaker-definition', { stages: all.flatMap((step) => stageOf(file, step)), deploys: all.flatMap((step) => registrationOf(file, step)) });
  },
};

/** A condition's two branches are steps too. */
function withBranches(step: SyntaxNode): SyntaxNode[] {
  const inner = ['IfSteps', 'ElseSteps'].flatMap((key) => listOf(valueAt(step, 'Arguments', key)));
  return [step, ...inner.flatMap((one) => withBranches(one))];
}

function stageOf(file: PipelineText, step: SyntaxNode): FoundStage[] {
  const name = valueAt(step, 'Name');
  const text = textOf(name);
  return name && text !== undefined ? [{ name: text, range: file.places.range(name) }] : [];
}

function registrationOf(file: PipelineText, step: SyntaxNode): RecognisedDeploy[] {
  if (textAt(step, 'Type') !== 'RegisterModel') return [];
  const group = valueAt(step, 'Arguments', 'ModelPackageGroupName');
  const at = group ?? valueAt(step, 'Name');
  if (!at) return [];
  return [{ env: null, model: textOf(group) ?? null, version: null, alias: null, reference: null, stage: textAt(step, 'Name') ?? null, range: file.places.range(at) }];
}

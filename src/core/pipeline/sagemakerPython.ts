import type { RecognisedDeploy } from '../model/recognised.ts';
import type { PythonCall } from '../port/pythonSyntax.ts';
import { isPython } from './fileNames.ts';
import { fullNames } from './pythonNames.ts';
import { recognised, type FoundStage, type KindRow, type PipelineText } from './recognised.ts';

const pipelines = /^sagemaker(?:\.[a-z_]+)*\.workflow(?:\.pipeline)?\.Pipeline$/;
const steps = /^sagemaker(?:\.[a-z_]+)*\.workflow\.(?:[a-z_]+\.)*(?:\w+Step|RegisterModel|EstimatorTransformer)$/;
const stepDecorator = /^sagemaker(?:\.[a-z_]+)*\.workflow\.function_step\.step$/;
const pipelineDecorator = /^sagemaker(?:\.[a-z_]+)*\.workflow(?:\.[a-z_]+)*\.pipeline$/;

/** Python that builds a pipeline of SageMaker. */
export const sagemakerPython: KindRow = {
  kind: 'sagemaker-python',
  syntax: 'python',
  isNamed: isPython,
  words: ['sagemaker'],
  recognise(file) {
    const outline = file.python;
    if (!outline) return undefined;
    const namesOf = fullNames(outline);
    const is = (pattern: RegExp, written: string): boolean => namesOf(written).some((full) => pattern.test(full));
    const built = outline.calls.filter(({ callee }) => is(pipelines, callee));
    const decorated = outline.functions.filter((one) => one.decorators.some(({ name }) => is(stepDecorator, name) || is(pipelineDecorator, name)));
    if (built.length === 0 && decorated.length === 0) return undefined;
    const made = outline.calls.filter(({ callee }) => is(steps, callee));
    const own = [...made.map((call) => stageOf(file, call)), ...decorated.map(({ name, start, end }) => ({ name, range: file.places.range({ start, end }) }))];
    return recognised('sagemaker-python', {
      stages: own.length > 0 ? own : built.map((call) => stageOf(file, call)),
      deploys: made.flatMap((call) => registrationOf(file, call)),
    });
  },
};

/** By the name it is given, else by its variable, else by what is called. */
function stageOf(file: PipelineText, call: PythonCall): FoundStage {
  const given = call.args.find(({ name }) => name === 'name') ?? call.args.find(({ name }) => name === null);
  if (given?.text !== null && given?.text !== undefined) return { name: given.text, range: file.places.range(given) };
  if (call.target) return { name: call.target.name, range: file.places.range(call.target) };
  return { name: given?.reference ?? call.callee, range: file.places.range({ start: call.calleeStart, end: call.calleeEnd }) };
}

function registrationOf(file: PipelineText, call: PythonCall): RecognisedDeploy[] {
  if (!/(?:^|\.)RegisterModel$/.test(call.callee)) return [];
  const group = call.args.find(({ name }) => name === 'model_package_group_name');
  const at = group ?? { start: call.calleeStart, end: call.calleeEnd };
  return [{ env: null, model: group?.text ?? null, version: null, alias: null, reference: null, stage: stageOf(file, call).name, range: file.places.range(at) }];
}

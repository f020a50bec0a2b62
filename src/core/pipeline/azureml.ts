import type { RecognisedDeploy } from '../model/recognised.ts';
import type { SyntaxNode } from '../port/syntax.ts';
import { isYamlOrJson } from './fileNames.ts';
import { modelReferenceOf } from './modelReference.ts';
import { recognised, type FoundStage, type KindRow, type PipelineText } from './recognised.ts';
import { entriesOf, entryAt, hasKey, isMap, keyOf, textAt, textOf, valueAt } from './syntaxNodes.ts';
import { isTemplated } from './templated.ts';

/** Where the schemas lie today, and where the first releases of the tool had them. */
const schemas = [/^https?:\/\/azureml(?:schemas|sdk2)[\w-]*\.[\w.-]+\/(?:[\w.-]+\/)*([\w-]+)\.schema\.json$/, /^https?:\/\/azureml\/sdk-2-0\/(\w+)\.json$/];

/** Everything the Azure ML command line takes as YAML: the schema's name says which. */
export const azureml: KindRow = {
  kind: 'azureml-*',
  syntax: 'yaml',
  mostCharacters: 300_000,
  isNamed: isYamlOrJson,
  words: ['azureml', 'type: pipeline', "type: 'pipeline", 'type: "pipeline', 'create_job', 'create_monitor'],
  recognise(file) {
    const root = file.yaml?.roots[0] ?? null;
    if (!file.yaml || !isMap(root) || isTemplated(file.yaml)) return undefined;
    const schema = schemaOf(root);
    if (schema === undefined) return undefined;
    return recognised(`azureml-${schema}`, { stages: stagesOf(file, root), deploys: deploysOf(file, root, schema) });
  },
};

/** `commandJob` of `https://azuremlschemas.azureedge.net/latest/commandJob.schema.json`; else what the keys alone tell. */
function schemaOf(root: SyntaxNode): string | undefined {
  const uri = textAt(root, '$schema');
  if (uri !== undefined) return schemas.map((pattern) => pattern.exec(uri)?.[1]).find((name) => name !== undefined)?.replace(/^[A-Z]/, (first) => first.toLowerCase());
  if (hasKey(root, 'apiVersion', 'kind', 'on', 'steps', 'stages')) return undefined;
  if (textAt(root, 'type') === 'pipeline' && isMap(valueAt(root, 'jobs'))) return entriesOf(valueAt(root, 'jobs')).some(({ value }) => isMap(value) && hasKey(value, 'component', 'command', 'type', 'trial')) ? 'pipelineJob' : undefined;
  const isSchedule = isMap(valueAt(root, 'trigger')) || hasKey(root, 'name');
  return isSchedule && (isScheduled(root, 'create_job') || isMap(valueAt(root, 'create_monitor'))) ? 'schedule' : undefined;
}

const isScheduled = (root: SyntaxNode, key: string): boolean => isMap(valueAt(root, key)) || textAt(root, key) !== undefined;

function stagesOf(file: PipelineText, root: SyntaxNode): FoundStage[] {
  const jobs = entriesOf(valueAt(root, 'jobs'));
  if (jobs.length > 0) return jobs.map((job) => ({ name: keyOf(job), range: file.places.range(job.key) }));
  for (const key of ['name', 'display_name', 'experiment_name']) {
    const node = valueAt(root, key);
    const name = textOf(node);
    if (node && name !== undefined) return [{ name, range: file.places.range(node) }];
  }
  const first = entryAt(root, '$schema') ?? entriesOf(root)[0];
  return [{ name: textOf(first?.value ?? null)?.replace(/^.*\/([\w-]+)\.schema\.json$/, '$1') ?? '', range: file.places.range(first?.key ?? root) }];
}

/** A deployment puts its model behind an endpoint, which is its environment. */
function deploysOf(file: PipelineText, root: SyntaxNode, schema: string): RecognisedDeploy[] {
  if (!/deployment$/i.test(schema)) return [];
  const endpoint = valueAt(root, 'endpoint_name');
  const model = valueAt(root, 'model');
  const written = textOf(model) ?? textAt(model, 'path') ?? textAt(model, 'name');
  const found = modelReferenceOf(written ?? '') ?? ownModel(model);
  const at = model?.kind === 'scalar' ? model : (endpoint ?? valueAt(root, 'name'));
  if (!at) return [];
  return [{
    env: textOf(endpoint) ?? null,
    model: found?.model ?? null,
    version: found?.version ?? null,
    alias: found && 'alias' in found ? found.alias : null,
    reference: written ?? null,
    stage: textAt(root, 'name') ?? null,
    range: file.places.range(at),
  }];
}

/** A model written out in place: `model: {name, version, path}`. */
function ownModel(model: SyntaxNode | null): { model: string; version: string | null; alias: null } | undefined {
  const name = textAt(model, 'name');
  return name === undefined ? undefined : { model: name, version: textAt(model, 'version') ?? null, alias: null };
}

import type { RecognisedDeploy, RecognisedGate } from '../model/recognised.ts';
import type { SyntaxNode } from '../port/syntax.ts';
import { environmentDeploy, gatesOf, type JobScript } from './ciJob.ts';
import { baseName, isYaml } from './fileNames.ts';
import { recognised, type FoundStage, type KindRow, type PipelineText } from './recognised.ts';
import { entriesOf, hasKey, isMap, keyOf, listOf, nodesOf, textAt, textOf, valueAt } from './syntaxNodes.ts';
import { isTemplated } from './templated.ts';

interface Job {
  readonly name: string;
  readonly node: SyntaxNode;
  readonly place: SyntaxNode;
}

/** A pipeline of Azure DevOps: by its file's name, or by stages or jobs that ask for a pool of agents. */
export const azurePipelines: KindRow = {
  kind: 'azure-pipelines',
  syntax: 'yaml',
  mostCharacters: 300_000,
  isNamed: isYaml,
  words: ['steps', 'stages', 'jobs', 'extends'],
  recognise(file) {
    const root = file.yaml?.roots[0] ?? null;
    if (!file.yaml || !isMap(root) || hasKey(root, 'apiVersion', 'on', '$schema') || isTemplated(file.yaml)) return undefined;
    if (!(isNamed(file.path) ? isPipeline(root) : isUnmistakable(root))) return undefined;
    const jobs = jobsOf(root);
    return recognised('azure-pipelines', {
      stages: stagesOf(file, root, jobs),
      deploys: jobs.flatMap((job) => deployOf(file, job)),
      gates: gatesBelow(file, root, jobs),
    });
  },
};

const isNamed = (path: string): boolean => /^\.?azure-pipelines?(?:[^/]*)\.ya?ml$/i.test(baseName(path));

const isPipeline = (root: SyntaxNode): boolean => ['steps', 'stages', 'jobs'].some((key) => listOf(valueAt(root, key)).length > 0 || isMap(valueAt(root, key))) || hasKey(root, 'extends');

/** Under any other name: jobs or stages in Azure's own form, and a pool. */
function isUnmistakable(root: SyntaxNode): boolean {
  const stages = withInner(valueAt(root, 'stages')).filter((item) => hasKey(item, 'stage'));
  const jobs = [...withInner(valueAt(root, 'jobs')), ...stages.flatMap((stage) => withInner(valueAt(stage, 'jobs')))].filter((item) => hasKey(item, 'job', 'deployment'));
  if (stages.length === 0 && jobs.length === 0) return false;
  return [root, ...stages, ...jobs].some((node) => isPool(valueAt(node, 'pool')));
}

const isPool = (pool: SyntaxNode | null): boolean => isMap(pool) ? hasKey(pool, 'vmImage', 'name', 'demands') : textOf(pool) !== undefined;

/** Items of a list, those below a template's condition (`${{ if … }}:`) too. */
function withInner(list: SyntaxNode | null): SyntaxNode[] {
  return listOf(list).flatMap((item) => {
    const conditional = entriesOf(item).filter((entry) => keyOf(entry).startsWith('${{'));
    return conditional.length > 0 ? conditional.flatMap(({ value }) => withInner(value)) : [item];
  });
}

function jobsOf(root: SyntaxNode): Job[] {
  const lists = [valueAt(root, 'jobs'), ...withInner(valueAt(root, 'stages')).map((stage) => valueAt(stage, 'jobs')), valueAt(root, 'extends', 'parameters', 'jobs')];
  return lists.flatMap((list) => withInner(list)).flatMap((node) => {
    const place = valueAt(node, 'job') ?? valueAt(node, 'deployment');
    const name = textOf(place);
    return place && name !== undefined ? [{ name, node, place }] : [];
  });
}

function stagesOf(file: PipelineText, root: SyntaxNode, jobs: readonly Job[]): FoundStage[] {
  const stages = withInner(valueAt(root, 'stages')).flatMap((node) => named(file, node, ['stage', 'template']));
  if (stages.length > 0) return stages;
  if (jobs.length > 0) return jobs.map(({ name, place }) => ({ name, range: file.places.range(place) }));
  const templates = withInner(valueAt(root, 'jobs')).flatMap((node) => named(file, node, ['template']));
  if (templates.length > 0) return templates;
  const steps = withInner(valueAt(root, 'steps')).flatMap((node) => named(file, node, ['displayName', 'name', 'task', 'template', 'script', 'bash', 'checkout', 'pwsh', 'powershell']));
  return steps.length > 0 ? steps : named(file, valueAt(root, 'extends'), ['template']);
}

function named(file: PipelineText, node: SyntaxNode | null, keys: readonly string[]): FoundStage[] {
  for (const key of keys) {
    const place = valueAt(node, key);
    const name = textOf(place)?.trim().split('\n', 1)[0];
    if (place && name !== undefined && name !== '') return [{ name, range: file.places.range(place) }];
  }
  return [];
}

function scriptsBelow(node: SyntaxNode): JobScript[] {
  const scripts: JobScript[] = [];
  for (const one of nodesOf(node)) {
    for (const key of ['script', 'bash', 'pwsh', 'powershell', 'inlineScript']) {
      const place = valueAt(one, key);
      const text = textOf(place);
      if (place && text !== undefined) scripts.push({ node: place, text });
    }
  }
  return scripts;
}

function gatesBelow(file: PipelineText, root: SyntaxNode, jobs: readonly Job[]): RecognisedGate[] {
  if (jobs.length > 0) return jobs.flatMap(({ name, node }) => gatesOf(file, name, scriptsBelow(node)));
  return gatesOf(file, '', scriptsBelow(root)).map((gate) => ({ ...gate, stage: null }));
}

/** `environment: production`, or `{name, resourceName}`. */
function deployOf(file: PipelineText, { name, node }: Job): RecognisedDeploy[] {
  const environment = valueAt(node, 'environment');
  const place = isMap(environment) ? valueAt(environment, 'name') : environment;
  const written = textOf(place);
  // Behind the dot stands a resource of the environment.
  const env = written?.includes('$') === true ? written : written?.split('.', 1)[0];
  return textAt(node, 'deployment') === undefined ? [] : environmentDeploy(file, name, place, env, scriptsBelow(node));
}

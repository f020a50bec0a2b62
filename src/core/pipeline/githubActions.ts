import type { SyntaxNode } from '../port/syntax.ts';
import { environmentDeploy, gatesOf, type JobScript } from './ciJob.ts';
import { runsMl } from './mlCommands.ts';
import { recognised, type KindRow, type PipelineText } from './recognised.ts';
import { entriesOf, hasKey, isMap, keyOf, listOf, textAt, textOf, valueAt } from './syntaxNodes.ts';
import { isTemplated } from './templated.ts';

const mlAction = /^(?:iterative|treeverse|dvcorg)\/(?:setup-cml|setup-dvc|setup-tools|cml)(?:[/@]|$)|^[\w.-]+\/gto-action(?:[/@]|$)|^azure\/aml-[\w-]+(?:[/@]|$)/i;
const mlImage = /(?:^|\/)(?:iterative|iterativeai|dvcorg)\/cml(?:[-:@]|$)/;

/** A workflow of GitHub in which at least one step does machine-learning work; any other is not ours. */
export const githubActions: KindRow = {
  kind: 'github-actions',
  syntax: 'yaml',
  mostCharacters: 300_000,
  isNamed: (path) => /(?:^|\/)\.github\/workflows\/[^/]+\.ya?ml$/i.test(path),
  words: ['jobs'],
  recognise(file) {
    const root = file.yaml?.roots[0] ?? null;
    if (!file.yaml || !hasKey(root, 'on', 'true') || isTemplated(file.yaml)) return undefined;
    const jobs = entriesOf(valueAt(root, 'jobs')).filter(({ value }) => isMap(value));
    if (!jobs.some(({ value }) => isMlJob(value))) return undefined;
    return recognised('github-actions', {
      stages: jobs.map((job) => ({ name: keyOf(job), range: file.places.range(job.key) })),
      deploys: jobs.flatMap((job) => deployOf(file, keyOf(job), job.value)),
      gates: jobs.flatMap((job) => gatesOf(file, keyOf(job), scriptsOf(job.value))),
    });
  },
};

function isMlJob(job: SyntaxNode | null): boolean {
  const image = textAt(job, 'container') ?? textAt(job, 'container', 'image') ?? '';
  if (mlImage.test(image.replace(/^docker:\/\//, '')) || mlAction.test(textAt(job, 'uses') ?? '')) return true;
  return listOf(valueAt(job, 'steps')).some((step) => {
    const uses = textAt(step, 'uses') ?? '';
    return mlAction.test(uses) || mlImage.test(uses.replace(/^docker:\/\//, '')) || runsMl(textAt(step, 'run') ?? '');
  });
}

function scriptsOf(job: SyntaxNode | null): JobScript[] {
  return listOf(valueAt(job, 'steps')).flatMap((step) => {
    const node = valueAt(step, 'run');
    const text = textOf(node);
    return node && text !== undefined ? [{ node, text }] : [];
  });
}

function deployOf(file: PipelineText, stage: string, job: SyntaxNode | null) {
  const environment = valueAt(job, 'environment');
  const node = isMap(environment) ? valueAt(environment, 'name') : environment;
  return environmentDeploy(file, stage, node, textOf(node), scriptsOf(job));
}

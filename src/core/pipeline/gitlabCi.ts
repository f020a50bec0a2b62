import type { RecognisedFact } from '../model/recognised.ts';
import type { SyntaxEntry, SyntaxNode } from '../port/syntax.ts';
import { environmentDeploy, gatesOf, type JobScript } from './ciJob.ts';
import { baseName } from './fileNames.ts';
import { recognised, type KindRow, type PipelineText } from './recognised.ts';
import { entriesOf, entryAt, hasKey, isMap, keyOf, listOf, textOf, valueAt } from './syntaxNodes.ts';
import { isTemplated } from './templated.ts';

const keywords = new Set(['stages', 'variables', 'default', 'include', 'workflow', 'image', 'services', 'before_script', 'after_script', 'cache', 'spec', 'types']);
const ofJobs = ['script', 'trigger', 'extends', 'run', 'stage', 'environment', 'rules', 'only', 'needs', 'pages', 'inherit'];

/** GitLab's pipeline: every job by its key; hidden ones (`.name`) are templates. */
export const gitlabCi: KindRow = {
  kind: 'gitlab-ci',
  syntax: 'yaml',
  mostCharacters: 300_000,
  isNamed: (path) => /^(?:.*\.)?gitlab-ci\.ya?ml$/i.test(baseName(path)),
  recognise(file) {
    if (!file.yaml || isTemplated(file.yaml) || file.yaml.roots.some((root) => hasKey(root, 'apiVersion', 'on'))) return undefined;
    const entries = file.yaml.roots.flatMap((root) => entriesOf(root));
    const jobs = entries.filter((entry) => isJob(entry));
    if (jobs.length === 0 && !entries.some((entry) => keyOf(entry) === 'include' || isJobLike(entry.value))) return undefined;
    return recognised('gitlab-ci', {
      stages: jobs.map((job) => ({ name: keyOf(job), range: file.places.range(job.key) })),
      deploys: jobs.flatMap((job) => deployOf(file, keyOf(job), job.value)),
      gates: jobs.flatMap((job) => gatesOf(file, keyOf(job), scriptsOf(job.value))),
      facts: jobs.flatMap(({ value }) => byHand(file, value)),
    });
  },
};

function isJob(entry: SyntaxEntry): boolean {
  const name = keyOf(entry);
  return !keywords.has(name) && !name.startsWith('.') && isJobLike(entry.value);
}

const isJobLike = (value: SyntaxNode | null): boolean => isMap(value) && hasKey(value, ...ofJobs);

function scriptsOf(job: SyntaxNode | null): JobScript[] {
  return ['before_script', 'script', 'after_script'].flatMap((key) => textsBelow(valueAt(job, key)));
}

/** A text, a list of them, or a list of lists. */
function textsBelow(node: SyntaxNode | null): JobScript[] {
  if (node?.kind === 'list') return listOf(node).flatMap((item) => textsBelow(item));
  const text = textOf(node);
  return node && text !== undefined ? [{ node, text }] : [];
}

function deployOf(file: PipelineText, stage: string, job: SyntaxNode | null) {
  const environment = valueAt(job, 'environment');
  const node = isMap(environment) ? valueAt(environment, 'name') : environment;
  return environmentDeploy(file, stage, node, textOf(node), scriptsOf(job));
}

function byHand(file: PipelineText, job: SyntaxNode | null): RecognisedFact[] {
  const places = [entryAt(job, 'when'), ...listOf(valueAt(job, 'rules')).map((rule) => entryAt(rule, 'when'))];
  const found = places.find((entry) => textOf(entry?.value ?? null) === 'manual');
  return found?.value ? [{ fact: 'by-hand', range: file.places.range(found.value) }] : [];
}

import type { RecognisedDeploy, RecognisedFact, RecognisedGate } from '../../core/model/recognised.ts';
import type { Translate } from '../views/rows/row.ts';
import { plain } from '../views/rows/text.ts';

/** As their makers write them. */
const products: Readonly<Record<string, string>> = {
  'argo-workflow': 'Argo workflow',
  'azure-pipelines': 'Azure Pipelines',
  'github-actions': 'GitHub Actions',
  'gitlab-ci': 'GitLab CI',
  'katib-experiment': 'Katib experiment',
  'kfp-python': 'Kubeflow pipeline',
  'kfp-v1': 'Kubeflow pipeline',
  'kfp-v2': 'Kubeflow pipeline',
  'kserve-inferenceservice': 'KServe',
  'kubeflow-trainjob': 'Kubeflow Trainer',
  'ray-serve': 'Ray Serve',
  'sagemaker-definition': 'SageMaker pipeline',
  'sagemaker-python': 'SageMaker pipeline',
  skypilot: 'SkyPilot',
  'vertex-job': 'Vertex AI job',
};

/** `GitHub Actions · 4 stages`; a file of one stage is that stage. */
export function stagesText(kind: string, count: number, t: Translate): string {
  const name = products[kind] ?? plain(kind, 40);
  return `$(list-ordered) ${count === 1 ? name : t('{0} · {1} stages', name, count)}`;
}

export function factText(fact: RecognisedFact, t: Translate): string {
  switch (fact.fact) {
    case 'gpus':
      return `$(server) ${fact.count === 1 ? t('1 GPU asked') : t('{0} GPUs asked', fact.count)}`;
    case 'by-hand':
      return `$(person) ${t('waits for a person')}`;
    case 'canary':
      return `$(split-horizontal) ${t('{0} % of the traffic', fact.percent)}`;
    case 'superseded':
      return `$(arrow-up) ${t('v1, migrate')}`;
  }
}

/** `churn v7 → production`, as far as the text says it. */
export function deployText({ model, version, alias, env, reference }: RecognisedDeploy, t: Translate): string {
  const what = model === null ? (reference === null ? null : plain(reference, 60)) : modelText(model, version, alias);
  const where = env === null ? null : plain(env, 40);
  if (what !== null && where !== null) return `$(rocket) ${what} → ${where}`;
  return `$(rocket) ${what ?? (where === null ? t('deploys') : t('to {0}', where))}`;
}

export function gateText({ model, version, alias, env }: RecognisedGate, t: Translate): string {
  const what = model === null ? t('a model') : modelText(model, version, alias);
  return `$(law) ${env === null ? t('gate of {0}', what) : t('gate of {0} for {1}', what, plain(env, 40))}`;
}

function modelText(model: string, version: string | null, alias: string | null): string {
  const name = plain(model, 40);
  if (version !== null) return `${name} v${plain(version, 20).replace(/^v(?=\d)/, '')}`;
  return alias === null ? name : `${name}@${plain(alias, 20)}`;
}

import { metricsEvidence } from '../../../../src/core/governance/evidence/metricsEvidence.ts';
import type { CardFacts } from '../../../../src/core/governance/card/cardFacts.ts';
import type { Run } from '../../../../src/core/model/run.ts';

const run: Run = {
  id: 'mlflow:abc', source: 'mlflow', experiment: 'churn', name: 'brave-fox', status: 'finished', startedAt: '2026-01-02T03:00:00.000Z', endedAt: '2026-01-02T03:04:05.000Z',
  commit: 'c'.repeat(40), dirty: false, snapshot: null, parentId: null, sameAs: [], params: { lr: 0.1, depth: '6' }, metrics: { test_auc: 0.9125, test_samples: 5000, loss: 'NaN' },
  tags: {}, datasets: [{ name: 'churn-2026', digest: 'md5:d41d8cd98f00b204e9800998ecf8427e', context: 'training' }], models: [], user: 'ann', url: null,
};

export const facts: CardFacts = {
  model: { name: 'churn', source: 'mlflow' },
  version: { id: 'mlflow:modelVersion/churn/7', version: '7', aliases: ['champion'], createdAt: '2026-01-03T00:00:00.000Z', commit: null },
  artifact: 'a'.repeat(64),
  run,
  datasets: run.datasets,
  items: [
    metricsEvidence(run, new Map()),
    { kind: 'environment', digest: 'b'.repeat(64), from: 'uv.lock at ccccccc', asOf: '2026-01-02T03:04:05.000Z', values: new Map([['environment.lock', { value: 'b'.repeat(64), unit: null, samples: null }]]) },
    { kind: 'drift', digest: 'd'.repeat(64), from: 'reports/drift.json', asOf: '2026-01-02T03:04:05.000Z', values: new Map([['drift.verdict', { value: 'no-drift', unit: null, samples: null }]]) },
  ],
};

const markup = '</td><script>alert(1)</script> | [x](javascript:alert(1)) <!-- mlops:facts end --> ---\n# head';

/** Every name of outside tries to be more than a name. */
export const hostileFacts: CardFacts = {
  ...facts,
  model: { name: markup, source: markup },
  run: { ...run, name: markup, params: { [markup]: markup }, metrics: { [markup]: 0.5 } },
  datasets: [{ name: markup, digest: markup, context: markup }],
  items: [metricsEvidence({ ...run, metrics: { [markup]: 0.5 } }, new Map()), { kind: 'drift', digest: 'd'.repeat(64), from: markup, asOf: '2026-01-02T03:04:05.000Z', values: new Map([[markup, { value: markup, unit: markup, samples: null }]]) }],
};

import type { Run, RunStatus } from '../../../src/core/model/run.ts';

/** Numbers that are the same in every test run. */
export function randomOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

const words = ['amber', 'brisk', 'cedar', 'delta', 'ember', 'fjord', 'gusty', 'hazel', 'ivory', 'jolly', 'koala', 'lunar'];
const nouns = ['pines', 'tides', 'ridge', 'orbit', 'maple', 'comet', 'canal', 'grove', 'prism', 'spark', 'wharf', 'fable'];
const statuses: readonly RunStatus[] = ['finished', 'finished', 'finished', 'finished', 'failed', 'running', 'queued', 'stopped'];

export function makeRun(index: number, change: Partial<Run> = {}): Run {
  const random = randomOf(index * 7919 + 13);
  const isFirst = index % 2 === 0;
  const accuracy = 0.86 + random() * 0.12;
  return {
    id: isFirst ? `alpha:${(index * 2654435761 >>> 0).toString(16).padStart(8, '0')}${'0'.repeat(32)}` : `beta:run${index}`,
    source: isFirst ? 'alpha' : 'beta',
    experiment: isFirst ? 'main' : 'fraud-detection',
    name: `${words[index % words.length]}-${nouns[(index * 5) % nouns.length]}${index >= 12 ? `-${index}` : ''}`,
    status: index < 6 ? (index === 3 ? 'running' : 'finished') : (statuses[index % statuses.length] ?? 'finished'),
    startedAt: new Date(Date.UTC(2026, 9, 1) + index * 3_600_000).toISOString(),
    endedAt: index === 3 ? null : new Date(Date.UTC(2026, 9, 1) + index * 3_600_000 + 754_000).toISOString(),
    commit: index === 2 ? null : (index < 2 ? 'a'.repeat(40) : `${(index % 16).toString(16)}b${'c'.repeat(38)}`),
    dirty: index === 4,
    snapshot: null,
    parentId: null,
    sameAs: [],
    params: isFirst
      ? { 'train.lr': [0.01, 0.003, 0.001][index % 3] ?? 0.01, 'train.epochs': 40, 'train.batch_size': 64 * ((index % 4) + 1), 'model.depth': (index % 5) + 3, 'model.name': 'xgboost', 'prepare.seed': 42, 'prepare.split': 0.2 }
      : { 'train.lr': String([0.01, 0.003, 0.001][index % 3]), 'train.epochs': '40', 'train.batch_size': '128', 'model.depth': '4', 'model.name': 'lightgbm', 'prepare.seed': '42' },
    metrics: { 'eval/accuracy': accuracy, 'eval/f1': accuracy - 0.02, 'eval/loss': 1 - accuracy, 'train/loss': 0.4 - accuracy / 4, 'train/grad_norm': random() * 4, 'time/epoch_seconds': 10 + random() * 3 },
    tags: { team: 'risk', stage: index % 3 ? 'dev' : 'candidate' },
    datasets: [{ name: 'data/prepared', digest: index < 2 ? 'md5:9f86d081884c7d65' : 'md5:60303ae22b998861', context: 'train' }, { name: 'holdout', digest: 'md5:fd61a03af4f77d87', context: 'test' }],
    models: [],
    user: 'ana',
    url: null,
    ...change,
  };
}

export const hostileTexts = ['<script>window.__pwned=1</script>', '\u001b[31mred\u001b[0m', 'two\nlines\ttabbed', '../../../etc/passwd', '$(touch /tmp/x)', '<img src=x onerror="window.__pwned=1">', '\u202egnp.exe', '"><b>bold</b>'];

export function hostileRuns(): Run[] {
  return hostileTexts.map((text, index) =>
    makeRun(index, {
      name: text,
      experiment: text,
      params: { [text]: text, plain: index },
      metrics: { [text]: 0.5 + index / 100, 'eval/accuracy': 'NaN' },
      tags: { [text]: text },
      datasets: [{ name: text, digest: text, context: text }],
      user: text,
    }),
  );
}

/** 10,000 runs × 200 columns: 100 metrics and 100 params over few random numbers, so that it is made quickly. */
export function bigRuns(count: number, keys: number): Run[] {
  return Array.from({ length: count }, (_, index) => {
    const random = randomOf(index + 1);
    const metrics: Record<string, number> = {};
    const params: Record<string, number> = {};
    for (let key = 0; key < keys / 2; key++) {
      metrics[`metric_${String(key).padStart(3, '0')}`] = random();
      params[`param_${String(key).padStart(3, '0')}`] = Math.round(random() * 1000);
    }
    return makeRun(index, { metrics, params });
  });
}

/** A PNG of one colour and an SVG that tries to run a script. */
export const svgImage = new TextEncoder().encode(
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 150" width="200" height="150"><script>parent.__pwned=1</script><rect width="200" height="150" fill="#204a87"/><rect x="20" y="20" width="70" height="50" fill="#4e9a06"/><rect x="110" y="80" width="70" height="50" fill="#c4a000"/><text x="40" y="50" fill="white" font-size="14">492</text></svg>',
);

import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ChampionResult, ValidationReport } from '../../../src/core/validation/report/validationReport.ts';
import { missing, tools } from '../../support/tools.ts';
import { Mlops } from '../cli/mlops.ts';
import { sampleCsv } from './bench.ts';

const suites = `suites:
  champion:
    kind: champion
    data: holdout.csv
    target: y
    features: [a, b]
    metric: roc_auc
    candidate: { model: "models:/churn/1", trainedOn: train.csv }
    champion: { model: "models:/churn@old", trainedOn: train.csv }
  world:
    kind: scenarios
    data: holdout.csv
    target: y
    features: [a, b]
    models: ["models:/churn/1", "models:/churn@live", "models:/nobody/1"]
    scenarios: { north: { kind: seasonal, where: city = "north", expect: [roc_auc >= 0.5] } }
`;

describe.skipIf(missing('node', 'mlflow'))('models of a tracker', () => {
  let mlops: Mlops;
  let folder: string;
  let areas: Record<string, number>;
  beforeAll(async () => {
    mlops = await Mlops.make();
    folder = await mlops.folder({ '.mlops/validation.yaml': suites, 'train.csv': sampleCsv('a1', 200), 'holdout.csv': sampleCsv('b2', 300) });
    const script = path.join(import.meta.dirname, 'tracker.py');
    areas = JSON.parse(execFileSync(tools.python, [script, `sqlite:///${folder}/mlflow.db`], { cwd: folder, env: { ...process.env, ...mlops.env }, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim().split('\n').at(-1)!) as typeof areas;
  });
  afterAll(() => mlops.dispose());

  it('are loaded by their URI or alias with their scores, compared by DeLong, and one that is nowhere is told', async () => {
    const { data, stderr } = await mlops.json<ValidationReport>(['validate'], folder);
    const champion = data.suites[0] as ChampionResult;
    expect(champion.reason, stderr).toBeNull();
    expect(champion).toMatchObject({ outcome: 'pass', comparison: { method: 'DeLong', answer: 'better' } });
    expect(champion.comparison!.candidate).toBeCloseTo(areas['models:/churn/1']!, 12);
    expect(champion.comparison!.champion).toBeCloseTo(areas['models:/churn/2']!, 12);
    const [first, live, nobody] = data.matrix.cells;
    expect(first?.outcome).toBe('pass');
    expect(live?.expectations).toEqual(first?.expectations);
    expect(nobody).toMatchObject({ outcome: 'unknown', reason: expect.stringContaining('No source knows a model “models:/nobody/1”') as string });
  });
});

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Run, Series } from '../../../src/core/model/run.ts';
import { missing } from '../../support/tools.ts';
import { Mlops } from '../cli/mlops.ts';
import { run32, write, writeStore } from './project.ts';

const steady = run32('a');

describe.skipIf(missing('node'))('what is broken in a file store hides nothing else of it, and is said once', () => {
  let mlops: Mlops;
  beforeAll(async () => {
    mlops = await Mlops.make();
  });
  afterAll(() => mlops.dispose());

  /** A store with one run and one model that must stay. */
  const storeWith = async (files: Readonly<Record<string, string | Uint8Array>>) => {
    const folder = await mlops.folder();
    writeStore(folder);
    write(folder, {
      'mlruns/models/net/meta.yaml': 'name: net\ncreation_timestamp: 1700000000000\nlast_updated_timestamp: 1700000000000\ndescription: null\n',
      'mlruns/models/net/version-1/meta.yaml': `name: net\nversion: 1\ncurrent_stage: None\nrun_id: ${steady}\nsource: /nowhere\nstatus: READY\n`,
      ...files,
    });
    return folder;
  };
  const broken: ReadonlyArray<readonly [what: string, content: string | Uint8Array, message: RegExp]> = [
    ['no YAML', 'name: [open\n', /not valid YAML \(line \d\)/],
    ['nothing', '', /no fields/],
    ['a list', '- 1\n', /no fields/],
    ['noise', new Uint8Array([0xff, 0xfe, 0x00]), /meta\.yaml/],
    ['other fields', 'x: 1\n', /has no “\w+”/],
  ];

  it.each(broken)('an experiment’s meta.yaml with %s', async (_what, content, message) => {
    const folder = await storeWith({ 'mlruns/2/meta.yaml': content });
    for (const noun of ['runs', 'experiments', 'datasets']) {
      const { code, data, problems } = await mlops.json<Record<string, unknown[]>>([noun, '--source', 'mlflow'], folder);
      expect([noun, code, problems.map((one) => [one.severity, one.code, one.at?.path])]).toEqual([noun, 0, [['warning', 'corrupt', `${folder}/mlruns/2/meta.yaml`]]]);
      expect(problems[0]?.message).toMatch(message);
      expect(problems[0]?.hint).toMatch(/mend|restore/i);
      if (noun !== 'datasets') expect(data[noun]).toHaveLength(1);
    }
  });

  it.each(broken)('a model’s meta.yaml with %s', async (_what, content, message) => {
    const folder = await storeWith({ 'mlruns/models/other/meta.yaml': content });
    const models = await mlops.json<{ models: Array<{ name: string; versionCount: number }> }>(['models', '--source', 'mlflow'], folder);
    expect([models.code, models.data.models.map(({ name, versionCount }) => [name, versionCount])]).toEqual([0, [['net', 1]]]);
    expect(models.problems).toMatchObject([{ severity: 'warning', code: 'corrupt' }]);
    expect(models.problems[0]?.message).toMatch(message);
    const runs = await mlops.json<{ runs: Run[] }>(['runs', '--source', 'mlflow'], folder);
    expect([runs.code, runs.data.runs.map(({ models: made }) => made.length)]).toEqual([0, [1]]);
  });

  it('a version’s and a run’s', async () => {
    const folder = await storeWith({ 'mlruns/models/net/version-2/meta.yaml': '[', [`mlruns/1/${run32('b')}/meta.yaml`]: '[' });
    const models = await mlops.json<{ models: Array<{ versionCount: number }> }>(['models', '--source', 'mlflow'], folder);
    expect([models.code, models.data.models[0]?.versionCount, models.problems.map((one) => one.at?.path)]).toEqual([0, 1, [`${folder}/mlruns/models/net/version-2/meta.yaml`]]);
    const runs = await mlops.json<{ runs: Run[] }>(['runs', '--source', 'mlflow'], folder);
    expect([runs.code, runs.data.runs.map(({ id }) => id), runs.problems.map((one) => one.at?.path)]).toEqual([0, [`mlflow:${steady}`], [`${folder}/mlruns/1/${run32('b')}/meta.yaml`]]);
  });

  it('a folder that says it is another experiment, and one without a meta.yaml, are none', async () => {
    const folder = await storeWith({ 'mlruns/3/meta.yaml': "experiment_id: '1'\nname: copied\nlifecycle_stage: active\n", 'mlruns/4/x.txt': '' });
    const { data, problems } = await mlops.json<{ experiments: Array<{ name: string }> }>(['experiments', '--source', 'mlflow'], folder);
    expect([data.experiments.map(({ name }) => name), problems]).toEqual([['other'], []]);
  });

  it('a line of a metric that is no point; the last one may still be being written', async () => {
    const folder = await storeWith({ [`mlruns/1/${steady}/metrics/acc`]: '1700000000000 0.5 0\nnoise\n1700000000001 abc 1\n1700000000002 inf 2\n17000000' });
    const runs = await mlops.json<{ runs: Run[] }>(['runs', '--source', 'mlflow'], folder);
    expect([runs.code, runs.data.runs[0]?.metrics]).toEqual([0, { acc: 'Infinity' }]);
    expect(runs.problems.map((one) => [one.code, one.at?.line])).toEqual([['corrupt', 1], ['corrupt', 2]]);
    const { data } = await mlops.json<{ series: Series[] }>(['metrics', `mlflow:${steady}`, 'acc'], folder);
    expect(data.series[0]).toMatchObject({ steps: [0, 2], values: [0.5, 'Infinity'] });
  });
});

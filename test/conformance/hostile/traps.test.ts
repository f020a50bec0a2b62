import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Run } from '../../../src/core/model/run.ts';
import { nodeMachine } from '../../../src/io/machine.ts';
import { providerRows } from '../../../src/providers/registry.ts';
import { Workbench } from '../../../src/services/workbench.ts';
import { missing } from '../../support/tools.ts';
import { Mlops } from '../cli/mlops.ts';
import { HostileRepository, springs } from './repository.ts';

const scratch = mkdtempSync(path.join(tmpdir(), 'mlops-hostile-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

describe.skipIf(missing('node', 'dvc'))('the traps of a hostile repository', () => {
  const trapped = new HostileRepository(path.join(scratch, 'proof'));
  trapped.env['MISSING'] = trapped.missingObject;

  it.each(springs)('%s is sprung by “%s”', (trap, line) => {
    expect(trapped.sprungBy(line)).toContain(trap);
  });
});

describe.skipIf(missing('node'))('reading a hostile repository springs none of its traps', () => {
  let mlops: Mlops;
  let clone: HostileRepository;
  beforeAll(async () => {
    mlops = await Mlops.make();
    clone = new HostileRepository(path.join(scratch, 'subject'));
    clone.sweep();
  });
  afterAll(() => mlops.dispose());

  const read = (args: readonly string[]) => mlops.json<Record<string, unknown>>(args, clone.root, { PATH: clone.env['PATH'], HOME: clone.env['HOME'] });

  it.each([[[]], [['--untrusted']]])('on the command line %j', async (flags: string[]) => {
    const { data, problems } = await read(['runs', ...flags]);
    const runs = data['runs'] as Run[];
    // The one whose params a partial clone would fetch is listed, and a problem says what is not here.
    expect(runs.find((run) => run.name === 'lazy-exp')).toMatchObject({ status: 'finished' });
    expect(runs.find((run) => run.id === `mlflow:${'a'.repeat(32)}`)).toMatchObject({ name: 'fine' });
    expect(runs.some((run) => run.source === 'dvc' && run.params['lr'] === 0.1)).toBe(true);
    expect(problems.filter(({ source }) => source === 'dvc').map(({ code, message }) => `${code} ${message}`).join()).toMatch(/notPulled params.yaml is not in this clone.*lazy-exp/);
    expect(clone.marked()).toEqual([]);
    const [one, two] = runs.filter((run) => run.source === 'dvc').map((run) => run.id);
    const nouns = [
      ['status'], ['experiments'], ['runs', '--all-commits'], ['runs', '--source', 'mlflow'], ['run', one], ['metrics', one, 'acc'],
      ['compare', one, two], ['datasets'], ['models'], ['pipelines'], ['pipelines', 'dvc.yaml', 'MLproject'], ['jobs'], ['targets'],
    ];
    for (const noun of nouns) {
      const answer = await read([...(noun as string[]), ...flags]);
      expect([noun[0], [0, 3].includes(answer.code ?? -1)]).toEqual([noun[0], true]);
      expect([noun[0], clone.marked()]).toEqual([noun[0], []]);
    }
  });

  it.each([true, false])('in the editor’s services, refreshed and compared (trusted: %j)', async (isTrusted) => {
    const home = path.join(scratch, `home-${isTrusted}`);
    const quiet = () => undefined;
    const machine = nodeMachine({
      trust: { isTrusted, onDidGrant: () => ({ dispose: quiet }) },
      log: { info: quiet, warn: quiet, error: quiet },
      env: { PATH: clone.env['PATH'], HOME: home },
      places: { home, state: path.join(home, 'state'), cache: path.join(home, 'cache'), config: path.join(home, 'config') },
    });
    const ran: string[] = [];
    machine.process.onDidRun(({ argv }) => ran.push(argv.find((one) => /^(for-each-ref|cat-file|rev-parse|log)$/.test(one)) ?? argv.join(' ')));
    const bench = new Workbench(machine, providerRows, [clone.root]);
    const signal = AbortSignal.timeout(60_000);
    try {
      bench.refresh.start();
      bench.refresh.setVisible(true);
      const { runs } = await bench.runs.list({}, signal);
      expect(runs.length).toBeGreaterThanOrEqual(4);
      const datasets = await bench.datasets.list(signal);
      for (const { id } of datasets.items) await bench.datasets.versions(id, {}, signal);
      await bench.models.list(signal);
      await bench.experiments.list(signal);
      for (const entry of await bench.catalog.entries(signal)) await bench.actions.ofSource(entry.config.id, signal);
      const own = runs.filter((run) => run.source === 'dvc');
      for (const run of own) await bench.actions.list(run.id, signal);
      const compared = await bench.compare.compare(own.map((run) => run.id), {}, signal);
      expect(compared.comparison.code).not.toBeNull();
      await bench.pipelines.list(signal);
      await bench.refresh.now();
      await bench.refresh.now('dvc');
      expect(clone.marked()).toEqual([]);
      // What was started at all: git, and only to read.
      expect([...new Set(ran)].filter((one) => !['for-each-ref', 'cat-file', 'rev-parse', 'log'].includes(one))).toEqual([]);
    } finally {
      bench.dispose();
      machine.dispose();
    }
    expect(clone.marked()).toEqual([]);
  });
});

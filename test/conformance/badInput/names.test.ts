import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import type { Run } from '../../../src/core/model/run.ts';
import { missing } from '../../support/tools.ts';
import { Mlops } from '../cli/mlops.ts';
import { commitAll, git, initialise, run32, write, writeStore } from './project.ts';

const hostile: Readonly<Record<string, string>> = {
  traversal: '../../../../etc/passwd',
  newline: 'first\nsecond\r\nthird',
  ansi: '\u001b[2J\u001b[31mred\u001b]0;title\u0007',
  c1: 'a\u009b31mb\u0090q',
  script: '<script>alert(1)</script><img src=x onerror=alert(2)>',
  shell: '$(touch pwned) `touch pwned` ; touch pwned | && "\'',
  bidi: 'safe\u202egnp.exe\u202c\u2066x\u2069',
  long: 'n'.repeat(3_000),
  nul: 'a\u0000b',
  proto: '__proto__',
  markdown: '[click](command:workbench.action.quit) ![x](http://127.0.0.1/x) | a | b |',
};
/** What a person's terminal must never get from a name: control characters but line breaks of our own, and direction overrides. */
const raw = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/;

describe.skipIf(missing('node'))('hostile names', () => {
  let mlops: Mlops;
  let folder: string;
  beforeAll(async () => {
    mlops = await Mlops.make();
    folder = await mlops.folder();
    initialise(folder);
    const entries = Object.values(hostile);
    const quoted = (value: unknown) => JSON.stringify(value);
    write(folder, {
      '.dvc/config': '',
      '.gitignore': 'mlruns\n',
      // JSON is YAML: every name in quotes, as a person could write it.
      'dvc.yaml': quoted({ stages: { train: { cmd: 'true', desc: hostile['ansi'], params: ['lr'], metrics: [{ 'metrics.json': { cache: false } }] }, '$(touch pwned)': { cmd: 'true' } } }),
      'params.yaml': quoted(Object.fromEntries([['lr', 0.1], ...entries.filter((name) => name !== '__proto__').map((name) => [name, name])])),
      'metrics.json': `{${entries.map((name, index) => `${quoted(name)}: ${index}`).join(', ')}}`,
      'odd $(touch pwned) <b>.dvc': 'outs:\n- md5: 0123456789abcdef0123456789abcdef\n  size: 3\n  hash: md5\n  path: "odd \\e[31m name"\n',
    });
    commitAll(folder, `${hostile['ansi']} ${hostile['script']} ${hostile['bidi']}`);
    git(folder, ['tag', '$(touch${IFS}pwned)<b>']);
    entries.forEach((name, index) => writeStore(folder, { id: run32('0123456789abcdef'[index] ?? 'f'), name }));
  });
  afterAll(() => mlops.dispose());

  it('keep their text in JSON', async () => {
    const { code, data } = await mlops.json<{ runs: Run[] }>(['runs'], folder);
    expect(code).toBe(0);
    const names = data.runs.filter(({ source }) => source === 'mlflow:mlruns').map(({ name }) => name);
    expect(names.sort()).toEqual(Object.values(hostile).sort());
    const [commit] = data.runs.filter(({ source }) => source === 'dvc');
    expect(Object.keys(commit?.metrics ?? {})).toEqual(expect.arrayContaining(Object.values(hostile).filter((name) => name !== '__proto__' && !name.includes('.'))));
    expect(commit?.params[hostile['script'] ?? '']).toBe(hostile['script']);
  });

  it('drive no terminal', async () => {
    const { data } = await mlops.json<{ runs: Run[] }>(['runs'], folder);
    const ids = data.runs.map(({ id }) => id);
    const commit = data.runs.find(({ source }) => source === 'dvc')?.id ?? '';
    const lines = [
      ['runs'], ['runs', '--order', 'name'], ['experiments'], ['datasets'], ['models'], ['pipelines'], ['status'],
      ['run', commit], ...ids.slice(0, 12).map((id) => ['run', id]), ['compare', commit, ...ids.filter((id) => id !== commit)], ['metrics', commit, 'x'],
      ['run', `mlflow:${hostile['ansi']}`], ['runs', '--source', hostile['ansi'] ?? ''], ['runs', '--experiment', hostile['bidi'] ?? ''],
    ];
    for (const args of lines) {
      const { stdout, stderr } = await mlops.run(args, folder);
      expect([args[0], raw.exec(stdout + stderr)?.[0]]).toEqual([args[0], undefined]);
    }
  });

  it('run nothing and make nothing', async () => {
    for (const noun of ['status', 'runs', 'experiments', 'datasets', 'models', 'pipelines']) await mlops.json([noun], folder);
    const everywhere = [folder, path.dirname(folder)].flatMap((place) => readdirSync(place));
    expect(everywhere.filter((name) => name === 'pwned')).toEqual([]);
    expect(Object.hasOwn(Object.prototype, 'x')).toBe(false);
  });

  it('in Markdown stay in their cell', async () => {
    const { data } = await mlops.json<{ runs: Run[] }>(['runs'], folder);
    const ids = data.runs.slice(0, 4).map(({ id }) => id);
    const { stdout } = await mlops.run(['compare', ...ids, '--markdown'], folder);
    expect(stdout).not.toMatch(/<script|<img/);
    expect(stdout).not.toMatch(/(?<!\\)\[click\]\(command:/);
    expect(raw.exec(stdout)?.[0]).toBeUndefined();
  });
});

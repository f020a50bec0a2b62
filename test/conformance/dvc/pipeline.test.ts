import { rm, readFile, utimes } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Stage } from '../../../src/core/model/pipeline.ts';
import { dvcPipelines } from '../../../src/providers/dvc/pipeline/source.ts';
import { missing } from '../../support/tools.ts';
import { RealProject } from './realProject.ts';

type Status = Record<string, Array<string | Record<string, Record<string, unknown>>>>;

const yaml = `vars:
  - common: shared
stages:
  prepare:
    cmd: mkdir -p clean && cp raw/a.csv raw/b.csv clean/ && cp single.csv clean/c.csv
    deps:
      - raw
      - single.csv
    params:
      - prepare.fold
      - list
      - other.json:
    outs: [clean]
  each:
    foreach: [small, large]
    do:
      cmd: cat clean/a.csv > \${item}-\${size}.txt
      deps: [clean/a.csv]
      outs:
        - \${item}-\${size}.txt:
            cache: false
  # the grid
  grid:
    matrix:
      rate: [0.1, 0.2]
      kind: [x]
    cmd: echo \${item.rate} \${item.kind} \${common} > g-\${item.rate}-\${item.kind}.txt
    outs:
      - g-\${item.rate}-\${item.kind}.txt
  done:
    frozen: true
    cmd: cp single.csv frozen.csv
    deps: [single.csv]
    outs: [frozen.csv]
  report:
    wdir: sub
    cmd:
      - cat ../clean/c.csv > r.txt
      - cat ../clean/b.csv >> r.txt
    deps: [../clean/c.csv, ../clean/b.csv]
    params:
      - local.yaml:
          - depth
    metrics: [r.txt: {cache: false}]
  callback:
    cmd: "true"
`;

describe.skipIf(missing('dvc'))('stages of a real pipeline', () => {
  let project: RealProject;
  let restore: () => Promise<void>;

  beforeAll(async () => {
    project = await RealProject.make();
    await project.write({
      'dvc.yaml': yaml.replace('    frozen: true\n', ''),
      'params.yaml': 'prepare: {fold: 3, name: a, rate: 1.0}\nsize: 5\nlist: [1, 2]\n',
      'other.json': '{"depth": {"max": 4}, "on": true}',
      'sub/local.yaml': 'depth: 2\nwidth: 1\n',
      'raw/a.csv': 'a\r\n1\r\n',
      'raw/b.csv': 'b\n',
      'raw/ünï.csv': 'ü\n',
      '.dvcignore': '*.tmp\n',
      'raw/ignored.tmp': 'not data',
      'single.csv': 'one\n',
      'old/dvc.yaml': 'stages:\n  late:\n    cmd: "true"\n    deps: [../single.csv]\n',
    });
    await project.all(['dvc add raw', 'dvc repro dvc.yaml']);
    await project.write({ 'dvc.yaml': yaml });
    await project.all(['git add -A', 'git commit -q -m base']);
    restore = async () => {
      await project.all(['git checkout -q -f -- .', 'git clean -q -fd', 'dvc checkout -q -f']);
    };
  });
  afterEach(() => restore());
  afterAll(() => project.dispose());

  /** Our states against DVC's own, stage by stage and kind of change by kind of change. */
  async function compared(): Promise<Map<string, Stage>> {
    const truth = (await project.json('dvc', 'status', '--json')) as Status;
    const source = dvcPipelines(project.context());
    const stages = new Map<string, Stage>();
    for (const file of await source.files(project.signal)) {
      const { file: parsed, problems } = await source.withState(file, undefined, project.signal);
      expect(problems).toEqual([]);
      for (const stage of parsed.stages) {
        const address = file === 'dvc.yaml' ? stage.name : `${file}:${stage.name}`;
        stages.set(address, stage);
        if (stage.state.state === 'never-run') expect(truth[address], address).toBeDefined();
        else expect(ours(stage), address).toEqual(theirs(truth[address] ?? []));
      }
    }
    for (const address of Object.keys(truth)) if (!address.endsWith('.dvc')) expect([...stages.keys()]).toContain(address);
    return stages;
  }

  it('agrees with dvc status when nothing changed', async () => {
    const stages = await compared();
    expect([...stages].map(([name, stage]) => `${name} ${stage.state.state}`)).toEqual([
      'prepare fresh',
      'each@small fresh',
      'each@large fresh',
      'grid@0.1-x fresh',
      'grid@0.2-x fresh',
      'done frozen',
      'report fresh',
      'callback stale',
      'old/dvc.yaml:late never-run',
    ]);
  });

  it('agrees after a param, a data file, a command and an output changed', async () => {
    await project.write({ 'params.yaml': 'prepare: {fold: 4, name: a, rate: 1.0}\nsize: 5\nlist: [1, 3]\n' });
    const byParam = await compared();
    expect(byParam.get('prepare')?.state.changes).toEqual([
      { kind: 'param', name: 'prepare.fold', detail: '3 → 4' },
      { kind: 'param', name: 'list', detail: '[1,2] → [1,3]' },
    ]);
    expect(byParam.get('report')?.state).toMatchObject({ state: 'stale', changes: [{ kind: 'upstream', name: 'prepare' }] });
    await restore();

    await project.write({ 'raw/b.csv': 'changed\n', 'other.json': '{"depth": {"max": 4}}' });
    expect((await compared()).get('prepare')?.state.state).toBe('stale');
    await restore();

    await project.write({ 'dvc.yaml': yaml.replace('- cat ../clean/c.csv > r.txt', '- cat ../clean/c.csv > r.txt ;') });
    expect((await compared()).get('report')?.state.changes).toMatchObject([{ kind: 'command' }]);
    await restore();

    await project.write({ 'g-0.1-x.txt': 'other\n', 'raw/new.csv': 'n\n' });
    await project.remove('frozen.csv', 'small-5.txt');
    const last = await compared();
    expect(last.get('done')?.state.changes).toEqual([{ kind: 'output', name: 'frozen.csv', detail: 'removed' }]);
  });

  it('agrees when dependencies, params files or cache are gone', async () => {
    await project.remove('single.csv', 'sub/local.yaml');
    await compared();
    await restore();
    const lock = await readFile(path.join(project.root, 'dvc.lock'), 'utf8');
    const digest = /g-0.1-x.txt\n\s+hash: md5\n\s+md5: (\w+)/.exec(lock)?.[1] ?? '';
    const object = path.join(project.root, '.dvc/cache/files/md5', digest.slice(0, 2), digest.slice(2));
    const content = await readFile(object, 'utf8');
    await rm(object);
    try {
      const stages = await compared();
      expect(stages.get('grid@0.1-x')?.state.changes).toEqual([{ kind: 'output', name: 'g-0.1-x.txt', detail: 'not in cache' }]);
    } finally {
      await project.write({ [path.relative(project.root, object)]: content });
    }
  });

  it('does not take a touched file for a changed one', async () => {
    await utimes(path.join(project.root, 'single.csv'), new Date(), new Date());
    expect((await compared()).get('prepare')?.state.state).toBe('fresh');
  });

  it('puts every stage where its name stands, generated ones at their template', async () => {
    const source = dvcPipelines(project.context());
    const { file } = await source.parse('dvc.yaml', undefined, project.signal);
    const lines = yaml.split('\n');
    for (const { name, range } of file.stages) {
      const [group = ''] = name.split('@');
      expect(range.start.line).toBe(lines.indexOf(`  ${group}:`));
      expect(lines[range.start.line]?.slice(range.start.character, range.end.character)).toBe(group);
    }
  });

  it('reads the unsaved text, and names the line of broken YAML', async () => {
    const source = dvcPipelines(project.context());
    const unsaved = `${yaml}  extra:\n    cmd: echo hi\n`;
    const { file } = await source.withState('dvc.yaml', unsaved, project.signal);
    expect(file.stages.at(-1)).toMatchObject({ name: 'extra', command: 'echo hi', state: { state: 'never-run' } });
    const broken = await source.withState('dvc.yaml', 'stages:\n  a:\n    cmd: "open\n  b: [\n', project.signal);
    expect(broken.problems[0]).toMatchObject({ severity: 'error', code: 'corrupt', at: { path: 'dvc.yaml' } });
    expect(broken.problems[0]?.at?.line).toBeGreaterThanOrEqual(2);
    const wrong = await source.withState('dvc.yaml', 'stages:\n  a:\n    cmd: echo ${nowhere}\n', project.signal);
    expect(wrong.file.stages.map((one) => one.name)).toEqual(['a']);
    expect(wrong.problems[0]?.message).toContain('nowhere');
  });

  it('prefills params with their values now, and makes a command that sets exactly what was asked', async () => {
    const source = dvcPipelines(project.context());
    const { file } = await source.parse('dvc.yaml', undefined, project.signal);
    const prepare = file.stages.find((one) => one.name === 'prepare');
    expect(prepare?.params.map((one) => [one.key, one.value])).toEqual([
      ['prepare.fold', 3],
      ['other.json:depth.max', 4],
      ['other.json:on', true],
    ]);
    expect(file.stages.find((one) => one.name === 'report')?.params.map((one) => one.key)).toEqual(['sub/local.yaml:depth']);
    const odd = `a, b: 'c' \\ "d" \\' [x] $(id) é`;
    const spec = await source.toLaunch('dvc.yaml', 'prepare', { 'prepare.fold': -7, 'prepare.name': odd, 'other.json:on': false, 'sub/local.yaml:width': 1e-7 }, project.signal);
    expect(spec).toMatchObject({ cwd: project.root, entry: { file: 'dvc.yaml', stage: 'prepare' } });
    const [program = '', ...args] = spec.command;
    await project.all([['dvc', ...args.slice(args.indexOf('exp'))]]);
    expect(program).toContain('/');
    expect(await readFile(path.join(project.root, 'params.yaml'), 'utf8')).toContain('fold: -7');
    const values = await project.out('dvc', 'params', 'diff', '--all', '--json');
    expect((JSON.parse(values) as Record<string, Record<string, { new: unknown }>>)['params.yaml']?.['prepare.name']?.new).toBe(odd);
    expect(JSON.parse(await readFile(path.join(project.root, 'other.json'), 'utf8'))).toEqual({ depth: { max: 4 }, on: false });
    const last = await source.lastRun?.('dvc.yaml', 'prepare', project.signal);
    const refs = await project.out('git', 'for-each-ref', '--format=%(objectname) %(refname)', 'refs/exps');
    const sha = /^(\w+) refs\/exps\/[0-9a-f]{2}\/[0-9a-f]{38}\//m.exec(refs)?.[1];
    expect(last).toBe(`dvc:${sha ?? '?'}`);
    await expect(source.toLaunch('dvc.yaml', 'nope', {}, project.signal)).rejects.toMatchObject({ fault: { code: 'notFound' } });
  });
});

function ours(stage: Stage): Record<string, string[]> {
  const section = { command: 'command', dependency: 'deps', param: 'deps', output: 'outs', new: 'deps', upstream: '' } as const;
  const sections: Record<string, string[]> = {};
  for (const change of stage.state.changes) {
    const key = section[change.kind];
    if (key === '') continue;
    (sections[key] ??= []).push(change.kind === 'param' ? change.name.replace(/^.*:/, '') : change.name);
  }
  return sorted(sections);
}

/** DVC's answer with the same words: params by key, everything else by path. */
function theirs(status: Status[string]): Record<string, string[]> {
  const sections: Record<string, string[]> = {};
  for (const item of status) {
    if (item === 'always changed') (sections['command'] ??= []).push('always_changed');
    else if (item === 'changed command' || item === 'changed checksum') (sections['command'] ??= []).push('cmd');
    else if (typeof item !== 'string') {
      for (const [title, entries] of Object.entries(item)) {
        const key = title === 'changed deps' ? 'deps' : 'outs';
        for (const [name, value] of Object.entries(entries)) {
          if (typeof value === 'object' && value !== null) (sections[key] ??= []).push(...Object.keys(value));
          else (sections[key] ??= []).push(name);
        }
      }
    }
  }
  return sorted(sections);
}

function sorted(sections: Record<string, string[]>): Record<string, string[]> {
  return Object.fromEntries(Object.entries(sections).map(([key, names]) => [key, [...new Set(names)].sort()]));
}

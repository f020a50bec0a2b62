import { execFileSync } from 'node:child_process';
import { afterEach, describe, expect, it } from 'vitest';
import { dummyRuns, openBench, type Bench } from './bench.ts';

const { signal } = new AbortController();
let bench: Bench;
afterEach(() => bench.close());

const git = (...argv: string[]) =>
  execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@t', ...argv], { cwd: bench.folder, encoding: 'utf8' }).trim();

describe('the compare service', () => {
  it('reads the code’s difference from git and directions from metrics.yaml', async () => {
    bench = await openBench({
      'one.dummy.json': dummyRuns('a', 3),
      '.mlops/metrics.yaml': 'metrics:\n  acc: {direction: minimize, unit: "%"}\n  other: sideways\n',
      'train.py': 'a',
      'gone.py': 'b',
    });
    git('init', '-q');
    git('add', '.');
    git('commit', '-qm', 'one');
    await bench.write('train.py', 'changed');
    await bench.write('new.py', 'new');
    git('rm', '-q', 'gone.py');
    git('add', '.');
    git('commit', '-qm', 'two');
    const [from = '', to = ''] = [git('rev-parse', 'HEAD~1'), git('rev-parse', 'HEAD')];
    const { compare } = bench.workbench;
    const code = await compare.codeBetween(from, to, signal);
    expect(code).toEqual({
      from,
      to,
      files: [
        { path: 'gone.py', status: 'removed' },
        { path: 'new.py', status: 'added' },
        { path: 'train.py', status: 'changed' },
      ],
    });
    expect(await compare.codeBetween(from, '0'.repeat(40), signal)).toBeNull();

    const compared = await compare.compare(['dummy:a1', 'dummy:a2'], { baseline: 'dummy:a2' }, signal);
    expect(compared.comparison).toEqual({
      runs: ['dummy:a1', 'dummy:a2'],
      params: [],
      metrics: [{ key: 'acc', values: [0.1, 0.2], delta: [-0.1, 0], direction: 'minimize', directionFrom: 'file' }],
      code: null,
      data: [],
      environment: null,
    });
    expect(compared.problems).toMatchObject([{ code: 'invalid', severity: 'warning' }]);
    expect(compare.toCsv(compared)).toBe('group,key,dummy:a1,dummy:a2\r\nmetric,acc,0.1,0.2\r\n');
    expect(compare.toMarkdown(compared)).toContain('| acc ↓ | 0.1 (−0.1) | 0.2 |');
  });

  it('needs two different runs and takes a baseline from outside the list', async () => {
    bench = await openBench({ 'one.dummy.json': dummyRuns('a', 3) });
    const { compare } = bench.workbench;
    await expect(compare.compare(['dummy:a1', 'dummy:a1'], {}, signal)).rejects.toThrow('two different runs');
    const compared = await compare.compare(['dummy:a1', 'dummy:a2'], { baseline: 'dummy:a0' }, signal);
    expect(compared.comparison.runs).toEqual(['dummy:a0', 'dummy:a1', 'dummy:a2']);
    expect(compared.baseline).toBe(0);
    await expect(compare.compare(['dummy:a1', 'dummy:zz'], {}, signal)).rejects.toThrow('no run dummy:zz');
  });
});

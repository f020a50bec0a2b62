import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { nodeGitBranches } from '../../../src/io/git/branches.ts';
import { nodeProcess } from '../../../src/io/process.ts';

const signal = AbortSignal.timeout(120_000);
const branches = nodeGitBranches(nodeProcess(process.env));
let root = '';
const at = (...parts: string[]) => path.join(root, ...parts);
const git = (cwd: string, ...args: string[]) => execFileSync('git', ['-c', 'user.name=A', '-c', 'user.email=a@example.org', ...args], { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }).trim();
const bytes = (text: string) => new TextEncoder().encode(text);
const files = (entries: Record<string, string>) => new Map(Object.entries(entries).map(([name, text]) => [name, bytes(text)]));

function clone(name: string): string {
  git(root, 'clone', '-q', at('remote.git'), name);
  return at(name);
}

describe('a branch that only gains files', () => {
  beforeAll(() => {
    root = mkdtempSync(path.join(tmpdir(), 'mlops-branches-'));
    git(root, 'init', '-q', '--bare', 'remote.git');
    git(root, 'init', '-q', 'first');
    writeFileSync(at('first', 'train.py'), 'print(1)\n');
    git(at('first'), 'add', '.');
    git(at('first'), 'commit', '-qm', 'one');
    git(at('first'), 'remote', 'add', 'origin', at('remote.git'));
    git(at('first'), 'push', '-q', 'origin', 'HEAD:main');
    git(at('remote.git'), 'symbolic-ref', 'HEAD', 'refs/heads/main');
  });
  afterAll(() => rmSync(root, { recursive: true, force: true }));

  it('gains them without touching index, worktree or hooks', async () => {
    const folder = at('first');
    writeFileSync(path.join(folder, 'train.py'), 'print(2)\n');
    writeFileSync(path.join(folder, 'staged.py'), '');
    git(folder, 'add', 'staged.py');
    writeFileSync(path.join(folder, '.git', 'hooks', 'reference-transaction'), `#!/bin/sh\ntouch ${at('hook-ran')}\n`, { mode: 0o755 });
    const before = git(folder, 'status', '--porcelain');
    const one = await branches.add(folder, { branch: 'log', parent: null, files: files({ 'a/1.json': '1' }), message: 'first' }, signal);
    const two = await branches.add(folder, { branch: 'log', parent: one, files: files({ 'a/2.json': '2', 'b/ü [x].json': '3\r\n' }), message: 'second' }, signal);
    expect(git(folder, 'rev-parse', 'log')).toBe(two);
    expect(git(folder, '-c', 'core.quotePath=false', 'ls-tree', '-r', '--name-only', 'log').split('\n')).toEqual(['a/1.json', 'a/2.json', 'b/ü [x].json']);
    expect(execFileSync('git', ['show', 'log:b/ü [x].json'], { cwd: folder, encoding: 'latin1' })).toBe('3\r\n');
    expect(git(folder, 'status', '--porcelain')).toBe(before);
    expect(() => readFileSync(at('hook-ran'))).toThrow();
    await expect(branches.add(folder, { branch: 'log', parent: one, files: files({ c: '' }), message: 'late' }, signal)).rejects.toMatchObject({ fault: { code: 'conflict' } });
    await expect(branches.add(folder, { branch: 'log', parent: two, files: files({ 'a/1.json': 'other' }), message: 'changes' }, signal)).rejects.toThrow(/with other content/);
    await branches.push(folder, 'origin', 'log', signal);
  });

  it('loses nothing when many write at once', async () => {
    const writers = await Promise.all(Array.from({ length: 8 }, (_, at_) => at_).map((number) => Promise.resolve(clone(`w${number}`))));
    let tries = 0;
    await Promise.all(
      writers.map(async (folder, number) => {
        for (;;) {
          tries += 1;
          const tip = await branches.fetch(folder, 'origin', 'log', signal);
          const own = gitOrNull(folder, 'refs/heads/log');
          if (tip !== null && own !== tip) await branches.move(folder, 'log', own, tip, signal);
          await branches.add(folder, { branch: 'log', parent: tip, files: files({ [`w/${number}.json`]: String(number) }), message: 'entry' }, signal);
          try {
            await branches.push(folder, 'origin', 'log', signal);
            return;
          } catch (error) {
            expect(error).toMatchObject({ fault: { code: 'conflict' } });
            await new Promise((resolve) => setTimeout(resolve, Math.random() * 50 * tries));
          }
        }
      }),
    );
    const names = git(at('remote.git'), 'ls-tree', '-r', '--name-only', 'log', 'w/').split('\n');
    expect(names).toHaveLength(8);
    console.log(`8 writers on one branch: ${tries} tries`);
  });

  it('takes the tags that are new where others were replaced, and says which', async () => {
    const folder = clone('tags');
    git(folder, 'tag', '-a', 'm#prod#1', '-m', 'one');
    git(folder, 'push', '-q', 'origin', '--tags');
    const other = clone('replaces');
    git(other, 'tag', '-f', '-a', 'm#prod#1', '-m', 'another');
    git(other, 'tag', 'new');
    git(other, 'push', '-qf', 'origin', '--tags');
    const before = git(folder, 'rev-parse', 'm#prod#1');
    await expect(branches.fetchTags(folder, 'origin', signal)).rejects.toMatchObject({ fault: { code: 'conflict', message: expect.stringContaining('m#prod#1') as string, hint: expect.stringContaining('git tag -d m#prod#1') as string } });
    expect([git(folder, 'rev-parse', 'm#prod#1'), git(folder, 'tag', '-l', 'new')]).toEqual([before, 'new']);
    git(folder, 'tag', '-d', 'm#prod#1');
    await branches.fetchTags(folder, 'origin', signal);
    expect(git(folder, 'rev-parse', 'm#prod#1')).toBe(git(other, 'rev-parse', 'm#prod#1'));
  });

  it('asks a remote once, fetches what is new there, and forgets what is gone', async () => {
    const writer = clone('looked-at');
    git(writer, 'commit', '--allow-empty', '-qm', 'code');
    git(writer, 'push', '-q', 'origin', 'HEAD:refs/heads/main', 'HEAD:refs/heads/side');
    git(at('remote.git'), 'symbolic-ref', 'HEAD', 'refs/heads/main');
    const folder = clone('looker');
    const code = git(writer, 'rev-parse', 'HEAD');
    const log = git(at('remote.git'), 'rev-parse', 'log');
    const first = await branches.look(folder, 'origin', [null, 'log', 'side', 'nothing'], signal);
    expect(first.out).toBe('main');
    expect(Object.fromEntries(first.branches)).toEqual({ main: { tip: code, before: null }, log: { tip: log, before: null }, side: { tip: code, before: null }, nothing: { tip: null, before: null } });
    git(writer, 'commit', '--allow-empty', '-qm', 'more');
    git(writer, 'push', '-q', 'origin', 'HEAD:refs/heads/main', ':refs/heads/side');
    const more = git(writer, 'rev-parse', 'HEAD');
    const second = await branches.look(folder, 'origin', [null, 'log', 'side'], signal);
    expect(Object.fromEntries(second.branches)).toEqual({ main: { tip: more, before: code }, log: { tip: log, before: log }, side: { tip: null, before: code } });
    expect(git(folder, 'rev-parse', 'refs/mlops/remotes/origin/main')).toBe(more);
    expect(gitOrNull(folder, 'refs/mlops/remotes/origin/side')).toBeNull();
    git(folder, 'remote', 'set-url', 'origin', at('gone.git'));
    await expect(branches.look(folder, 'origin', [null], signal)).rejects.toMatchObject({ fault: { code: 'unreachable' } });
  });

  it('tells a remote that refuses, is not there, or has no such branch', async () => {
    const folder = clone('refused');
    expect(await branches.fetch(folder, 'origin', 'nothing', signal)).toBeNull();
    expect(await branches.remotes(folder, signal)).toEqual(['origin']);
    const tip = await branches.fetch(folder, 'origin', 'log', signal);
    await branches.move(folder, 'log', null, tip!, signal);
    await branches.add(folder, { branch: 'log', parent: tip, files: files({ d: '' }), message: 'refused' }, signal);
    writeFileSync(at('remote.git', 'hooks', 'pre-receive'), '#!/bin/sh\nexit 1\n', { mode: 0o755 });
    await expect(branches.push(folder, 'origin', 'log', signal)).rejects.toMatchObject({ fault: { code: 'forbidden' } });
    git(folder, 'remote', 'set-url', 'origin', at('gone.git'));
    await expect(branches.fetch(folder, 'origin', 'log', signal)).rejects.toMatchObject({ fault: { code: 'unreachable' } });
  });
});

function gitOrNull(cwd: string, ref: string): string | null {
  try {
    return git(cwd, 'rev-parse', '--verify', '-q', ref);
  } catch {
    return null;
  }
}

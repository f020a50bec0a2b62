import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { GitObject, GitRepository } from '../../../src/core/port/git.ts';
import { nodeFiles } from '../../../src/io/files.ts';
import { nodeGit } from '../../../src/io/git/index.ts';
import { nodeProcess } from '../../../src/io/process.ts';

const git = nodeGit({ process: nodeProcess(process.env), files: nodeFiles() });
const signal = AbortSignal.timeout(60_000);
let root = '';
let repository: GitRepository;
let names: string[] = [];

const textOf = (object: GitObject | null) => (object === null ? null : object.tooLarge === undefined ? Buffer.from(object.bytes).toString() : `${object.tooLarge} bytes`);

describe('objects as git hands them over', () => {
  beforeAll(async () => {
    root = mkdtempSync(path.join(tmpdir(), 'mlops-stream-'));
    const run = (args: readonly string[], input = '') => execFileSync('git', args, { cwd: root, encoding: 'utf8', input });
    run(['init', '-q']);
    for (let at = 0; at < 400; at += 1) writeFileSync(path.join(root, `${at}`), `object ${at}\n`.repeat(1 + (at % 40)));
    names = run(['hash-object', '-w', '--stdin-paths'], Array.from({ length: 400 }, (_, at) => `${at}\n`).join('')).trim().split('\n');
    repository = (await git.open(root, signal))!;
  });
  afterAll(() => {
    git.dispose();
    rmSync(root, { recursive: true, force: true });
  });

  it('are those of one answer, in order, with what is not there and what is too large', async () => {
    const asked = [...names.slice(0, 200), 'f'.repeat(40), ...names.slice(200)];
    const found: Array<GitObject | null> = [];
    await repository.stream(asked, (object) => void found.push(object), signal, { maxBytes: 300 });
    const whole = await repository.objects(asked, signal, { maxBytes: 300 });
    expect(found.map(textOf)).toEqual(whole.map(textOf));
    expect([textOf(found[0]!), textOf(found[200]!), textOf(found[400]!)]).toEqual(['object 0\n', null, '440 bytes']);
  });

  it('keep no other question waiting, and end with whoever wanted them', async () => {
    const ending = new AbortController();
    let count = 0;
    const others: string[] = [];
    const reading = repository.stream(names, () => {
      count += 1;
      // Asked in the midst of it, by way of a process of its own.
      if (count === 1) void repository.objects([names[1]!], signal).then(([found]) => others.push(textOf(found!)!));
      if (count === 3) ending.abort(new Error('enough'));
    }, ending.signal);
    await expect(reading).rejects.toThrow('enough');
    const before = count;
    expect(textOf((await repository.objects([names[1]!], signal))[0]!)).toBe('object 1\nobject 1\n');
    expect(count).toBe(before);
    expect(others).toEqual(['object 1\nobject 1\n']);
  });

  it('lack those that git dies of, and no others', async () => {
    for (const broken of [names[399]!, names[50]!, names[51]!]) {
      const file = path.join(root, '.git/objects', broken.slice(0, 2), broken.slice(2));
      rmSync(file);
      writeFileSync(file, 'nothing that git wrote');
    }
    const found: Array<string | null> = [];
    await repository.stream(names, (object) => void found.push(textOf(object)), signal);
    expect(found.flatMap((one, at) => (one === null ? [at] : []))).toEqual([50, 51, 399]);
    expect(found.every((one, at) => one === null || one === `object ${at}\n`.repeat(1 + (at % 40)))).toBe(true);
  });

  it('go no further than to one who fails on them', async () => {
    await expect(repository.stream(names.slice(0, 5), () => { throw new Error('not this one'); }, signal)).rejects.toThrow('not this one');
    await expect(repository.stream(['a\nb'], () => undefined, signal)).rejects.toThrow(/line break/);
    await expect(repository.stream([], () => undefined, signal)).resolves.toBeUndefined();
  });
});

import { readFile, stat } from 'node:fs/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { dummyRuns, openBench, type Bench } from './bench.ts';

const { signal } = new AbortController();
let bench: Bench;
afterEach(() => bench.close());

const ids = async () => (await bench.workbench.catalog.entries(signal)).map((entry) => [entry.config.id, entry.config.label, entry.config.detected]);

describe('sources.yaml', () => {
  it('adds sources beside those found, and wins over the same thing found', async () => {
    bench = await openBench({
      'one.dummy.json': dummyRuns('a', 1),
      'elsewhere.json': dummyRuns('b', 1),
      '.mlops/sources.yaml': 'sources:\n  - {id: mine, provider: dummy, label: Mine, file: one.dummy.json}\n  - id: other\n    provider: dummy\n    file: elsewhere.json\n',
    });
    expect(await ids()).toEqual([['mine', 'Mine', false], ['other', 'Dummy elsewhere.json', false]]);
    expect(bench.workbench.catalog.problems).toEqual([]);
  });

  it.each([
    ['sources:\n  - id: a\n    provider: dummy\n   file: x\n', 3, /no valid YAML at line 4/],
    ['sources:\n  - id: a\n    provider: nope\n', 1, /no provider “nope”/],
    ['sources:\n  - provider: dummy\n', 1, /needs an “id”/],
    ['sources:\n  - id: a\n    provider: dummy\n', 1, /needs a “file”/],
    ['sources:\n\n  - just text\n', 2, /needs an “id”/],
    ['sources: 5\n', undefined, /no list “sources”/],
    ['- 1\n', undefined, /no list “sources”/],
    ['sources:\n  - id: a\n    provider: dummy\n    file: x\n    api_token: abc\n', 4, /looks like a secret/],
    ['sources:\n  - id: a\n    provider: dummy\n    file: http://user:pw@host/x\n', 3, /looks like a secret/],
  ])('%j is a problem with its place, and what was found stays', async (text, line, message) => {
    bench = await openBench({ 'one.dummy.json': dummyRuns('a', 1), '.mlops/sources.yaml': text });
    expect((await ids()).map(([id]) => id)).toEqual(['dummy:one']);
    const [problem] = bench.workbench.catalog.problems;
    expect(problem?.message).toMatch(message);
    expect(problem?.at?.line).toBe(line);
    expect(JSON.stringify(bench.workbench.catalog.problems)).not.toMatch(/abc|user:pw/);
  });

  it('keeps the good entries of a file with a bad one', async () => {
    bench = await openBench({ '.mlops/sources.yaml': 'sources:\n  - {id: bad, provider: dummy}\n  - {id: good, provider: dummy, file: x.json}\n  - {id: good, provider: dummy, file: y.json}\n' });
    expect((await ids()).map(([id]) => id)).toEqual(['good']);
    expect(bench.workbench.catalog.problems.map((problem) => problem.at?.line)).toEqual([1, 3]);
  });
});

describe('a connection', () => {
  const form = { provider: 'dummy', settings: { file: 'x.json' } };

  it('is tested before it is kept', async () => {
    bench = await openBench({});
    const values = { ...form, folder: bench.folder };
    await expect(bench.workbench.connections.test(values, signal)).rejects.toThrow('x.json');
    await bench.write('x.json', dummyRuns('x', 3));
    expect(await bench.workbench.connections.test(values, signal)).toEqual({ detail: '3 runs' });
    expect(await ids()).toEqual([]);
    expect(bench.workbench.connections.forms().map((one) => one.provider)).toEqual(['dummy']);
  });

  it('is written without its credential, comments kept, and taken out again', async () => {
    bench = await openBench({ 'x.json': dummyRuns('x', 1), '.mlops/sources.yaml': '# ours\nsources:\n  # first\n  - id: old # keep\n    provider: dummy\n    file: old.json\n' });
    const credential = { kind: 'bearer' as const, token: 'very-secret' };
    const config = await bench.workbench.connections.add({ ...form, folder: bench.folder, label: 'New one', credential }, 'folder', signal);
    expect(config).toMatchObject({ id: 'dummy:x.json', label: 'New one', detected: false });
    const file = `${bench.folder}/.mlops/sources.yaml`;
    const text = await readFile(file, 'utf8');
    expect(text).toBe('# ours\nsources:\n  # first\n  - id: old # keep\n    provider: dummy\n    file: old.json\n  - id: dummy:x.json\n    provider: dummy\n    label: New one\n    file: x.json\n');
    expect((await ids()).map(([id]) => id)).toEqual(['old', 'dummy:x.json']);
    expect(await bench.machine.credentials.get(config.origin)).toEqual(credential);
    expect((await stat(`${bench.machine.places.config}/credentials.json`)).mode & 0o777).toBe(0o600);

    await bench.workbench.connections.remove('dummy:x.json', signal);
    expect(await readFile(file, 'utf8')).toBe('# ours\nsources:\n  # first\n  - id: old # keep\n    provider: dummy\n    file: old.json\n');
    expect(await bench.machine.credentials.get(config.origin)).toBeUndefined();
  });

  it('refuses secrets, unknown inputs, taken ids and an untrusted test', async () => {
    bench = await openBench({ 'one.dummy.json': dummyRuns('a', 1) }, { isTrusted: false });
    const { connections } = bench.workbench;
    const add = (values: object) => connections.add({ ...form, folder: bench.folder, ...values }, 'folder', signal);
    await expect(add({ settings: { file: 'http://u:p@h' } })).rejects.toThrow('secret');
    await expect(add({ settings: { file: 'x', other: 1 } })).rejects.toThrow('no input “other”');
    await expect(add({ settings: {} })).rejects.toThrow('“File” is needed');
    await expect(add({ id: 'dummy:one' })).rejects.toThrow('already a source');
    await expect(connections.test({ ...form, folder: bench.folder }, signal)).rejects.toThrow('untrusted');
  });
});

import { execFile } from 'node:child_process';
import { readFile, readdir } from 'node:fs/promises';
import { promisify } from 'node:util';
import path from 'node:path';
import { build } from 'esbuild';
import { afterEach, describe, expect, it } from 'vitest';
import { openBench, type Bench } from './bench.ts';

let bench: Bench;
afterEach(() => bench.close());
const text = () => readFile(`${bench.folder}/.mlops/notes.yaml`, 'utf8');

describe('notes', () => {
  it('are kept sorted by run with the smallest change, comments and all', async () => {
    bench = await openBench({ '.mlops/notes.yaml': '# team notes\nruns:\n  x:b: # the good one\n    starred: true\n  x:d:\n    note: "old"\n' });
    const { notes } = bench.workbench;
    await notes.set('x:c', { starred: true, note: 'first line\nsecond: line #3', name: '  spaced' });
    await notes.set('x:b', { pinned: true });
    expect(await text()).toBe(
      '# team notes\nruns:\n  x:b: # the good one\n    starred: true\n    pinned: true\n  x:c:\n    starred: true\n    note: |-\n      first line\n      second: line #3\n    name: "  spaced"\n  x:d:\n    note: "old"\n',
    );
    expect(notes.get('x:c')).toEqual({ starred: true, pinned: false, hidden: false, name: '  spaced', note: 'first line\nsecond: line #3' });
    await notes.set('x:c', { starred: false, note: null, name: '' });
    expect(await text()).toBe('# team notes\nruns:\n  x:b: # the good one\n    starred: true\n    pinned: true\n  x:d:\n    note: "old"\n');
  });

  it('lose nothing when many edits come at once, from here and from another process', async () => {
    bench = await openBench({});
    const { notes } = bench.workbench;
    const script = `${bench.folder}-writer.cjs`;
    await build({ entryPoints: [path.join(import.meta.dirname, 'noteWriter.ts')], outfile: script, bundle: true, platform: 'node', format: 'cjs', logLevel: 'error' });
    const other = promisify(execFile)(process.execPath, [script, bench.folder, '15']);
    await Promise.all(Array.from({ length: 15 }, (_, index) => notes.set(`x:here${index}`, { starred: true })));
    await other;
    await notes.load();
    expect([...notes.all().keys()].filter((id) => id.startsWith('x:here'))).toHaveLength(15);
    expect([...notes.all().keys()].filter((id) => id.startsWith('x:there'))).toHaveLength(15);
    expect(await readdir(`${bench.folder}/.mlops`)).toEqual(['notes.yaml']);
  });

  it('of a broken file are a problem with its line, and the file is not touched', async () => {
    bench = await openBench({ '.mlops/notes.yaml': 'runs:\n  a: [\n' });
    const { notes } = bench.workbench;
    await notes.load();
    expect(notes.problems[0]).toMatchObject({ code: 'invalid', at: { line: 2 } });
    await expect(notes.set('x:1', { starred: true })).rejects.toThrow('no valid YAML');
    expect(await text()).toBe('runs:\n  a: [\n');
  });

  it('tell of a change made by someone else', async () => {
    bench = await openBench({ '.mlops/notes.yaml': 'runs: {}\n' });
    const { notes } = bench.workbench;
    await notes.load();
    notes.watch();
    await new Promise((resolve) => setTimeout(resolve, 200));
    const changed = new Promise<void>((resolve) => notes.onDidChange(() => resolve()));
    await bench.write('.mlops/notes.yaml', 'runs:\n  x:9:\n    hidden: true\n');
    await changed;
    expect(notes.get('x:9').hidden).toBe(true);
  });
});

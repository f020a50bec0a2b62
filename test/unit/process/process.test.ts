import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync, existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { build } from 'esbuild';
import type { CommandRecord } from '../../../src/core/port/process.ts';
import { nodeProcess } from '../../../src/io/process.ts';
import { scratch, until } from '../jobs/support.ts';

const place = scratch();
afterAll(() => place.remove());
const cwd = place.workspace;
const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

describe('running a program', () => {
  it('gives its output, exit code and what it read; a non-zero exit is a result', async () => {
    const seen: string[] = [];
    const result = await nodeProcess().run(['sh', '-c', 'cat; echo err >&2; exit 3'], { cwd, stdin: 'in', onOutput: (stream, bytes) => seen.push(`${stream}:${text(bytes)}`) });
    expect([text(result.stdout), text(result.stderr), result.exitCode, result.signal]).toEqual(['in', 'err\n', 3, null]);
    expect(seen.sort()).toEqual(['stderr:err\n', 'stdout:in']);
  });

  it('tells a missing program from a missing folder', async () => {
    await expect(nodeProcess().run(['no-such-program-here'], { cwd })).rejects.toMatchObject({ fault: { code: 'missingTool' } });
    await expect(nodeProcess().run(['true'], { cwd: path.join(cwd, 'gone') })).rejects.toMatchObject({ fault: { code: 'notFound' } });
  });

  it('never goes through a shell', async () => {
    const mark = path.join(cwd, 'mark');
    const result = await nodeProcess().run(['echo', `$(touch ${mark})`, `; touch ${mark}`, '`id`'], { cwd });
    expect(text(result.stdout)).toBe(`$(touch ${mark}) ; touch ${mark} \`id\`\n`);
    expect(existsSync(mark)).toBe(false);
  });

  it('ends what takes too long, writes too much, or is not wanted any more', async () => {
    await expect(nodeProcess().run(['sleep', '60'], { cwd, timeoutMs: 100 })).rejects.toMatchObject({ fault: { code: 'timeout' } });
    await expect(nodeProcess().run(['yes'], { cwd, maxBytes: 10_000 })).rejects.toMatchObject({ fault: { code: 'tooLarge' } });
    const wish = new AbortController();
    setTimeout(() => wish.abort(), 50);
    await expect(nodeProcess().run(['sleep', '60'], { cwd, signal: wish.signal })).rejects.toMatchObject({ name: 'AbortError' });
  });

  it('does not wait for a grandchild that holds the output of an ended program', async () => {
    const startedMs = Date.now();
    await expect(nodeProcess().run(['sh', '-c', 'sleep 20 & sleep 20'], { cwd, timeoutMs: 100 })).rejects.toMatchObject({ fault: { code: 'timeout' } });
    expect(Date.now() - startedMs).toBeLessThan(3_000);
  });

  it('lists every command, secrets masked', async () => {
    const processes = nodeProcess();
    const records: CommandRecord[] = [];
    processes.onDidRun((record) => records.push(record));
    await processes.run(['true', '--password', 'hunter2', '--token=abc', 'https://me:pw@host/x', 'the-secret-value'], { cwd, secrets: ['the-secret-value'] });
    expect(records).toHaveLength(1);
    expect(records[0]).toMatchObject({ exitCode: 0, cwd, argv: ['true', '--password', '•••', '--token=•••', 'https://•••@host/x', '•••'] });
    expect(records[0]?.pid).toBeGreaterThan(0);
  });
});

describe('a detached child', () => {
  it('gets its input, is no reason for its parent to stay, and outlives it', async () => {
    const entry = path.join(place.root, 'parent.ts');
    const note = path.join(place.root, 'note');
    writeFileSync(entry, `import { nodeProcess } from ${JSON.stringify(path.resolve(import.meta.dirname, '../../../src/io/process.ts'))};
      nodeProcess().spawn(['sh', '-c', 'read word; sleep 1; echo "$word" > ${note}'], { cwd: '/', stdin: 'hello\\n', detached: true });`);
    mkdirSync(path.join(place.root, 'out'));
    const outfile = path.join(place.root, 'out', 'parent.mjs');
    await build({ entryPoints: [entry], outfile, bundle: true, platform: 'node', format: 'esm', logLevel: 'error' });
    const startedMs = Date.now();
    expect(spawnSync(process.execPath, [outfile]).status).toBe(0);
    expect(Date.now() - startedMs).toBeLessThan(900);
    expect(existsSync(note)).toBe(false);
    await until(() => existsSync(note) && readFileSync(note, 'utf8') !== '', 'the child to write');
    expect(readFileSync(note, 'utf8')).toBe('hello\n');
  });
});

import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { nodeFiles } from '../../../src/io/files.ts';
import { nodeProcess } from '../../../src/io/process.ts';
import { nodePythonEnv } from '../../../src/io/pythonEnv.ts';
import { missing, tools } from '../../support/tools.ts';
import { scratch, signal } from '../jobs/support.ts';

const place = scratch();
afterAll(() => place.remove());

function program(...parts: string[]): string {
  const file = path.join(place.root, ...parts);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, '#!/bin/sh\necho "$0"\n');
  chmodSync(file, 0o755);
  return file;
}

interface Setup {
  readonly env?: Record<string, string>;
  readonly settings?: Record<string, string>;
  readonly editor?: string;
  readonly isTrusted?: boolean;
}

function pythonEnv({ env = {}, settings = {}, editor, isTrusted = true }: Setup = {}) {
  return nodePythonEnv({
    process: nodeProcess(),
    files: nodeFiles(),
    settings: { get: <T>(key: string) => settings[key] as T | undefined },
    trust: { isTrusted, onDidGrant: () => ({ dispose: () => undefined }) },
    env,
    ...(editor === undefined ? {} : { editorInterpreter: async () => editor }),
  });
}

describe('which Python', () => {
  const onPath = program('usr', 'bin', 'python3');
  const active = program('active', 'bin', 'python');
  const conda = program('conda', 'bin', 'python');
  const chosen = program('chosen', 'bin', 'python3.12');
  const written = program('written', 'python');
  const repository = path.join(place.root, 'repository');
  const venv = program('repository', '.venv', 'bin', 'python');
  const deep = path.join(repository, 'a', 'b');
  mkdirSync(path.join(repository, '.git'), { recursive: true });
  mkdirSync(deep, { recursive: true });
  const bare = path.join(place.root, 'bare');
  mkdirSync(bare);
  program('.venv', 'bin', 'python'); // Above a folder that is in no repository: not its environment.
  const env = { PATH: path.dirname(onPath), VIRTUAL_ENV: path.join(place.root, 'active'), CONDA_PREFIX: path.join(place.root, 'conda') };

  it('setting, editor, .venv up to the repository, active environment, conda, PATH', async () => {
    const all = { env, settings: { 'python.path': written }, editor: chosen };
    const ask = async (setup: Setup, folder: string) => pythonEnv(setup).interpreter(folder, signal);
    expect(await ask(all, deep)).toMatchObject({ path: written, origin: 'setting' });
    expect(await ask({ ...all, settings: {} }, deep)).toMatchObject({ path: chosen, origin: 'editor' });
    expect(await ask({ env, editor: path.join(place.root, 'gone') }, deep)).toMatchObject({ path: venv, origin: 'venv' });
    expect(await ask({ env }, deep)).toEqual({ path: venv, binFolder: path.dirname(venv), origin: 'venv' });
    expect(await ask({ env }, bare)).toMatchObject({ path: active, origin: 'venv' });
    expect(await ask({ env: { PATH: env.PATH, CONDA_PREFIX: env.CONDA_PREFIX } }, bare)).toMatchObject({ path: conda, origin: 'conda' });
    expect(await ask({ env: { PATH: env.PATH } }, bare)).toMatchObject({ path: onPath, origin: 'path' });
    expect(await ask({ env: { PATH: '' } }, bare)).toBeUndefined();
  });

  it('a setting that names nothing is said, not passed over', async () => {
    await expect(pythonEnv({ env, settings: { 'python.path': 'gone/python' } }).interpreter(deep, signal)).rejects.toMatchObject({ fault: { code: 'missingTool' } });
  });

  it('a tool: setting, beside the interpreter, PATH, else what to install', async () => {
    const beside = program('repository', '.venv', 'bin', 'sometool');
    const elsewhere = program('usr', 'bin', 'othertool');
    const set = program('opt', 'sometool');
    // The stub interpreter would say yes to everything; one that says no stands for a Python without the module.
    writeFileSync(venv, '#!/bin/sh\nexit 3\n');
    const found = await pythonEnv({ env }).tool('sometool', deep, signal);
    expect(found.argv).toEqual([beside]);
    expect(found.env).toMatchObject({ PATH: `${path.dirname(venv)}:${env.PATH}`, VIRTUAL_ENV: path.join(repository, '.venv'), GIT_TERMINAL_PROMPT: '0', DVC_NO_ANALYTICS: '1', DVCLIVE_OPEN: 'false' });
    expect((await pythonEnv({ env, settings: { 'sometool.path': set } }).tool('sometool', deep, signal)).argv).toEqual([set]);
    expect((await pythonEnv({ env }).tool('othertool', deep, signal)).argv).toEqual([elsewhere]);
    await expect(pythonEnv({ env }).tool('notool', deep, signal)).rejects.toMatchObject({ fault: { code: 'missingTool', hint: expect.stringContaining('pip install notool') as string } });
  });

  it('nothing is run before trust', async () => {
    await expect(pythonEnv({ env, isTrusted: false }).tool('sometool', deep, signal)).rejects.toMatchObject({ fault: { code: 'untrusted' } });
  });
});

describe.skipIf(missing('python', 'dvc'))('a real environment', () => {
  it('finds a program, and a module without a program of its own', async () => {
    const folder = path.join(place.root, 'real');
    mkdirSync(path.join(folder, '.venv', 'bin'), { recursive: true });
    // As an environment that has the packages but whose scripts were not installed.
    symlinkSync(tools.python, path.join(folder, '.venv', 'bin', 'python'));
    const withScripts = pythonEnv({ env: { PATH: '/usr/bin:/bin' }, settings: { 'python.path': tools.python } });
    expect((await withScripts.tool('dvc', folder, signal)).argv).toEqual([tools.dvc]);
    const env = { PATH: '/usr/bin:/bin', PYTHONPATH: '' };
    const module = await pythonEnv({ env }).tool('pip', folder, signal);
    expect(['-m', 'pip'].every((part) => module.argv.includes(part)) || module.argv[0]?.endsWith('/pip')).toBe(true);
  });
});

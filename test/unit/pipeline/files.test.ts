import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { nodeFiles } from '../../../src/io/files.ts';
import { nodeMachine } from '../../../src/io/machine.ts';
import { findPipelineFiles } from '../../../src/services/findPipelineFiles.ts';
import { Workbench } from '../../../src/services/workbench.ts';

const signal = new AbortController().signal;
let folder: string;
let workbench: Workbench;

async function write(files: Record<string, string>): Promise<void> {
  for (const [name, text] of Object.entries(files)) {
    await mkdir(path.dirname(path.join(folder, name)), { recursive: true });
    await writeFile(path.join(folder, name), text);
  }
}

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'mlops-kinds-'));
  const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
  const machine = nodeMachine({ trust: { isTrusted: false, onDidGrant: () => ({ dispose: () => undefined }) }, log, env: { HOME: folder, XDG_CONFIG_HOME: path.join(folder, 'xdg') } });
  workbench = new Workbench(machine, [], [folder]);
});

afterEach(async () => {
  workbench.dispose();
  await rm(folder, { recursive: true, force: true });
});

const isvc = 'apiVersion: serving.kserve.io/v1beta1\nkind: InferenceService\nmetadata: {name: churn}\n';

describe('pipeline files of a folder', () => {
  it('are found by what they are, nearest first, and not below what a tool filled', async () => {
    await write({
      '.github/workflows/train.yml': 'on: push\njobs: {fit: {steps: [{run: dvc repro}]}}\n',
      '.github/workflows/lint.yml': 'on: push\njobs: {lint: {steps: [{run: npm test}]}}\n',
      'deploy/isvc.yaml': isvc,
      'node_modules/x/isvc.yaml': isvc,
      'a/b/c/d/isvc.yaml': isvc,
      '.cache/isvc.yaml': isvc,
      'package.json': '{"name": "x"}',
      'dvc.yaml': 'stages: {fit: {cmd: x, params: [lr]}}\n',
      'params.yaml': 'lr: 1\n',
      'flow.py': 'from kfp import dsl\n@dsl.pipeline\ndef p(): ...\n',
    });
    const { items, problems } = await workbench.pipelineFiles.list(signal);
    expect(items.map((file) => [file.path, file.kind])).toEqual([
      ['dvc.yaml', 'dvc'], ['flow.py', 'kfp-python'], ['params.yaml', 'params'], ['deploy/isvc.yaml', 'kserve-inferenceservice'], ['.github/workflows/train.yml', 'github-actions'],
    ]);
    expect(problems).toEqual([]);
    expect(items.map(({ source, stages }) => [source, stages.map(({ state }) => state.state)])).toContainEqual([null, ['unknown']]);
  });

  it('that are named are told one by one, and what is none is said', async () => {
    await write({ 'one.yaml': `${isvc}---\napiVersion: ray.io/v1\nkind: RayJob\nmetadata: {name: tune}\n`, 'two.yaml': 'a: 1\n' });
    const names = ['one.yaml', 'two.yaml', 'three.yaml', '.'].map((name) => path.join(folder, name));
    const { items, problems, failed } = await workbench.pipelineFiles.list(signal, names);
    expect(items.map((file) => [file.path, file.kind, file.stages.map(({ name }) => name)])).toEqual([['one.yaml', 'kserve-inferenceservice', ['churn']], ['one.yaml', 'ray-rayjob', ['tune']]]);
    expect(problems.map(({ code }) => code)).toEqual(['notFound', 'notFound', 'notFound']);
    expect(failed).toEqual(names.slice(1));
  });

  it('the editor’s text counts before what is on disk', async () => {
    await write({ 'one.yaml': 'a: 1\n' });
    const at = path.join(folder, 'one.yaml');
    expect([await workbench.pipelineFiles.recognise(at, undefined, signal), (await workbench.pipelineFiles.recognise(at, isvc, signal)).length]).toEqual([[], 1]);
  });

  it('a folder with too many files says that the rest was not looked at', async () => {
    for (let at = 0; at < 401; at += 1) await mkdir(path.join(folder, `f${at}`));
    expect((await findPipelineFiles(nodeFiles(), folder, signal)).isCut).toBe(true);
  });
});

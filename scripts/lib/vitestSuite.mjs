// One vitest project as results of the sum. It runs on the cached Node 24, which has node:sqlite as the editor's has.
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { spawn } from 'node:child_process';
import path from 'node:path';
import { cacheDir, root, toolEnvironment, tools } from './cache.mjs';

/**
 * The files of a project, each a piece that can run by itself.
 * @param {{ first: string[], waiting: string[] }} paths beginnings of paths: the slow ones, so that none of them is what is waited for at
 * the end, and those that mostly wait
 * @returns {Promise<Array<{ waits: boolean, run: () => Promise<Result[]> }>>}
 */
export async function vitestPieces(project, { first, waiting }) {
  const folder = path.join(root, 'test', project);
  const files = (await readdir(folder, { recursive: true })).filter((name) => name.endsWith('.test.ts')).map((name) => name.split(path.sep).join('/')).sort();
  const rank = (file) => (first.findIndex((start) => file.startsWith(start)) + first.length + 1) % (first.length + 1);
  return files.sort((a, b) => rank(a) - rank(b)).map((file) => ({
    waits: waiting.some((start) => file.startsWith(start)),
    run: () => runVitest(project, { files: [`test/${project}/${file}`], name: `${project}-${file.replaceAll('/', '-')}` }),
  }));
}

/** @returns {Promise<Result[]>} a broken file or an unhandled error is a failed result of its own */
export async function runVitest(project, { files = [], name = project } = {}) {
  const outputFile = path.join(root, '.cache', 'results', `${name}.json`);
  await mkdir(path.dirname(outputFile), { recursive: true });
  await rm(outputFile, { force: true });
  const node = existsSync(tools.node) ? tools.node : process.execPath;
  const args = [
    path.join(root, 'node_modules', 'vitest', 'vitest.mjs'),
    ...['run', '--project', project, '--reporter=default', '--reporter=json', `--outputFile=${outputFile}`],
    ...files,
  ];
  const env = { ...toolEnvironment(), MLOPS_DEV_CACHE: cacheDir };
  const code = await new Promise((resolve, reject) => {
    const child = spawn(node, args, { cwd: root, env, stdio: ['ignore', 'inherit', 'inherit'] });
    child.once('error', reject);
    child.once('close', resolve);
  });
  const text = await readFile(outputFile, 'utf8').catch(() => undefined);
  const results = text === undefined ? [] : resultsOf(project, JSON.parse(text));
  if (code !== 0 && !results.some(({ state }) => state === 'failed')) {
    results.push({ suite: project, name: 'vitest ended well', state: 'failed', ms: 0, message: `exit code ${code} without a failed test, see above` });
  }
  return results;
}

function resultsOf(project, report) {
  return report.testResults.flatMap((file) => {
    const name = path.relative(root, file.name);
    if (file.status === 'failed' && file.assertionResults.every(({ status }) => status !== 'failed')) {
      return [{ suite: project, name, state: 'failed', ms: 0, message: file.message }, ...file.assertionResults.map((one) => resultOf(project, name, one))];
    }
    return file.assertionResults.map((one) => resultOf(project, name, one));
  });
}

export function resultOf(project, file, one) {
  const state = one.status === 'passed' || one.status === 'failed' ? one.status : 'skipped';
  const said = one.failureMessages.join('\n').slice(0, 2_000);
  return {
    suite: project,
    name: `${file} › ${one.fullName}`,
    state,
    ms: Math.round(one.duration ?? 0),
    message: state === 'failed' ? said : undefined,
    // A test that passed on a retry keeps what it said before.
    ...(state === 'passed' && said !== '' ? { unsteady: said } : {}),
  };
}

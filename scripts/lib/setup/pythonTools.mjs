// The real DVC, MLflow and friends, in one virtual environment made by uv at pinned versions; the peers whose statistics
// check ours in another, because they need an older pandas.
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { cacheDir, root, tools } from '../cache.mjs';
import { must, which } from '../command.mjs';
import { hasStamp, writeStamp } from './stamp.mjs';

const folder = path.join(root, 'scripts', 'lib', 'setup');
const home = path.join(cacheDir, 'python');
const constraints = path.join(folder, 'python-constraints.txt');
const uvVersion = '0.13.9';

export const pythonTools = virtualEnvironment({
  part: 'python-tools',
  name: 'Python tools (DVC, MLflow)',
  place: path.join(home, 'tools'),
  python: tools.python,
  list: path.join(folder, 'python-requirements.txt'),
  moreArgs: constraintArgs,
});

export const pythonPeers = virtualEnvironment({
  part: 'python-peers',
  name: 'Python peers (river, fairlearn, NannyML, Evidently)',
  place: path.join(home, 'peers'),
  python: tools.peersPython,
  list: path.join(folder, 'python-peers.txt'),
  moreArgs: async () => ['--no-deps'],
});

export const pythonCheckers = virtualEnvironment({
  part: 'python-checkers',
  name: 'Python checkers (zizmor, JSON Schema, JUnit, model cards)',
  place: path.join(home, 'checkers'),
  python: tools.checkersPython,
  list: path.join(folder, 'python-checkers.txt'),
  moreArgs: async () => ['--no-deps'],
});

/** A part of the set-up: the packages of `list` in a virtual environment at `place`. */
function virtualEnvironment({ part, name, place, python, list, moreArgs }) {
  return {
    name,
    async isReady() {
      const wanted = await readFile(list, 'utf8');
      if (await hasStamp(part, wanted)) return true;
      if (!(await holdsPins(python, wanted))) return false;
      await writeStamp(part, wanted);
      return true;
    },
    cannot: () => (which('python3') ? undefined : 'Python 3.10 or newer is missing (python3 on PATH)'),
    async install() {
      const uv = await ensureUv();
      await must(uv, ['venv', '-q', '--clear', '--python', 'python3', place]);
      await must(uv, ['pip', 'install', '-q', '--python', python, '-r', list, ...(await moreArgs())]);
      await writeStamp(part, await readFile(list, 'utf8'));
    },
  };
}

async function ensureUv() {
  const uvHome = path.join(home, 'uvenv');
  const uv = path.join(uvHome, 'bin', 'uv');
  const found = await must(uv, ['--version']).catch(() => '');
  if (found.includes(uvVersion)) return uv;
  await must('python3', ['-m', 'venv', uvHome]);
  await must(path.join(uvHome, 'bin', 'python'), ['-m', 'pip', 'install', '-q', '--disable-pip-version-check', `uv==${uvVersion}`]);
  return uv;
}

/** The full list of versions was frozen on Python 3.11; another Python may need others below the pinned tools. */
async function constraintArgs() {
  const version = await must(tools.python, ['-c', 'import sys; print(sys.version_info[:2] == (3, 11))']);
  return version.trim() === 'True' ? ['-c', constraints] : [];
}

async function holdsPins(python, text) {
  const pins = text.split('\n').filter((line) => line.includes('==')).map((line) => line.trim());
  const script =
    'import sys, importlib.metadata as m\n' +
    'sys.exit(any(m.version(p.split("==")[0].split("[")[0]) != p.split("==")[1] for p in sys.argv[1:]))';
  return await must(python, ['-c', script, ...pins]).then(() => true, () => false);
}

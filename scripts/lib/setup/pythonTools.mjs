// The real DVC, MLflow and friends, in one virtual environment made by uv, at pinned versions.
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { cacheDir, root, tools } from '../cache.mjs';
import { must, which } from '../command.mjs';
import { hasStamp, writeStamp } from './stamp.mjs';

const part = 'python-tools';
const folder = path.join(root, 'scripts', 'lib', 'setup');
const requirements = path.join(folder, 'python-requirements.txt');
const constraints = path.join(folder, 'python-constraints.txt');
const uvVersion = '0.13.9';

export const pythonTools = {
  name: 'Python tools (DVC, MLflow)',
  async isReady() {
    const wanted = await readFile(requirements, 'utf8');
    if (await hasStamp(part, wanted)) return true;
    if (!(await holdsPins(wanted))) return false;
    await writeStamp(part, wanted);
    return true;
  },
  cannot: () => (which('python3') ? undefined : 'Python 3.10 or newer is missing (python3 on PATH)'),
  async install() {
    const home = path.join(cacheDir, 'python');
    const uvHome = path.join(home, 'uvenv');
    const uv = path.join(uvHome, 'bin', 'uv');
    await must('python3', ['-m', 'venv', uvHome]);
    await must(path.join(uvHome, 'bin', 'python'), ['-m', 'pip', 'install', '-q', '--disable-pip-version-check', `uv==${uvVersion}`]);
    const venv = path.join(home, 'tools');
    await must(uv, ['venv', '-q', '--clear', '--python', 'python3', venv]);
    await must(uv, ['pip', 'install', '-q', '--python', tools.python, '-r', requirements, ...(await constraintArgs())]);
    await writeStamp(part, await readFile(requirements, 'utf8'));
  },
};

/** The full list of versions was frozen on Python 3.11; another Python may need others below the pinned tools. */
async function constraintArgs() {
  const version = await must(tools.python, ['-c', 'import sys; print(sys.version_info[:2] == (3, 11))']);
  return version.trim() === 'True' ? ['-c', constraints] : [];
}

async function holdsPins(text) {
  const pins = text.split('\n').filter((line) => line.includes('==')).map((line) => line.trim());
  const script =
    'import sys, importlib.metadata as m\n' +
    'sys.exit(any(m.version(p.split("==")[0]) != p.split("==")[1] for p in sys.argv[1:]))';
  return await must(tools.python, ['-c', script, ...pins]).then(() => true, () => false);
}

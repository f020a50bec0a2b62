import path from 'node:path';
import { fail, toFault } from '../../../core/base/fault.ts';
import type { Machine } from '../../../core/port/machine.ts';
import { pythonIsChosen } from '../../../core/port/pythonEnv.ts';

/** The Python that holds this `mlflow`: the one it is started with, the one beside it, else the workspace's. */
export async function interpreterOf(argv: readonly string[], machine: Machine, folder: string, signal: AbortSignal): Promise<string> {
  const [program = ''] = argv;
  if (argv.length > 1) return program;
  for (const name of ['python', 'python3', 'python.exe']) {
    const beside = path.join(path.dirname(program), name);
    try {
      if ((await machine.files.stat(beside, { followLinks: true }))?.kind === 'file') return beside;
    } catch (error) {
      if (toFault(error).code !== 'forbidden') throw error;
    }
  }
  const python = await machine.python.interpreter(folder, signal);
  if (!python) throw fail('missingTool', 'No Python was found for this workspace.', { hint: `Install Python and mlflow, or choose a Python: ${pythonIsChosen}.` });
  return python.path;
}

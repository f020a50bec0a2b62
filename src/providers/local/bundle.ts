import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { fail } from '../../core/base/fault.ts';
import type { Machine } from '../../core/port/machine.ts';

/**
 * The supervisor's file: beside the bundles (`dist/supervisor.js`), seen from there or from a chunk folder below.
 * MLOPS_SUPERVISOR names another one, for a run from the source tree.
 */
export async function supervisorFile(machine: Machine): Promise<string> {
  const named = machine.env['MLOPS_SUPERVISOR'];
  const here = path.dirname(fileURLToPath(import.meta.url));
  const candidates = named ? [named] : [path.join(here, 'supervisor.js'), path.join(here, '..', 'supervisor.js')];
  for (const candidate of candidates) if ((await machine.files.stat(candidate, { followLinks: true }))?.kind === 'file') return candidate;
  throw fail('internal', 'The supervisor that watches over trainings is missing from this installation.', { hint: 'Install the extension again.' });
}

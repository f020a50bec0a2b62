import { sha256 } from '../../core/base/sha256.ts';
import { toFault } from '../../core/base/fault.ts';
import type { Machine } from '../../core/port/machine.ts';
import { leafResults } from '../../core/validation/report/leaves.ts';
import type { SuiteResult } from '../../core/validation/report/validationReport.ts';
import type { Outcome } from '../../core/validation/outcome.ts';

/** Outcome of every suite and leaf of a folder when it ran last: `suite` and `suite/leaf`. */
export type LastOutcomes = Readonly<Record<string, Outcome>>;

export function leafKey(suite: string, leaf: string): string {
  return `${suite}/${leaf}`;
}

/** Kept in the user's state folder, never in the workspace: it says what a rerun of what failed means. */
export async function readLastOutcomes(machine: Machine, folder: string): Promise<LastOutcomes> {
  try {
    const value: unknown = JSON.parse(await machine.files.readText(fileOf(machine, folder)));
    return typeof value === 'object' && value !== null ? (value as LastOutcomes) : {};
  } catch (error) {
    // Not there, or cut off: then nothing is known to have failed.
    if (toFault(error).code === 'notFound' || error instanceof SyntaxError) return {};
    throw error;
  }
}

/** What did not run this time keeps its outcome. */
export async function keepOutcomes(machine: Machine, folder: string, results: readonly SuiteResult[]): Promise<void> {
  const outcomes: Record<string, Outcome> = { ...(await readLastOutcomes(machine, folder)) };
  for (const result of results) {
    outcomes[result.name] = result.outcome;
    for (const leaf of leafResults(result)) outcomes[leafKey(result.name, leaf.name)] = leaf.outcome;
  }
  await machine.files.writeAtomic(fileOf(machine, folder), JSON.stringify(outcomes), { mode: 0o600 });
}

function fileOf(machine: Machine, folder: string): string {
  return `${machine.places.state}/validation/${sha256(folder).slice(0, 32)}.json`;
}

import { toFault } from '../../../core/base/fault.ts';
import type { Run } from '../../../core/model/run.ts';
import type { CodeDiff } from '../../../protocol/compare.ts';
import type { CompareBench } from './bench.ts';

/** The exact tree a run was made from: its snapshot where we launched it, its commit otherwise. */
export function treeOf(run: Run): string | null {
  return run.snapshot ?? run.commit;
}

export async function codeOf(bench: Pick<CompareBench, 'code'>, baseline: Run | null, run: Run | null, id: string, signal: AbortSignal): Promise<CodeDiff> {
  const from = baseline && treeOf(baseline);
  const to = run && treeOf(run);
  const base = { run: id, from: from ?? null, to: to ?? null, files: [] };
  if (!from || !to) {
    const who = !from && !to ? 'Neither run has' : !from ? 'The baseline has no' : 'This run has no';
    const reason = `${who} a recorded commit, so what changed in the code is unknown.`.replace('no a', 'no');
    return { ...base, state: 'unknown', reason };
  }
  if (from === to) return { ...base, state: 'same', reason: null };
  try {
    const code = await bench.code(from, to, signal);
    if (!code) {
      return { ...base, state: 'unknown', reason: `The commits ${from.slice(0, 7)} and ${to.slice(0, 7)} are not both in a repository opened here. Fetch them to see what changed.` };
    }
    return { ...base, state: 'changed', reason: null, files: code.files };
  } catch (error) {
    const fault = toFault(error);
    if (fault.code === 'cancelled') throw error;
    return { ...base, state: 'unknown', reason: [fault.message, fault.hint].filter(Boolean).join(' ') };
  }
}

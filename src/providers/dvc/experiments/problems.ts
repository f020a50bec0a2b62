import type { Fault } from '../../../core/base/fault.ts';
import { problemOf, type Problem } from '../../../core/model/problem.ts';
import type { RunWithFaults } from './run.ts';

const broken = 'Correct the file and commit it; what that commit holds besides is shown.';

interface Group {
  readonly fault: Fault;
  readonly first: string;
  count: number;
}

/** One problem a file and reason, however many runs share it. */
export function problemsOf(source: string, runs: readonly RunWithFaults[]): Problem[] {
  const groups = new Map<string, Group>();
  for (const { run, faults } of runs) {
    for (const fault of faults) {
      const key = `${fault.code} ${fault.at?.path ?? ''} ${fault.message}`;
      const known = groups.get(key);
      if (known) known.count += 1;
      else groups.set(key, { fault, first: run.name ?? run.commit?.slice(0, 7) ?? run.id, count: 1 });
    }
  }
  return [...groups.values()].map(({ fault, first, count }) => {
    const others = count > 1 ? ` and ${count - 1} more` : '';
    const message = `${fault.message.replace(/\.$/, '')} (in ${first}${others}).`;
    const hint = fault.hint ?? (fault.code === 'corrupt' ? broken : null);
    return problemOf(source, { ...fault, message, ...(hint === null ? {} : { hint }) }, fault.code === 'notPulled' ? 'warning' : 'error');
  });
}

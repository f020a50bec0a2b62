import type { Fault } from '../../../core/base/fault.ts';
import { problemOf, type Problem } from '../../../core/model/problem.ts';
import type { RunWithFaults } from './run.ts';

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
    return problemOf(source, { ...fault, message }, fault.code === 'notPulled' ? 'warning' : 'error');
  });
}

import type { Fault } from '../../../core/base/fault.ts';
import { compareData } from '../../../core/compare/compareData.ts';
import { allEqual, compareMetrics, compareParams } from '../../../core/compare/compareRuns.ts';
import type { MetricDirections } from '../../../core/compare/direction.ts';
import type { Comparison } from '../../../core/compare/comparison.ts';
import type { Problem } from '../../../core/model/problem.ts';
import type { Run } from '../../../core/model/run.ts';
import type { Scalar } from '../../../core/model/value.ts';
import type { CompareMetric, CompareRow, CompareSnapshot, RunHead } from '../../../protocol/compare.ts';
import type { CompareBench } from './bench.ts';

/** A run of the comparison, or why it could not be read. */
export interface Member {
  readonly id: string;
  readonly run: Run | null;
  readonly fault: Fault | null;
}

export interface Inputs {
  readonly members: readonly Member[];
  readonly baseline: string | null;
  readonly isLoading: boolean;
  readonly curveKeys: readonly string[];
  readonly directions: MetricDirections;
  readonly problems: readonly Problem[];
}

type Heads = Pick<CompareBench, 'look' | 'nameOf'>;

/** The panel's whole picture. Runs that could not be read keep their place with empty columns. */
export function snapshotOf(inputs: Inputs, heads: Heads): CompareSnapshot {
  const { comparison, places } = comparisonOf(inputs);
  const size = inputs.members.length;
  const spread = <T extends Scalar>(values: readonly T[]): Array<T | null> => {
    const all = new Array<T | null>(size).fill(null);
    values.forEach((value, index) => (all[places[index] ?? 0] = value));
    return all;
  };
  const metrics = comparison.metrics.map(
    (row): CompareMetric => ({ ...row, values: spread(row.values), delta: spread(row.delta), differs: !allEqual(row.values) }),
  );
  return {
    isLoading: inputs.isLoading,
    runs: inputs.members.map((member) => headOf(member, heads)),
    baseline: inputs.baseline,
    metrics,
    params: comparison.params.map((row) => ({ ...row, values: spread(row.values) })),
    data: comparison.data.map((row) => ({ key: row.name, values: spread(row.values), differs: row.differs })),
    tags: tagRows(readable(inputs.members)).map((row) => ({ ...row, values: spread(row.values) })),
    environment: comparison.environment?.map((row) => ({ key: row.name, values: spread(row.values), differs: row.differs })) ?? null,
    curveKeys: inputs.curveKeys,
    problems: inputs.problems,
  };
}

function readable(members: readonly Member[]): Run[] {
  return members.flatMap((member) => (member.run ? [member.run] : []));
}

/** Compared over the readable runs; `places[i]` is the column of its run i. */
export function comparisonOf(inputs: Pick<Inputs, 'members' | 'baseline' | 'directions'>): { comparison: Comparison; places: number[]; runs: Run[]; baseline: number } {
  const places = inputs.members.flatMap((member, place) => (member.run ? [place] : []));
  const runs = readable(inputs.members);
  // Without a readable baseline there is nothing to take a delta against.
  const baseline = runs.findIndex((run) => run.id === inputs.baseline);
  const metrics = compareMetrics(runs, Math.max(0, baseline), inputs.directions);
  const comparison: Comparison = {
    runs: runs.map((run) => run.id),
    params: compareParams(runs),
    metrics: baseline >= 0 ? metrics : metrics.map((row) => ({ ...row, delta: row.delta.map(() => null) })),
    code: null,
    data: compareData(runs),
    environment: null,
  };
  return { comparison, places, runs, baseline };
}

function tagRows(runs: readonly Run[]): CompareRow[] {
  const keys = [...new Set(runs.flatMap((run) => Object.keys(run.tags)))].sort();
  return keys.map((key) => {
    const values = runs.map((run) => (Object.hasOwn(run.tags, key) ? (run.tags[key] ?? null) : null));
    return { key, values, differs: !allEqual(values) };
  });
}

function headOf({ id, run, fault }: Member, heads: Heads): RunHead {
  const own = heads.nameOf(id);
  const short = id.slice(id.indexOf(':') + 1).slice(0, 12);
  if (!run) {
    return { id, name: own ?? short, sourceLabel: '', sourceIcon: 'question', status: 'unknown', experiment: null, commit: null, dirty: null, startedAt: null, endedAt: null, user: null, problem: fault };
  }
  const look = heads.look(run);
  return {
    id,
    name: own ?? run.name ?? short,
    sourceLabel: look.label,
    sourceIcon: look.icon,
    status: run.status,
    experiment: run.experiment,
    commit: run.commit,
    dirty: run.dirty,
    startedAt: run.startedAt,
    endedAt: run.endedAt,
    user: run.user,
    problem: null,
  };
}

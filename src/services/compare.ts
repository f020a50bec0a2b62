import { fail, toFault } from '../core/base/fault.ts';
import { compareData } from '../core/compare/compareData.ts';
import { compareMetrics, compareParams } from '../core/compare/compareRuns.ts';
import type { CodeComparison, Comparison } from '../core/compare/comparison.ts';
import { toCsv } from '../core/compare/csv.ts';
import { toMarkdown } from '../core/compare/markdown.ts';
import { problemOf, type Problem } from '../core/model/problem.ts';
import type { Run } from '../core/model/run.ts';
import type { Machine } from '../core/port/machine.ts';
import type { Catalog } from './catalog.ts';
import { readDirections } from './metricsFile.ts';
import type { Runs } from './runs.ts';

export interface Compared {
  readonly comparison: Comparison;
  /** In the order of `comparison.runs`. */
  readonly runs: readonly Run[];
  /** Index of the baseline in `runs`. */
  readonly baseline: number;
  readonly problems: readonly Problem[];
}

/** Any number of runs from any mix of sources, compared down to code and data. */
export class Compare {
  readonly #machine: Machine;
  readonly #catalog: Catalog;
  readonly #runs: Runs;

  constructor(machine: Machine, catalog: Catalog, runs: Runs) {
    this.#machine = machine;
    this.#catalog = catalog;
    this.#runs = runs;
  }

  /**
   * Baseline: the given id, else the first. Throws `invalid` with fewer than two runs or a baseline outside them, and
   * the source's own fault where a run cannot be read.
   */
  async compare(ids: readonly string[], options: { readonly baseline?: string }, signal: AbortSignal): Promise<Compared> {
    const all = [...new Set(options.baseline === undefined || ids.includes(options.baseline) ? ids : [options.baseline, ...ids])];
    if (all.length < 2) throw fail('invalid', 'At least two different runs are needed to compare.');
    const baseline = Math.max(0, all.indexOf(options.baseline ?? all[0] ?? ''));
    const runs = await Promise.all(all.map((id) => this.#runs.run(id, signal)));
    const problems: Problem[] = [];
    const directions = await readDirections(this.#machine, this.#catalog.folders, problems);
    const comparison: Comparison = {
      runs: runs.map((run) => run.id),
      params: compareParams(runs),
      metrics: compareMetrics(runs, baseline, directions),
      code: await this.#code(runs, baseline, problems, signal),
      data: compareData(runs),
      environment: null,
    };
    return { comparison, runs, baseline, problems };
  }

  /** Files that differ between two commits of an opened folder's repository; null where none holds both. */
  async codeBetween(from: string, to: string, signal: AbortSignal): Promise<CodeComparison | null> {
    if (from === to) return { from, to, files: [] };
    for (const folder of this.#catalog.folders) {
      const repository = await this.#machine.git.open(folder, signal);
      if (!repository) continue;
      const found = await repository.commits([from, to], signal);
      if (found.some((commit) => commit === null)) continue;
      const changes = await repository.changes(from, to, signal);
      return { from, to, files: changes.map(({ path, status }) => ({ path, status })) };
    }
    return null;
  }

  toMarkdown({ comparison, runs, baseline }: Compared): string {
    return toMarkdown(comparison, namesOf(runs), baseline);
  }

  toCsv({ comparison, runs }: Compared): string {
    return toCsv(comparison, runs.map((run) => run.id));
  }

  async #code(runs: readonly Run[], baseline: number, problems: Problem[], signal: AbortSignal): Promise<CodeComparison | null> {
    const from = runs[baseline]?.commit ?? null;
    const others = runs.filter((_, index) => index !== baseline).map((run) => run.commit);
    const to = others.find((commit) => commit !== null && commit !== from) ?? others[0] ?? null;
    if (from === null || to === null) return null;
    try {
      const code = await this.codeBetween(from, to, signal);
      if (!code) problems.push(problemOf('', { code: 'notFound', message: `The commits ${from.slice(0, 8)} and ${to.slice(0, 8)} are not both in this repository.`, hint: 'Fetch them to see what changed in the code.' }, 'warning'));
      return code;
    } catch (error) {
      const fault = toFault(error);
      if (fault.code === 'cancelled') throw error;
      problems.push(problemOf('', fault, 'warning'));
      return null;
    }
  }
}

/** Names as columns; the id where there is none or two have the same. */
function namesOf(runs: readonly Run[]): string[] {
  const counts = new Map<string, number>();
  for (const { name } of runs) if (name !== null) counts.set(name, (counts.get(name) ?? 0) + 1);
  return runs.map((run) => (run.name === null ? run.id : counts.get(run.name) === 1 ? run.name : `${run.name} ${run.id}`));
}

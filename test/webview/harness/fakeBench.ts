import { Emitter } from '../../../src/core/base/event.ts';
import { fail } from '../../../src/core/base/fault.ts';
import type { Problem } from '../../../src/core/model/problem.ts';
import type { Run, Series } from '../../../src/core/model/run.ts';
import type { CompareBench } from '../../../src/vscode/panels/compare/bench.ts';
import type { RunsBench } from '../../../src/vscode/panels/runs/bench.ts';
import type { Mark } from '../../../src/protocol/runs.ts';
import { randomOf, svgImage } from './data.ts';

const looks: Readonly<Record<string, { label: string; icon: string }>> = {
  alpha: { label: 'Alpha store', icon: 'git-branch' },
  beta: { label: 'Beta server', icon: 'beaker' },
};

/** Stands in for the workbench: the panels' own controllers run on it, unchanged. */
export class FakeBench implements CompareBench {
  readonly runs = new Map<string, Run>();
  readonly changed = new Emitter<{ readonly upserted: readonly Run[]; readonly removed: readonly string[] }>();
  readonly refreshed = new Emitter<{ readonly source: string }>();
  readonly onDidChange = this.changed.event;
  readonly onDidRefresh = this.refreshed.event;
  curveLength = 400;

  constructor(runs: readonly Run[]) {
    for (const run of runs) this.runs.set(run.id, run);
  }

  async run(id: string): Promise<Run> {
    const run = this.runs.get(id);
    if (!run) throw fail('unreachable', 'The server does not answer.', { hint: 'Start it, or check the connection.' });
    return run;
  }
  async series(id: string, keys: readonly string[], options: { maxPoints?: number; fromStep?: number; toStep?: number }): Promise<Series[]> {
    const run = await this.run(id);
    return keys.filter((key) => key in run.metrics).map((key) => this.#curve(run, key, options));
  }
  #curve(run: Run, key: string, { maxPoints = 1000, fromStep = 0, toStep = this.curveLength - 1 }: { maxPoints?: number; fromStep?: number; toStep?: number }): Series {
    const random = randomOf([...run.id, ...key].reduce((sum, char) => sum * 31 + char.charCodeAt(0), 7));
    const rate = 0.01 + random() * 0.03;
    const floor = random() * 0.3;
    const isLoss = key.includes('loss') || key.includes('norm');
    const noise = randomOf(run.id.length + key.length + Math.round(rate * 1e6));
    const all = Array.from({ length: this.curveLength }, (_, step) => {
      const value = floor + Math.exp(-rate * step) + (noise() - 0.5) * 0.12;
      return isLoss ? Math.max(0.01, value) : 1 - value * 0.6;
    });
    const from = Math.max(0, Math.floor(fromStep));
    const to = Math.min(all.length - 1, Math.ceil(toStep));
    const stride = Math.max(1, Math.ceil((to - from + 1) / maxPoints));
    const steps: number[] = [];
    for (let step = from; step <= to; step += stride) steps.push(step);
    const start = Date.parse(run.startedAt ?? '2026-10-01T00:00:00Z');
    return { key, steps, values: steps.map((step) => all[step] ?? 'NaN'), timestamps: steps.map((step) => start + step * 1900), sampled: stride > 1 };
  }
  async seriesKeys(id: string): Promise<string[]> {
    return Object.keys((await this.run(id)).metrics);
  }
  async directions() {
    return { directions: new Map([['eval/accuracy', 'maximize' as const]]), problems: [] };
  }
  async code(from: string, to: string) {
    return {
      from,
      to,
      files: [
        { path: 'src/train.py', status: 'changed' },
        { path: 'src/features/window.py', status: 'added' },
        { path: 'notebooks/old.ipynb', status: 'removed' },
        { path: 'params.yaml', status: 'changed' },
      ],
    };
  }
  async artifacts(run: string) {
    const isFirst = run.startsWith('alpha');
    return {
      list: async (_run: string, folder: string) =>
        folder === ''
          ? [{ path: 'plots', isFolder: true, sizeBytes: null }, { path: 'model.pkl', isFolder: false, sizeBytes: 9 }]
          : ['plots/confusion.svg', ...(isFirst ? ['plots/roc.svg'] : [])].map((path) => ({ path, isFolder: false, sizeBytes: svgImage.length })),
      read: async () => svgImage,
    };
  }
  look(run: Run) {
    return looks[run.source] ?? { label: run.source, icon: 'question' };
  }
  nameOf(): null {
    return null;
  }
  async refresh(): Promise<void> {
    this.refreshed.fire({ source: 'alpha' });
  }
}

export class FakeRunsBench implements RunsBench {
  readonly bench: FakeBench;
  readonly problems: readonly Problem[];
  readonly marked = new Map<string, Set<Mark>>();
  readonly changedMarks = new Emitter<void>();
  readonly onDidChangeMarks = this.changedMarks.event;
  readonly onDidChange;

  constructor(bench: FakeBench, problems: readonly Problem[]) {
    this.bench = bench;
    this.problems = problems;
    this.onDidChange = bench.onDidChange;
  }
  async *stream() {
    const runs = [...this.bench.runs.values()];
    for (let at = 0; at < Math.max(1, runs.length); at += 1000) {
      await new Promise((resolve) => setTimeout(resolve, 1));
      yield { source: 'alpha', runs: runs.slice(at, at + 1000), problems: at === 0 ? this.problems : [], isLast: at + 1000 >= runs.length };
    }
  }
  sourceLabel(source: string): string {
    return looks[source]?.label ?? source;
  }
  marksOf(run: string) {
    const marks = this.marked.get(run);
    return { star: marks?.has('star') ?? false, pin: marks?.has('pin') ?? false, hide: marks?.has('hide') ?? false };
  }
  nameOf(): null {
    return null;
  }
  async mark(runs: readonly string[], mark: Mark, isOn: boolean): Promise<void> {
    for (const run of runs) {
      const marks = this.marked.get(run) ?? new Set<Mark>();
      if (isOn) marks.add(mark);
      else marks.delete(mark);
      this.marked.set(run, marks);
    }
    this.changedMarks.fire();
  }
  async refresh(): Promise<void> {
    this.changedMarks.fire();
  }
}

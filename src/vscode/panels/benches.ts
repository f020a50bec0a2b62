import { disposable } from '../../core/base/disposable.ts';
import type { Problem } from '../../core/model/problem.ts';
import type { Mark } from '../../protocol/runs.ts';
import { readDirections } from '../../services/metricsFile.ts';
import type { RunNote } from '../../services/notes.ts';
import type { Workbench } from '../../services/workbench.ts';
import type { CompareBench, SourceLook } from './compare/bench.ts';
import type { RunsBench } from './runs/bench.ts';

/** The workbench as the Compare panel sees it. */
export function compareBench(workbench: Workbench): CompareBench {
  return {
    run: (id, signal) => workbench.runs.run(id, signal),
    series: (id, keys, options, signal) => workbench.runs.series(id, keys, options, signal),
    seriesKeys: (id, signal) => workbench.runs.seriesKeys(id, signal),
    directions: async () => {
      const problems: Problem[] = [];
      return { directions: await readDirections(workbench.machine, workbench.catalog.folders, problems), problems };
    },
    code: (from, to, signal) => workbench.compare.codeBetween(from, to, signal),
    artifacts: async (run, signal) => (await workbench.locator.find(run, signal)).connection.artifacts,
    look: (run) => lookOf(workbench, run.source),
    nameOf: (run) => workbench.notes.get(run).name,
    onDidChange: workbench.runs.onDidChange,
    onDidRefresh: workbench.refresh.onDidRefresh,
    refresh: () => workbench.refresh.now(),
  };
}

const noteKeys = { star: 'starred', pin: 'pinned', hide: 'hidden' } as const satisfies Record<Mark, keyof RunNote>;

/** The workbench as the Runs panel sees it. */
export function runsBench(workbench: Workbench): RunsBench {
  return {
    stream: (signal) => workbench.runs.stream({}, signal),
    sourceLabel: (source) => lookOf(workbench, source).label,
    marksOf: (run) => {
      const note = workbench.notes.get(run);
      return { star: note.starred, pin: note.pinned, hide: note.hidden };
    },
    nameOf: (run) => workbench.notes.get(run).name,
    mark: async (runs, mark, isOn) => {
      // One after the other: they are edits of one file.
      for (const run of runs) await workbench.notes.set(run, { [noteKeys[mark]]: isOn });
    },
    onDidChangeMarks: (listener) => {
      const notes = workbench.notes.onDidChange(() => listener());
      return disposable(() => notes.dispose());
    },
    onDidChange: workbench.runs.onDidChange,
    refresh: () => workbench.refresh.now(),
  };
}

function lookOf(workbench: Workbench, source: string): SourceLook {
  const config = workbench.catalog.current.find((entry) => entry.config.id === source)?.config;
  const row = workbench.catalog.rows.find((one) => one.id === config?.provider);
  return { label: config?.label ?? source, icon: row?.icon ?? 'database' };
}

import { toFault } from '../../../core/base/fault.ts';
import type { ArtifactStore } from '../../../core/capability/artifactStore.ts';
import type { MonitorSource } from '../../../core/capability/monitorSource.ts';
import { reportsInFile } from '../../../core/drift/resultFile.ts';
import type { Artifact } from '../../../core/model/artifact.ts';
import { problemOf, type Problem } from '../../../core/model/problem.ts';
import type { DriftResult, ToolResult } from '../../../core/model/toolResult.ts';
import type { Ids } from '../ids.ts';
import type { MlflowStore } from '../store/store.ts';
import { evaluationOf } from './evaluation.ts';

const mostFolders = 40;
const deepest = 3;
const mostFiles = 20;
const mostBytes = 32 * 1024 * 1024;
/** What people and tools call such files; the content decides. */
const likely = /drift|evidently|nannyml|whylogs|anomal|violation|monitor|report|chunk/i;
const evaluationTable = /(^|\/)(\w+_)?eval_results_table\.json$/;

interface Parts {
  readonly store: MlflowStore;
  readonly artifacts: ArtifactStore;
  readonly ids: Ids;
  readonly source: string;
}

/** Results that were logged to a run: drift reports of other tools as artifacts, and what an evaluation left. */
export function monitorSource({ store, artifacts, ids, source }: Parts): MonitorSource {
  /** Nearest folders first. */
  async function files(run: string, signal: AbortSignal): Promise<{ readonly found: readonly Artifact[]; readonly isWhole: boolean }> {
    const found: Artifact[] = [];
    const folders = [''];
    let looked = 0;
    for (; looked < folders.length && looked < mostFolders; looked += 1) {
      const folder = folders[looked] ?? '';
      const listed = await artifacts.list(run, folder, signal);
      // A model's own folder holds no results, and may hold thousands of files.
      if (listed.some(({ path }) => /(^|\/)MLmodel$/.test(path))) continue;
      found.push(...listed.filter(({ isFolder }) => !isFolder));
      if (folder.split('/').length < deepest) folders.push(...listed.filter(({ isFolder }) => isFolder).map(({ path }) => path));
    }
    return { found, isWhole: looked === folders.length };
  }

  /** Undefined where the file is of no known kind. */
  async function drift(run: string, path: string, signal: AbortSignal): Promise<DriftResult | undefined> {
    const text = new TextDecoder().decode(await artifacts.read(run, path, undefined, signal));
    try {
      const reports = await reportsInFile(text, path.slice(path.lastIndexOf('/') + 1), async (csv) => (await import('papaparse')).default.parse<string[]>(csv).data);
      const newest = reports.at(-1);
      return newest && { kind: 'drift', run, path, tool: newest.engine.name, reports };
    } catch (error) {
      if (toFault(error).code === 'unsupported') return undefined;
      throw error;
    }
  }

  return {
    async results(run, signal) {
      const native = ids.nativeRun(run);
      const { metrics } = await store.run(native, signal);
      const { found, isWhole } = await files(run, signal);
      const items: ToolResult[] = [];
      const problems: Problem[] = [];
      const note = (message: string): void => void problems.push(problemOf(source, { code: 'tooLarge', message }, 'info'));
      const tables = found.filter(({ path }) => evaluationTable.test(path)).map(({ path }) => `${run}/${path}`);
      const candidates = found.filter(({ path }) => /\.(json|csv)$/i.test(path) && likely.test(path) && !evaluationTable.test(path));
      for (const { path, sizeBytes } of candidates.slice(0, mostFiles)) {
        if ((sizeBytes ?? 0) > mostBytes) {
          note(`${path} is larger than ${mostBytes / 1024 / 1024} MiB and was not read.`);
          continue;
        }
        try {
          const result = await drift(run, path, signal);
          if (result) items.push(result);
        } catch (error) {
          signal.throwIfAborted();
          const { code, message } = toFault(error);
          problems.push(problemOf(source, { code, message: `${path}: ${message}` }));
        }
      }
      if (candidates.length > mostFiles) note(`${candidates.length - mostFiles} more files look like results and were not read.`);
      if (!isWhole) note(`The run has more folders than were looked through (${mostFolders}).`);
      const evaluation = evaluationOf(run, metrics, tables);
      if (evaluation) items.unshift(evaluation);
      return { items, total: items.length, problems };
    },
  };
}

import type { Run } from '../core/model/run.ts';
import type { Catalog } from './catalog.ts';
import { defaultRecorders } from './recorders.ts';

/** At a run that was launched here: the pipeline file, relative to the workspace folder, and the stage. */
export const entryTag = 'mlops.entry';

/** How far back is looked: a lens that asks on every save must cost a tracker one page at most. */
const mostRuns = 200;

export function entryTags(folder: string, file: string, stage: string): Readonly<Record<string, string>> {
  const root = `${folder.replaceAll('\\', '/')}/`;
  const normal = file.replaceAll('\\', '/');
  return { [entryTag]: `${normal.startsWith(root) ? normal.slice(root.length) : normal}:${stage}` };
}

/** The newest run in the folder's own trackers that bears all tags of one of the given sets; null where there is none. */
export async function newestTagged(catalog: Catalog, folder: string, marks: ReadonlyArray<Readonly<Record<string, string>>>, signal: AbortSignal): Promise<string | null> {
  let newest: Run | undefined;
  for (const source of await defaultRecorders(catalog, folder, signal)) {
    const experiments = (await catalog.entry(source, signal))?.connection.experiments;
    const { items = [] } = (await experiments?.runs({ pageSize: mostRuns }, signal)) ?? {};
    for (const run of items) {
      const isMarked = marks.some((mark) => Object.entries(mark).every(([key, value]) => run.tags[key] === value));
      if (isMarked && (newest === undefined || (run.startedAt ?? '') > (newest.startedAt ?? ''))) newest = run;
    }
  }
  return newest?.id ?? null;
}

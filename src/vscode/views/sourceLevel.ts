import type { CapabilityName } from '../../core/capability/connection.ts';
import { entityId } from '../../core/model/id.ts';
import type { Problem } from '../../core/model/problem.ts';
import type { CatalogEntry } from '../../services/catalog.ts';
import type { Workbench } from '../../services/workbench.ts';
import { problemRow, sourceRow } from './rows/groupRows.ts';
import type { Item, Level } from './node.ts';

/** The first level of most views: one branch per source that has the capability, and what hindered finding sources. */
export async function sourceLevel(workbench: Workbench, capability: CapabilityName, signal: AbortSignal): Promise<Level> {
  const entries = await workbench.catalog.with(capability, signal);
  const problems = [...workbench.catalog.problems, ...workbench.notes.problems];
  return { items: [...problemItems(problems, 'sources'), ...entries.map((entry) => sourceItem(workbench, entry))], more: null };
}

export function sourceItem(workbench: Workbench, entry: CatalogEntry): Item {
  const icon = workbench.catalog.rows.find((row) => row.id === entry.config.provider)?.icon ?? 'plug';
  const subject = sourceSubject(entry);
  return {
    row: sourceRow(entry.config, { icon, hasActions: hasActions(entry, subject), subject }),
    data: { kind: 'source', entry },
  };
}

export function sourceSubject(entry: CatalogEntry): string {
  return entityId(entry.config.provider, 'source', entry.config.id);
}

export function hasActions(entry: CatalogEntry, subject: string): boolean {
  return (entry.connection.actions?.actions(subject).length ?? 0) > 0;
}

export function problemItems(problems: readonly Problem[], parent: string): Item[] {
  return problems.map((problem, index) => ({ row: problemRow(problem, parent, index), data: { kind: 'problem', problem } }));
}

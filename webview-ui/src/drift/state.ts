import { stateOrder } from '../../../src/core/drift/ranking.ts';
import { toFault } from '../../../src/core/base/fault.ts';
import { driftRoles, type DriftRoles } from '../../../src/protocol/driftRoles.ts';
import type { DriftState } from '../../../src/core/model/drift.ts';

export const tabIds = ['columns', 'time', 'families', 'slices', 'quality', 'performance', 'bias', 'others'] as const;
export type TabId = (typeof tabIds)[number];

export const sortKeys = ['rank', 'name', 'weight', 'p', 'missing'] as const;
export type SortKey = (typeof sortKeys)[number];

/** What a person chose; kept over a reload. */
export interface DriftView {
  readonly tab: TabId;
  /** null = the newest. */
  readonly window: string | null;
  /** By name, so that it stays the same in another window; null = the first in the list. */
  readonly column: string | null;
  /** Left out of the list. */
  readonly hiddenStates: readonly DriftState[];
  readonly hiddenKinds: readonly string[];
  readonly search: string;
  readonly sort: SortKey;
  readonly descending: boolean;
  /** Of the performance chart, by name; null = the first. */
  readonly metric: string | null;
  /** Columns of the model as chosen but not measured yet. */
  readonly roles: DriftRoles | null;
}

export const defaultView: DriftView = { tab: 'columns', window: null, column: null, hiddenStates: [], hiddenKinds: [], search: '', sort: 'rank', descending: false, metric: null, roles: null };

/** An older build may have kept another shape: whatever does not fit falls back to the default. */
export function restored(kept: unknown): { readonly host: unknown; readonly view: DriftView } {
  const state = objectOf(kept);
  const view = objectOf(state['view']);
  const texts = (value: unknown) => (Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : []);
  const textOrNull = (value: unknown) => (typeof value === 'string' ? value : null);
  return {
    host: state['host'] ?? null,
    view: {
      tab: tabIds.find((id) => id === view['tab']) ?? defaultView.tab,
      window: textOrNull(view['window']),
      column: textOrNull(view['column']),
      hiddenStates: stateOrder.filter((one) => texts(view['hiddenStates']).includes(one)),
      hiddenKinds: texts(view['hiddenKinds']),
      search: textOrNull(view['search']) ?? '',
      sort: sortKeys.find((id) => id === view['sort']) ?? defaultView.sort,
      descending: view['descending'] === true,
      metric: textOrNull(view['metric']),
      roles: rolesOrNull(view['roles']),
    },
  };
}

function rolesOrNull(value: unknown): DriftRoles | null {
  try {
    return value === null || value === undefined ? null : driftRoles(value, 'roles');
  } catch (error) {
    if (toFault(error).code === 'invalid') return null;
    throw error;
  }
}

function objectOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

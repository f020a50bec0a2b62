import type { XAxis } from '../charts/transform.ts';

export const tabIds = ['table', 'curves', 'code', 'data', 'images', 'environment'] as const;
export type TabId = (typeof tabIds)[number];

/** What a person chose; kept over a reload. */
export interface CompareView {
  readonly tab: TabId;
  readonly onlyDiffering: boolean;
  readonly grouped: boolean;
  readonly search: string;
  readonly axis: XAxis;
  readonly isLog: boolean;
  /** 0 (none) to 0.99. */
  readonly smoothing: number;
  /** Curves shown; null = the first few. */
  readonly keys: readonly string[] | null;
}

export const defaultView: CompareView = {
  tab: 'table',
  onlyDiffering: false,
  grouped: false,
  search: '',
  axis: 'step',
  isLog: false,
  smoothing: 0,
  keys: null,
};

interface Kept {
  readonly ids: readonly string[];
  readonly baseline: string | null;
  readonly view: CompareView;
}

function textOf(value: unknown, fallback: string): string {
  return typeof value === 'string' ? value : fallback;
}

/** An older build may have kept another shape: whatever does not fit falls back to the default. */
export function restored(kept: unknown): Kept {
  const state = typeof kept === 'object' && kept !== null ? (kept as Record<string, unknown>) : {};
  const view = typeof state['view'] === 'object' && state['view'] !== null ? (state['view'] as Record<string, unknown>) : {};
  const tab = tabIds.find((id) => id === view['tab']) ?? defaultView.tab;
  const axis = (['step', 'time', 'relative'] as const).find((id) => id === view['axis']) ?? defaultView.axis;
  const smoothing = view['smoothing'];
  const list = (value: unknown) => (Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : null);
  return {
    ids: list(state['ids']) ?? [],
    baseline: typeof state['baseline'] === 'string' ? state['baseline'] : null,
    view: {
      tab,
      axis,
      onlyDiffering: view['onlyDiffering'] === true,
      grouped: view['grouped'] === true,
      isLog: view['isLog'] === true,
      search: textOf(view['search'], ''),
      smoothing: typeof smoothing === 'number' && smoothing >= 0 && smoothing < 1 ? smoothing : 0,
      keys: list(view['keys']),
    },
  };
}

import { useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import { deciderWords, percent, pText, shortNumber } from '../../../src/core/drift/export/words.ts';
import type { ArrivedRow, ColumnRow, ShownRow } from '../../../src/protocol/drift.ts';
import { Icon } from '../shell/Icon.tsx';
import { count, plain } from '../shell/words.ts';
import { Grid } from '../table/Grid.tsx';
import type { GridCell, GridGoTo, GridModel } from '../table/gridModel.ts';
import { kindIcon, shownWords, StateMark } from './looks.tsx';
import { EffectBar, Sketch } from './Marks.tsx';
import type { DriftView, SortKey } from './state.ts';

interface ColumnGridProps {
  readonly columns: ReadonlyArray<ShownRow | ArrivedRow>;
  readonly chosen: ShownRow | null;
  /** Columns still arrive: what is in sight stays where it is. */
  readonly isArriving: boolean;
  readonly view: DriftView;
  readonly onView: (change: Partial<DriftView>) => void;
  readonly onCode: (place: number) => void;
}

interface Head {
  readonly key: string;
  readonly label: string;
  readonly width: number;
  readonly isEnd?: boolean;
  readonly sort?: SortKey;
  readonly title?: string;
}

const heads: readonly Head[] = [
  { key: 'name', label: 'Column', width: 172, sort: 'name' },
  { key: 'state', label: 'State', width: 168, sort: 'rank', title: 'Sorted by rank: state, then effect' },
  { key: 'sketch', label: 'Distribution', width: 102, title: 'Reference filled, current as a line' },
  { key: 'bar', label: 'Effect', width: 118, sort: 'weight', title: 'Effect and interval on a scale of the threshold, which is the upright line' },
  { key: 'effect', label: '', width: 58, isEnd: true, title: 'Effect' },
  { key: 'p', label: 'Adj. p', width: 70, isEnd: true, sort: 'p', title: 'Adjusted p of the sub-test with the smallest one' },
  { key: 'missing', label: 'Missing', width: 112, isEnd: true, sort: 'missing', title: 'Share of missing values, reference → current' },
  { key: 'notes', label: 'Values', width: 220, title: 'New, vanished and out-of-range values, problems' },
];

/** Sorting by size starts with the largest, except for p. */
const startsDescending: readonly SortKey[] = ['weight', 'missing'];

export function ColumnGrid({ columns, chosen, isArriving, view, onView, onCode }: ColumnGridProps) {
  const [goTo, setGoTo] = useState<GridGoTo | null>(null);
  const before = useRef<{ readonly columns: readonly ShownRow[]; readonly isArriving: boolean }>({ columns: [], isArriving: false });
  useLayoutEffect(() => {
    const row = chosen ? columns.indexOf(chosen) : -1;
    const was = before.current;
    before.current = { columns, isArriving };
    if (row < 0 || view.column === null) return;
    const from = was.isArriving ? was.columns.findIndex(({ name }) => name === view.column) : -1;
    if (from < 0) setGoTo({ row, column: 0 });
    else if (!isArriving || row !== from) setGoTo({ row, column: 0, from, isInSightOnly: isArriving });
    // Only a new list or a column chosen elsewhere moves the list; the cursor's own steps need no help.
  }, [columns]);
  const model = useMemo(
    (): GridModel => ({
      rows: columns.length,
      columns: heads,
      pinned: 1,
      stamp: (row) => {
        const column = columns[row];
        return column ? `${column.place}:${row}:${versionOf(column)}` : row;
      },
      isSelected: (row) => columns[row] === chosen,
      header: (at) => {
        const head = heads[at];
        // Before verdicts there are no ranks, and columns stand in the file's order.
        const isSorted = head?.sort !== undefined && head.sort === view.sort && !(isArriving && view.sort === 'rank');
        return {
          content: head?.label ?? '',
          title: head?.title ?? '',
          ...(head?.label === '' ? { label: head.title ?? '' } : {}),
          ...(isSorted ? { sort: view.descending ? ('descending' as const) : ('ascending' as const) } : {}),
        };
      },
      cell: (row, at) => {
        const column = columns[row];
        return column ? cellOf(column, heads[at]?.key ?? '') : { content: '' };
      },
    }),
    [columns, chosen, isArriving, view.sort, view.descending],
  );
  const sortBy = (at: number) => {
    const key = heads[at]?.sort;
    if (!key) return;
    const first = startsDescending.includes(key);
    if (view.sort !== key) onView({ sort: key, descending: first });
    else if (view.descending === first) onView({ descending: !first });
    else onView({ sort: 'rank', descending: false });
  };
  return (
    <Grid
      id="grid-columns"
      label={isArriving ? 'Columns, in the order of the file' : 'Columns, ranked'}
      model={model}
      goTo={goTo}
      headHeight={26}
      events={{
        onActive: ({ row }) => {
          const column = columns[row];
          if (column) onView({ column: column.name });
        },
        onPress: (_, { row, column }) => {
          if (row < 0) sortBy(column);
        },
        onKey: (event, { row, column }) => {
          if (row < 0 && (event.key === 'Enter' || event.key === ' ')) sortBy(column);
          else return false;
          return true;
        },
        onOpen: ({ row }) => {
          const column = columns[row];
          if (column) onCode(column.place);
        },
      }}
    />
  );
}

/** Rises while the column may still change; 0 in a report. */
export function versionOf(column: ShownRow | ArrivedRow): number {
  return 'version' in column ? column.version : 0;
}

function cellOf(column: ShownRow | ArrivedRow, key: string): GridCell {
  const decider = column.decider === null || column.decider === 'distribution' ? null : deciderWords[column.decider];
  switch (key) {
    case 'name':
      return {
        content: (
          <>
            <Icon name={kindIcon(column.kind)} tone="muted" />
            <span class="mono column-name">{plain(column.name)}</span>
          </>
        ),
        title: `${plain(column.name)} (${plain(column.kind)})`,
        label: `${plain(column.name)}, ${plain(column.kind)}`,
      };
    case 'state':
      return { content: <StateMark state={column.state} more={decider} />, label: `${shownWords[column.state]}${decider ? `, ${decider}` : ''}` };
    case 'sketch':
      return { content: <Sketch sketch={column.sketch} />, brief: null, label: column.sketch ? 'Distribution: see the detail' : 'No distribution' };
    case 'bar':
      return {
        content: <EffectBar effect={column.effect} interval={column.effectInterval} threshold={column.threshold} isDrift={column.state === 'drift'} size={102} />,
        brief: null,
        title: effectTitle(column),
        label: effectTitle(column),
      };
    case 'effect':
      return column.effect === null ? { content: '–', tone: 'is-absent' } : { content: effectText(column.effect), title: `${column.effectName ?? 'effect'} ${column.effect}`, tone: 'num' };
    case 'p':
      if ('version' in column && column.pValue !== null) return { content: '–', tone: 'is-absent', title: `Not adjusted: ${pText(column.pValue)}` };
      return column.pAdjusted === null ? { content: '–', tone: 'is-absent' } : { content: pText(column.pAdjusted), title: String(column.pAdjusted), tone: 'num' };
    case 'missing':
      return missingCell(column);
    default:
      return { content: notesOf(column), title: [notesOf(column), ...column.problems.map(({ message }) => plain(message))].filter((part) => part !== '').join('\n') };
  }
}

/** Three decimals in every row, so that they stand below each other. */
function effectText(effect: number): string {
  if (effect !== 0 && Math.abs(effect) < 0.0005) return '< 0.001';
  return Math.abs(effect) < 1000 ? effect.toFixed(3) : shortNumber(effect);
}

function effectTitle({ effect, effectName, effectInterval, threshold }: ShownRow): string {
  if (effect === null) return 'No effect measured';
  const interval = effectInterval ? `, ${shortNumber(effectInterval[0])} to ${shortNumber(effectInterval[1])}` : '';
  return `${plain(effectName ?? 'Effect')} ${shortNumber(effect)}${interval}${threshold === null ? '' : `; threshold ${shortNumber(threshold)}`}`;
}

function missingCell({ nullShare: { reference, current } }: ShownRow): GridCell {
  if (reference === null || current === null) return { content: '–', tone: 'is-absent' };
  if (reference === 0 && current === 0) return { content: '0', tone: 'num is-absent', label: '0, none missing' };
  const short = (share: number) => (share * 100).toFixed(1);
  return { content: `${short(reference)} → ${short(current)} %`, title: `${percent(reference)} → ${percent(current)}`, tone: 'num' };
}

export function notesOf({ newValues, vanishedValues, outOfRange, problems }: Pick<ColumnRow, 'newValues' | 'vanishedValues' | 'outOfRange' | 'problems'>): string {
  const outside = (outOfRange?.below ?? 0) + (outOfRange?.above ?? 0);
  return [
    newValues > 0 ? `${count(newValues)} new` : '',
    vanishedValues > 0 ? `${count(vanishedValues)} vanished` : '',
    outside > 0 ? `${count(outside)} out of range` : '',
    problems.length > 0 ? (problems.length === 1 ? '1 problem' : `${count(problems.length)} problems`) : '',
  ]
    .filter((part) => part !== '')
    .join(' · ');
}

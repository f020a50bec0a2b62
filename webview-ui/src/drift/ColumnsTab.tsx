import { useMemo } from 'preact/hooks';
import { stateOrder } from '../../../src/core/drift/ranking.ts';
import { stateWords } from '../../../src/core/drift/export/words.ts';
import type { DriftContract, ShownRow } from '../../../src/protocol/drift.ts';
import type { ViewLink } from '../../../src/protocol/rpc/viewLink.ts';
import type { ThemeColors } from '../charts/palette.ts';
import { SearchField } from '../kit/SearchField.tsx';
import { Icon } from '../shell/Icon.tsx';
import { Notice } from '../shell/Notice.tsx';
import { count, plain } from '../shell/words.ts';
import type { ShownHead } from './arrived.ts';
import { ColumnGrid } from './ColumnGrid.tsx';
import { Detail } from './Detail.tsx';
import { kindIcon, stateLooks } from './looks.tsx';
import type { DriftView } from './state.ts';

interface ColumnsTabProps {
  readonly link: ViewLink<DriftContract>;
  readonly head: ShownHead;
  readonly rows: { readonly columns: readonly ShownRow[] };
  readonly view: DriftView;
  readonly onView: (change: Partial<DriftView>) => void;
  readonly theme: ThemeColors;
  readonly isTable: boolean;
  readonly onTable: (isTable: boolean) => void;
  readonly fieldRef: { current: HTMLElement | null };
}

export function ColumnsTab({ link, head, rows, view, onView, theme, isTable, onTable, fieldRef }: ColumnsTabProps) {
  const shown = useMemo(() => arranged(rows.columns, view), [rows, view.search, view.hiddenStates, view.hiddenKinds, view.sort, view.descending]);
  const chosen = shown.find(({ name }) => name === view.column) ?? shown[0] ?? null;
  const kinds = useMemo(() => [...new Set(rows.columns.map(({ kind }) => kind))].sort(), [rows]);
  if (rows.columns.length === 0) return <Notice icon="symbol-field" title="No columns" detail="The two sides have no column to compare." />;
  const { counts } = head;
  // Whoever begins to read before the verdicts are there keeps the column: the ranking then does not take it away.
  const hold = counts === null && view.column === null && chosen ? () => onView({ column: chosen.name }) : undefined;
  const toggled = <T extends string>(list: readonly T[], one: T) => (list.includes(one) ? list.filter((other) => other !== one) : [...list, one]);
  return (
    <>
      <div class="tab-bar column-filter">
        <SearchField fieldRef={fieldRef} label="Search columns" placeholder="Search columns" value={view.search} onInput={(search) => onView({ search })} onKeyDown={(event) => event.key === 'Escape' && onView({ search: '' })} />
        {counts === null ? null : (
          <div class="chips" role="group" aria-label="States shown">
            {stateOrder.map((state) => (
              <button key={state} type="button" class="chip" aria-pressed={!view.hiddenStates.includes(state)} disabled={counts[state] === 0} onClick={() => onView({ hiddenStates: toggled(view.hiddenStates, state) })}>
                <Icon name={stateLooks[state].icon} tone={stateLooks[state].tone} />
                <span class="num">{count(counts[state])}</span> {stateWords[state]}
              </button>
            ))}
          </div>
        )}
        {kinds.length > 1 ? (
          <div class="chips" role="group" aria-label="Kinds shown">
            {kinds.map((kind) => (
              <button key={kind} type="button" class="chip" title={plain(kind)} aria-pressed={!view.hiddenKinds.includes(kind)} onClick={() => onView({ hiddenKinds: toggled(view.hiddenKinds, kind) })}>
                <Icon name={kindIcon(kind)} tone="muted" /> <span class="chip-word">{plain(kind)}</span>
              </button>
            ))}
          </div>
        ) : null}
      </div>
      <div class="split" onPointerDownCapture={hold} onKeyDownCapture={hold} onWheelCapture={hold}>
        {shown.length === 0 ? (
          <Notice icon="filter" title="No column matches" detail={`${count(rows.columns.length)} in all.`}>
            <button type="button" class="link" onClick={() => onView({ search: '', hiddenStates: [], hiddenKinds: [] })}>
              Show all columns
            </button>
          </Notice>
        ) : (
          <ColumnGrid columns={shown} chosen={chosen} isArriving={counts === null} view={view} onView={onView} onCode={(place) => link.command('openCode', { window: head.id, place })} />
        )}
        <Detail link={link} head={head} row={chosen} theme={theme} isTable={isTable} onTable={onTable} />
      </div>
    </>
  );
}

function arranged(columns: readonly ShownRow[], { search, hiddenStates, hiddenKinds, sort, descending }: DriftView): ShownRow[] {
  const wanted = search.trim().toLowerCase();
  const shown = columns.filter((column) => !hiddenStates.some((state) => state === column.state) && !hiddenKinds.includes(column.kind) && (wanted === '' || column.name.toLowerCase().includes(wanted)));
  if (sort === 'rank') return descending ? shown.reverse() : shown;
  const change = ({ nullShare: { reference, current } }: ShownRow) => (reference === null || current === null ? null : Math.abs(current - reference));
  const value = (column: ShownRow) => (sort === 'weight' ? column.weight : sort === 'p' ? column.pAdjusted : change(column));
  const turn = descending ? -1 : 1;
  return shown.sort((a, b) => {
    if (sort === 'name') return turn * a.name.localeCompare(b.name);
    const [left, right] = [value(a), value(b)];
    // What has no value stands last either way.
    if (left === null || right === null) return (left === null ? 1 : 0) - (right === null ? 1 : 0);
    return turn * (left - right);
  });
}

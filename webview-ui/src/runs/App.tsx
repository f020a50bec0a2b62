import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { toFault } from '../../../src/core/base/fault.ts';
import type { RunsContract, RunsLayout, RunTable } from '../../../src/protocol/runs.ts';
import { Button } from '../kit/Button.tsx';
import { Checkbox } from '../kit/Checkbox.tsx';
import { SearchField } from '../kit/SearchField.tsx';
import type { Host } from '../shell/host.ts';
import { announce, Live } from '../shell/Live.tsx';
import { Notice, Problems, Skeleton } from '../shell/Notice.tsx';
import { isTyping, ShortcutHelp, type Shortcut } from '../shell/ShortcutHelp.tsx';
import { count, plain, plural } from '../shell/words.ts';
import type { GridPlace } from '../table/gridModel.ts';
import { ColumnPicker } from './ColumnPicker.tsx';
import { FilterBar } from './FilterBar.tsx';
import { emptyLayout, shownColumns, withPin } from './layout.ts';
import { RunsGrid } from './RunsGrid.tsx';

const shortcuts: readonly Shortcut[] = [
  { keys: '/', does: 'Filter' },
  { keys: 'F', does: 'Find in the table' },
  { keys: 'K', does: 'Choose columns' },
  { keys: '↑ ↓ ← →', does: 'Go from cell to cell; Ctrl goes to the end' },
  { keys: 'Space', does: 'Select the run; Shift selects from the last one' },
  { keys: 'C', does: 'Compare the selected runs' },
  { keys: 'Enter', does: 'Open the run; on a heading: sort' },
  { keys: 'Shift Enter', does: 'On a heading: add it to the sort' },
  { keys: 'S P H', does: 'Star, pin, hide' },
  { keys: 'P', does: 'On a heading: pin the column' },
  { keys: 'Alt ← →', does: 'On a heading: move the column' },
  { keys: 'Alt Shift ← →', does: 'On a heading: make it narrower or wider' },
  { keys: 'Delete', does: 'On a heading: hide the column' },
  { keys: 'R', does: 'Read the sources again' },
  { keys: '?', does: 'This list' },
];
const compareAtMost = 500;

export function App({ host }: { readonly host: Host<RunsContract> }) {
  const { link } = host;
  const [table, setTable] = useState<RunTable | null>(null);
  const [layout, setLayout] = useState<RunsLayout | null>(null);
  const [selected, setSelected] = useState<ReadonlySet<string>>(() => restoredSelection(host.restore()));
  const [dialog, setDialog] = useState<'help' | 'columns' | null>(null);
  const [isStale, setStale] = useState(false);
  const [goTo, setGoTo] = useState<GridPlace | null>(null);
  const filter = useRef<HTMLElement>(null);
  const find = useRef<HTMLElement>(null);

  useEffect(() => {
    const subscriptions = [
      link.on('table', (next) => {
        setTable(next);
        setLayout((now) => now ?? next.layout ?? emptyLayout);
      }),
      link.on('notice', announce),
      link.onFault((fault) => announce(plain([fault.message, fault.hint].filter(Boolean).join(' ')))),
      link.onStale(() => setStale(true)),
    ];
    link.start();
    return () => subscriptions.forEach((subscription) => subscription.dispose());
  }, []);
  // With the rendering, not after the next frame: a reload may come before that one.
  useLayoutEffect(() => host.keep({ selected: [...selected].slice(0, compareAtMost) }), [selected]);
  useEffect(() => {
    if (layout === null) return undefined;
    const timer = setTimeout(() => link.command('remember', layout), 300);
    return () => clearTimeout(timer);
  }, [layout]);

  const compare = () => {
    if (selected.size < 2) announce('Select at least two runs to compare.');
    else if (selected.size > compareAtMost) announce(`At most ${compareAtMost} runs can be compared at once.`);
    else link.command('compare', { ids: [...selected] });
  };
  // A key that follows at once must meet what the one before it did.
  useLayoutEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event) || dialog) return;
      if (event.key === '/') filter.current?.focus();
      else if (event.key === 'f') find.current?.focus();
      else if (event.key === 'k') setDialog('columns');
      else if (event.key === '?') setDialog('help');
      else if (event.key === 'r') link.command('refresh', null);
      else return;
      event.preventDefault();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [dialog]);

  if (isStale) return <Notice icon="versions" tone="warning" title="This panel is from another version of MLOps Workbench" detail="Close it and open the runs table again." />;
  if (!table || !layout) return <Skeleton lines={16} />;
  const shown = shownColumns(table.columns, layout).columns.map(({ key }) => key);
  return (
    <main class="runs" aria-busy={table.isLoading}>
      <header class="bar">
        <h1 class="sr-only">Runs</h1>
        <FilterBar table={table} fieldRef={filter} onFilter={(text) => link.command('filter', { text })} onLeave={() => document.getElementById('grid-runs')?.focus()} />
        <Find link={link} table={table} shown={shown} fieldRef={find} onFound={(row) => setGoTo({ row, column: 0 })} />
        <Button appearance="icon" icon="list-selection" label="Choose columns" onPress={() => setDialog('columns')} />
        <Button appearance="icon" icon="refresh" label="Read the sources again" onPress={() => link.command('refresh', null)} />
        <Button appearance="icon" icon="question" label="Keyboard shortcuts" onPress={() => setDialog('help')} />
        <Button appearance="primary" icon="git-compare" label={selected.size > 1 ? `Compare ${count(selected.size)}` : 'Compare'} isDisabled={selected.size < 2} onPress={compare} />
      </header>
      {table.isLoading ? <div class="progress-line" role="progressbar" aria-label="Reading runs" /> : null}
      <Problems problems={table.problems} />
      {table.rows === 0 ? (
        <Empty table={table} onClear={() => link.command('filter', { text: '' })} />
      ) : (
        <RunsGrid link={link} table={table} layout={layout} selected={selected} goTo={goTo} onLayout={setLayout} onSelect={setSelected} onCompare={compare} />
      )}
      <footer class="status-bar">
        <span>{table.rows === table.total - (table.showsHidden ? 0 : table.hidden) ? plural(table.rows, 'run') : `${count(table.rows)} of ${plural(table.total, 'run')}`}</span>
        {selected.size > 0 ? (
          <span>
            {count(selected.size)} selected{' '}
            <button type="button" class="link" onClick={() => setSelected(new Set())}>
              Clear
            </button>
          </span>
        ) : null}
        {table.sort.length > 0 ? (
          <span class="faint">
            sorted by {table.sort.map(({ key, descending }) => `${plain(key)} ${descending ? '↓' : '↑'}`).join(', ')}{' '}
            <button type="button" class="link" onClick={() => link.command('sort', { keys: [] })}>
              Newest first
            </button>
          </span>
        ) : null}
        <span class="bar-space" />
        {table.hidden > 0 || table.showsHidden ? <Checkbox label={`Show ${count(table.hidden)} hidden`} isOn={table.showsHidden} onChange={(isOn) => link.command('showHidden', { isOn })} /> : null}
        <span class="faint">
          {shown.length} of {table.columns.length} columns
        </span>
      </footer>
      {dialog === 'help' ? <ShortcutHelp shortcuts={shortcuts} onClose={() => setDialog(null)} /> : null}
      {dialog === 'columns' ? (
        <ColumnPicker columns={table.columns} shown={shown} pinned={layout.pinned} onShow={(keys) => setLayout({ ...layout, shown: keys })} onPin={(key) => setLayout(withPin(layout, key))} onClose={() => setDialog(null)} />
      ) : null}
      <Live />
    </main>
  );
}

function Empty({ table, onClear }: { readonly table: RunTable; readonly onClear: () => void }) {
  if (table.isLoading) return <Skeleton lines={16} />;
  if (table.total > 0 && table.filter !== '') {
    return (
      <Notice icon="filter" title="No run matches the filter" detail={`${plural(table.total, 'run')} in all.`}>
        <Button label="Clear Filter" appearance="primary" onPress={onClear} />
      </Notice>
    );
  }
  if (table.hidden > 0) return <Notice icon="eye-closed" title="Every run is hidden" detail="Show hidden runs with the box below." />;
  if (table.problems.length > 0) return <Notice icon="warning" tone="warning" title="No run could be read" detail="The problems above say why." />;
  return <Notice icon="beaker" title="No runs yet" detail="Launch a training, or connect a tracker in the MLOps view." />;
}

interface FindProps {
  readonly link: Host<RunsContract>['link'];
  readonly table: RunTable;
  readonly shown: readonly string[];
  readonly fieldRef: { current: HTMLElement | null };
  readonly onFound: (row: number) => void;
}

function Find({ link, table, shown, fieldRef, onFound }: FindProps) {
  const [text, setText] = useState('');
  const last = useRef(-1);
  const next = async () => {
    if (text.trim() === '') return;
    try {
      const row = await link.query('find', { version: table.version, text, from: last.current + 1, columns: shown.slice(0, 256) });
      last.current = row;
      if (row >= 0) onFound(row);
      announce(row >= 0 ? `Found in row ${count(row + 1)}.` : `“${plain(text)}” was not found.`);
    } catch (error) {
      announce(toFault(error).message);
    }
  };
  return (
    <div class="find">
      <SearchField
        fieldRef={fieldRef}
        label="Find in the table"
        placeholder="Find"
        value={text}
        onInput={(value) => {
          setText(value);
          last.current = -1;
        }}
        onKeyDown={(event) => {
          if (event.key === 'Enter') void next();
          else if (event.key === 'Escape') document.getElementById('grid-runs')?.focus();
        }}
      />
    </div>
  );
}

function restoredSelection(kept: unknown): ReadonlySet<string> {
  const list = typeof kept === 'object' && kept !== null ? (kept as { selected?: unknown }).selected : undefined;
  return new Set(Array.isArray(list) ? list.filter((id): id is string => typeof id === 'string') : []);
}

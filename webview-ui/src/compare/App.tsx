import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { CompareContract, CompareSnapshot } from '../../../src/protocol/compare.ts';
import { Button } from '../kit/Button.tsx';
import { Checkbox } from '../kit/Checkbox.tsx';
import { SearchField } from '../kit/SearchField.tsx';
import type { Host } from '../shell/host.ts';
import { announce, Live } from '../shell/Live.tsx';
import { Notice, Problems, Skeleton } from '../shell/Notice.tsx';
import { isTyping, ShortcutHelp, type Shortcut } from '../shell/ShortcutHelp.tsx';
import { Tabs, type TabInfo } from '../shell/Tabs.tsx';
import { useTheme } from '../shell/theme.ts';
import { plain, plural } from '../shell/words.ts';
import { CodeTab } from './CodeTab.tsx';
import { CurvesTab } from './CurvesTab.tsx';
import { ImagesTab } from './ImagesTab.tsx';
import { RowsTab } from './RowsTab.tsx';
import { RunStrip } from './RunStrip.tsx';
import { restored, tabIds, type CompareView, type TabId } from './state.ts';

const shortcuts: readonly Shortcut[] = [
  { keys: '1 – 6', does: 'Go to a tab' },
  { keys: '/', does: 'Search' },
  { keys: 'D', does: 'Show only what differs' },
  { keys: 'G', does: 'Group by prefix' },
  { keys: 'C', does: 'Copy as Markdown' },
  { keys: 'Shift C', does: 'Copy as CSV' },
  { keys: 'R', does: 'Read the runs again' },
  { keys: '← →', does: 'On a run: go to the next one' },
  { keys: 'Alt ← →', does: 'On a run: move it' },
  { keys: 'B', does: 'On a run: make it the baseline' },
  { keys: 'Delete', does: 'On a run: remove it from the comparison' },
  { keys: '↑ ↓ ← →', does: 'In a table: go from cell to cell' },
  { keys: '?', does: 'This list' },
];

export function App({ host }: { readonly host: Host<CompareContract> }) {
  const { link } = host;
  const theme = useTheme();
  const start = useMemo(() => restored(host.restore()), []);
  const [snapshot, setSnapshot] = useState<CompareSnapshot | null>(null);
  const [view, setView] = useState<CompareView>(start.view);
  const [isHelp, setHelp] = useState(false);
  const [isStale, setStale] = useState(false);
  const search = useRef<HTMLElement>(null);
  const onView = (change: Partial<CompareView>) => setView((now) => ({ ...now, ...change }));

  useEffect(() => {
    const subscriptions = [
      link.on('comparison', setSnapshot),
      link.on('notice', announce),
      link.onFault((fault) => announce(plain([fault.message, fault.hint].filter(Boolean).join(' ')))),
      link.onStale(() => setStale(true)),
    ];
    link.start();
    return () => subscriptions.forEach((subscription) => subscription.dispose());
  }, []);
  // With the rendering, not after the next frame: a reload may come before that one.
  useLayoutEffect(() => {
    const kept = snapshot ? { ids: snapshot.runs.map((run) => run.id), baseline: snapshot.baseline } : { ids: start.ids, baseline: start.baseline };
    host.keep({ ...kept, view });
  }, [snapshot, view]);

  const arrange = (ids: readonly string[], baseline: string | null) => link.command('arrange', { ids, baseline });
  const copy = (format: 'markdown' | 'csv') => link.command('copy', { format, onlyDiffering: view.onlyDiffering });
  // A key that follows at once must meet what the one before it did.
  useLayoutEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event) || isHelp) return;
      const tab = tabIds[Number(event.key) - 1];
      if (tab) onView({ tab });
      else if (event.key === '/') search.current?.focus();
      else if (event.key === '?') setHelp(true);
      else if (event.key === 'd') onView({ onlyDiffering: !view.onlyDiffering });
      else if (event.key === 'g') onView({ grouped: !view.grouped });
      else if (event.key === 'c') copy('markdown');
      else if (event.key === 'C') copy('csv');
      else if (event.key === 'r') link.command('refresh', null);
      else return;
      event.preventDefault();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [view, isHelp]);

  if (isStale) return <Notice icon="versions" tone="warning" title="This panel is from another version of MLOps Workbench" detail="Close it and open the comparison again." />;
  if (!snapshot) return <Skeleton lines={14} />;
  if (snapshot.runs.length === 0) {
    return (
      <main class="empty">
        <Notice icon="git-compare" title="No runs to compare" detail="Choose runs in the Experiments view or in the runs table.">
          <Button label="Choose Runs…" appearance="primary" onPress={() => link.command('addRuns', null)} />
        </Notice>
        <Live />
      </main>
    );
  }
  const ids = snapshot.runs.map((run) => run.id);
  const move = (from: number, to: number) => {
    const next = [...ids];
    const [moving] = next.splice(from, 1);
    if (moving === undefined) return;
    next.splice(to, 0, moving);
    arrange(next, snapshot.baseline);
    announce(`${plain(snapshot.runs[from]?.name ?? '')} is now run ${to + 1} of ${ids.length}.`);
  };
  const remove = (place: number) => {
    const rest = ids.filter((_, index) => index !== place);
    arrange(rest, rest.includes(snapshot.baseline ?? '') ? snapshot.baseline : (rest[0] ?? null));
    announce(`${plain(snapshot.runs[place]?.name ?? '')} was removed from the comparison.`);
  };
  return (
    <main class="compare" aria-busy={snapshot.isLoading}>
      <header class="bar">
        <h1>{ids.length === 1 ? 'Run' : `Compare ${plural(ids.length, 'run')}`}</h1>
        {snapshot.isLoading ? <span class="progress" role="status" aria-label="Loading" /> : null}
        <span class="bar-space" />
        <Button appearance="icon" icon="add" label="Add runs…" onPress={() => link.command('addRuns', null)} />
        <Button appearance="icon" icon="markdown" label="Copy as Markdown" onPress={() => copy('markdown')} />
        <Button appearance="icon" icon="copy" label="Copy as CSV" onPress={() => copy('csv')} />
        <Button appearance="icon" icon="refresh" label="Read the runs again" onPress={() => link.command('refresh', null)} />
        <Button appearance="icon" icon="question" label="Keyboard shortcuts" onPress={() => setHelp(true)} />
      </header>
      <RunStrip snapshot={snapshot} theme={theme} onMove={move} onRemove={remove} onBaseline={(place) => arrange(ids, ids[place] ?? null)} onOpen={(place) => link.command('openRun', { run: ids[place] ?? '' })} />
      <Problems problems={snapshot.problems} />
      <Tabs label="Comparison" tabs={tabsOf(snapshot)} active={view.tab} onChange={(tab) => onView({ tab })}>
        <div class="tab-bar">
          <SearchField fieldRef={search} label="Search" placeholder={placeholders[view.tab]} value={view.search} onInput={(text) => onView({ search: text })} />
          {view.tab === 'table' || view.tab === 'data' || view.tab === 'environment' ? (
            <>
              <Checkbox label="Only differing" isOn={view.onlyDiffering} onChange={(onlyDiffering) => onView({ onlyDiffering })} />
              <Checkbox label="Group by prefix" isOn={view.grouped} onChange={(grouped) => onView({ grouped })} />
            </>
          ) : null}
          {view.tab === 'table' ? <DeltaLegend /> : null}
        </div>
        <TabBody host={host} snapshot={snapshot} view={view} theme={theme} onView={onView} />
      </Tabs>
      {isHelp ? <ShortcutHelp shortcuts={shortcuts} onClose={() => setHelp(false)} /> : null}
      <Live />
    </main>
  );
}

const placeholders: Readonly<Record<TabId, string>> = {
  table: 'Search metrics, params and values',
  curves: 'Search metrics',
  code: 'Search files',
  data: 'Search datasets',
  images: 'Search images',
  environment: 'Search environment and tags',
};

function DeltaLegend() {
  return (
    <span class="delta-legend" aria-hidden>
      <span class="delta delta-better">▲▼</span> better <span class="delta delta-worse">△▽</span> worse
    </span>
  );
}

function TabBody({ host, snapshot, view, theme, onView }: { readonly host: Host<CompareContract>; readonly snapshot: CompareSnapshot; readonly view: CompareView; readonly theme: ReturnType<typeof useTheme>; readonly onView: (change: Partial<CompareView>) => void }) {
  const parts = useMemo(
    () => ({
      table: [{ label: 'Metrics', rows: snapshot.metrics }, { label: 'Params', rows: snapshot.params }],
      data: [{ label: 'Datasets', rows: snapshot.data }],
      environment: [{ label: 'Environment', rows: snapshot.environment ?? [] }, { label: 'Tags', rows: snapshot.tags }],
    }),
    [snapshot],
  );
  const common = { snapshot, view, theme };
  if (snapshot.isLoading && snapshot.metrics.length + snapshot.params.length === 0) return <Skeleton lines={10} />;
  switch (view.tab) {
    case 'table':
      return <RowsTab key="table" id="grid-table" label="Metrics and params" noun="Name" parts={parts.table} {...common} />;
    case 'curves':
      return <CurvesTab link={host.link} onView={onView} {...common} />;
    case 'code':
      return <CodeTab link={host.link} snapshot={snapshot} search={view.search} />;
    case 'data':
      return <RowsTab key="data" id="grid-data" label="Datasets" noun="Dataset" absent="not used by this run" areDigests parts={parts.data} {...common} />;
    case 'images':
      return <ImagesTab link={host.link} snapshot={snapshot} theme={theme} search={view.search} />;
    case 'environment':
      return (
        <>
          {snapshot.environment === null ? <p class="no-change">No source of these runs tells its environment; the tags are shown.</p> : null}
          <RowsTab key="environment" id="grid-environment" label="Environment and tags" noun="Name" parts={parts.environment} {...common} />
        </>
      );
  }
}

function tabsOf(snapshot: CompareSnapshot): Array<TabInfo<TabId>> {
  const differing = (rows: ReadonlyArray<{ readonly differs: boolean }>) => rows.filter((row) => row.differs).length;
  const tab = (id: TabId, label: string, count: number): TabInfo<TabId> => ({
    id,
    label,
    ...(count > 0 ? { badge: String(count), badgeLabel: `${plural(count, 'row')} differ` } : {}),
  });
  return [
    tab('table', 'Metrics & Params', differing(snapshot.metrics) + differing(snapshot.params)),
    tab('curves', 'Curves', 0),
    tab('code', 'Code', 0),
    tab('data', 'Data', differing(snapshot.data)),
    tab('images', 'Images & Plots', 0),
    tab('environment', 'Environment', differing(snapshot.environment ?? []) + differing(snapshot.tags)),
  ];
}

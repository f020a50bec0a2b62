import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { DriftContract, DriftKept, DriftPicture, DriftWork } from '../../../src/protocol/drift.ts';
import { Button } from '../kit/Button.tsx';
import type { Host } from '../shell/host.ts';
import { announce, Live } from '../shell/Live.tsx';
import { Notice, Problems, Skeleton } from '../shell/Notice.tsx';
import { isTyping, ShortcutHelp, type Shortcut } from '../shell/ShortcutHelp.tsx';
import { Tabs, type TabInfo } from '../shell/Tabs.tsx';
import { useTheme } from '../shell/theme.ts';
import { count, plain } from '../shell/words.ts';
import { useWindow } from './answers.ts';
import { useArrived } from './arrived.ts';
import { arrivingPage } from './Arriving.tsx';
import { ColumnsTab } from './ColumnsTab.tsx';
import { OthersTab } from './OthersTab.tsx';
import { FamiliesTab } from './FamiliesTab.tsx';
import { Header } from './Header.tsx';
import { QualityTab } from './QualityTab.tsx';
import { SlicesTab } from './SlicesTab.tsx';
import { ModelTab } from './model/ModelTab.tsx';
import { restored, tabIds, type DriftView, type TabId } from './state.ts';
import { TimeTab } from './TimeTab.tsx';
import { WorkingPage, WorkingStrip } from './Working.tsx';

const shortcuts: readonly Shortcut[] = [
  { keys: '1 – 8', does: 'Go to a tab' },
  { keys: '/', does: 'Search columns' },
  { keys: '[ ]', does: 'Earlier, later window' },
  { keys: '↑ ↓ ← →', does: 'In a table or a chart: go from place to place' },
  { keys: 'Enter', does: 'On a heading: sort; in the heat map: open the column' },
  { keys: 'T', does: 'Charts as tables and back' },
  { keys: 'O', does: 'Open the code that reads the column' },
  { keys: 'C', does: 'Copy the report as Markdown' },
  { keys: 'E', does: 'Export as a page' },
  { keys: 'Shift E', does: 'Export as JSON evidence' },
  { keys: 'R', does: 'Compare again' },
  { keys: '?', does: 'This list' },
];

export function App({ host }: { readonly host: Host<DriftContract> }) {
  const { link } = host;
  const theme = useTheme();
  const start = useMemo(() => restored(host.restore()), []);
  const [picture, setPicture] = useState<DriftPicture | null>(null);
  const [work, setWork] = useState<DriftWork | null>(null);
  const [kept, setKept] = useState<unknown>(start.host);
  const [wanted, setView] = useState<DriftView>(start.view);
  const [isTable, setTable] = useState(false);
  const [isHelp, setHelp] = useState(false);
  const [isStale, setStale] = useState(false);
  const search = useRef<HTMLElement>(null);
  const seeks = useRef(false);
  // The last tab is there only with reports of other tools.
  const view: DriftView = wanted.tab === 'others' && picture?.others === null ? { ...wanted, tab: 'columns' } : wanted;
  const onView = (change: Partial<DriftView>) => setView((now) => ({ ...now, ...change }));
  const head = picture?.windows.find(({ id }) => id === view.window) ?? picture?.windows.at(-1) ?? null;
  const rows = useWindow(link, head?.id ?? null);
  const arrived = useArrived(link, work?.arriving ?? null, !head ? 'none' : rows.value || rows.fault ? 'shown' : 'coming');
  const chosen = rows.value?.columns.find(({ name }) => name === view.column) ?? null;

  useEffect(() => {
    const subscriptions = [
      link.on('picture', setPicture),
      link.on('work', setWork),
      link.on('kept', (next: DriftKept) => setKept(next)),
      link.on('notice', announce),
      link.onFault((fault) => announce(plain([fault.message, fault.hint].filter(Boolean).join(' ')))),
      link.onStale(() => setStale(true)),
    ];
    link.start();
    return () => subscriptions.forEach((subscription) => subscription.dispose());
  }, []);
  // With the rendering, not after the next frame: a reload may come before that one.
  useLayoutEffect(() => host.keep({ host: kept, view }), [kept, view]);

  const step = (by: number) => {
    const at = picture && head ? picture.windows.indexOf(head) + by : -1;
    const next = picture?.windows[at];
    if (next) onView({ window: next.id });
  };
  // With the rendering too: the letters that are typed next are to be searched for.
  useLayoutEffect(() => {
    if (!seeks.current || !search.current) return;
    seeks.current = false;
    search.current.focus();
  }, [view]);
  // A key that follows at once must meet what the one before it did.
  useLayoutEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event) || isHelp) return;
      const tab = tabIds[Number(event.key) - 1];
      if (event.key === '?') setHelp(true);
      else if (event.key === 'r' && work?.canCompare) link.command('compareAgain', null);
      else if (arrived && event.key === 't') setTable((now) => !now);
      else if (arrived && event.key === '/') search.current?.focus();
      else if (arrived || !head) return;
      else if (tab) onView({ tab });
      else if (event.key === '/') {
        seeks.current = true;
        onView({ tab: 'columns' });
      } else if (event.key === '[') step(-1);
      else if (event.key === ']') step(1);
      else if (event.key === 't') setTable((now) => !now);
      else if (event.key === 'o' && chosen) link.command('openCode', { window: head.id, place: chosen.place });
      else if (event.key === 'c') link.command('copy', { window: head.id });
      else if (event.key === 'e') link.command('export', { window: head.id, format: 'html' });
      else if (event.key === 'E') link.command('export', { window: head.id, format: 'json' });
      else return;
      event.preventDefault();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [view, isHelp, picture, head, work, chosen, arrived]);

  if (isStale) return <Notice icon="versions" tone="warning" title="This panel is from another version of MLOps Workbench" detail="Close it and compare the data again." />;
  if (!work) return <Skeleton lines={14} />;
  const help = isHelp ? <ShortcutHelp shortcuts={shortcuts} onClose={() => setHelp(false)} /> : null;
  if (arrived) {
    const columns = <ColumnsTab link={link} head={{ ...arrived.head, counts: null }} rows={arrived} view={view} onView={onView} theme={theme} isTable={isTable} onTable={setTable} fieldRef={search} />;
    return arrivingPage({ link, work, arrived, help, onHelp: () => setHelp(true), columns });
  }
  if (!picture || !head) {
    return (
      <main class="drift empty" aria-busy={work.state === 'computing'}>
        <h1 class="sr-only">Drift</h1>
        <WorkingPage link={link} work={work} />
        {help}
        <Live />
      </main>
    );
  }
  const tabs = tabsOf(picture, head);
  return (
    <main class="drift" aria-busy={work.state === 'computing'}>
      <Header picture={picture} head={head} onWindow={(id) => onView({ window: id })}>
        {head.canRetrain ? <Button icon="rocket" label="Retrain with This Window…" onPress={() => link.command('retrain', { window: head.id })} /> : null}
        <Button appearance="icon" icon="markdown" label="Copy as Markdown" onPress={() => link.command('copy', { window: head.id })} />
        <Button appearance="icon" icon="export" label="Export HTML…" onPress={() => link.command('export', { window: head.id, format: 'html' })} />
        <Button appearance="icon" icon="json" label="Export JSON evidence…" onPress={() => link.command('export', { window: head.id, format: 'json' })} />
        {work.canCompare ? <Button appearance="icon" icon="refresh" label="Compare again" isDisabled={work.state === 'computing'} onPress={() => link.command('compareAgain', null)} /> : null}
        <Button appearance="icon" icon="folder-opened" label="Choose other data…" onPress={() => link.command('chooseData', null)} />
        <Button appearance="icon" icon="question" label="Keyboard shortcuts" onPress={() => setHelp(true)} />
      </Header>
      <WorkingStrip link={link} work={work} />
      <Problems problems={head.problems.map(({ side, message }) => ({ source: side === 'both' ? 'both sides' : side, severity: 'warning', code: 'schema', message, hint: null }))} />
      <Tabs<TabId> label="Parts of the report" tabs={tabs} active={view.tab} onChange={(tab) => onView({ tab })}>
        {view.tab === 'time' ? (
          <TimeTab picture={picture} head={head} theme={theme} isTable={isTable} onTable={setTable} onOpen={(window, column) => onView({ tab: 'columns', window, column, hiddenStates: [], hiddenKinds: [], search: '' })} />
        ) : view.tab === 'others' && picture.others ? (
          <OthersTab others={picture.others} onOpen={(column) => onView({ tab: 'columns', column, hiddenStates: [], hiddenKinds: [], search: '' })} />
        ) : rows.fault ? (
          <Notice icon="error" tone="error" title={plain(rows.fault.message)} />
        ) : !rows.value ? (
          <Skeleton lines={12} />
        ) : view.tab === 'columns' ? (
          <ColumnsTab link={link} head={head} rows={rows.value} view={view} onView={onView} theme={theme} isTable={isTable} onTable={setTable} fieldRef={search} />
        ) : view.tab === 'families' ? (
          <FamiliesTab rows={rows.value} onOpen={(column) => onView({ tab: 'columns', column, hiddenStates: [], hiddenKinds: [], search: '' })} />
        ) : view.tab === 'slices' ? (
          <SlicesTab rows={rows.value} />
        ) : view.tab === 'performance' || view.tab === 'bias' ? (
          <ModelTab link={link} picture={picture} head={head} rows={rows.value} work={work} view={view} onView={onView} theme={theme} isTable={isTable} onTable={setTable} />
        ) : (
          <QualityTab rows={rows.value} head={head} onOpen={(column) => onView({ tab: 'columns', column, hiddenStates: [], hiddenKinds: [], search: '' })} />
        )}
      </Tabs>
      <footer class="status-bar faint">
        <span>{notPart(head)}</span>
        <span class="bar-space" />
        <span class="mono status-digest" title={`Digest of this report, the same for the same data and settings:\n${plain(head.id)}`}>{plain(head.id.slice(0, 19))}…</span>
      </footer>
      {help}
      <Live />
    </main>
  );
}

/** What a reader could miss without noticing. */
function notPart({ model }: DriftPicture['windows'][number]): string {
  const parts = [...(model.alarms === null ? ['performance over time', 'concept drift'] : []), ...(model.groupings === null ? ['bias'] : [])];
  return parts.length === 0 ? '' : `Not part of this report: ${parts.join(', ')}.`;
}

function tabsOf({ windows, others }: DriftPicture, { counts, families, slices, model }: DriftPicture['windows'][number]): Array<TabInfo<TabId>> {
  const all = counts.drift + counts.negligible + counts.none + counts.unknown;
  const badge = (value: number, words: string) => (value === 0 ? {} : { badge: count(value), badgeLabel: `${count(value)} ${words}` });
  return [
    { id: 'columns', label: 'Columns', ...badge(all, 'columns') },
    { id: 'time', label: 'Over Time', ...badge(windows.length > 1 ? windows.length : 0, 'windows') },
    { id: 'families', label: 'Families', ...badge(families.all, 'families') },
    { id: 'slices', label: 'Slices', ...badge(slices.all, 'slices') },
    { id: 'quality', label: 'Quality' },
    { id: 'performance', label: 'Concept Drift', ...badge(model.alarms ?? 0, model.alarms === 1 ? 'chunk with an alarm' : 'chunks with an alarm') },
    { id: 'bias', label: 'Bias', ...badge(model.groupings ?? 0, model.groupings === 1 ? 'grouping' : 'groupings') },
    ...(others ? [{ id: 'others' as const, label: 'Other Tools', ...badge(others.tools.length - 1, others.tools.length === 2 ? 'other tool' : 'other tools') }] : []),
  ];
}

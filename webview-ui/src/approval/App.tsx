import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { ApprovalContract, ApprovalPicture, ApprovalRule, ApprovalWork, IntentKind } from '../../../src/protocol/approval.ts';
import { Button } from '../kit/Button.tsx';
import type { Host } from '../shell/host.ts';
import { announce, Live } from '../shell/Live.tsx';
import { Notice, Problems, Skeleton } from '../shell/Notice.tsx';
import { isTyping, ShortcutHelp, type Shortcut } from '../shell/ShortcutHelp.tsx';
import { Tabs, type TabInfo } from '../shell/Tabs.tsx';
import { plain } from '../shell/words.ts';
import { CardTab } from './CardTab.tsx';
import { ChangesTab } from './ChangesTab.tsx';
import { DataTab } from './DataTab.tsx';
import { Decide } from './Decide.tsx';
import { EvidenceTab } from './EvidenceTab.tsx';
import { Header } from './Header.tsx';
import { HistoryTab } from './HistoryTab.tsx';
import { MetricsTab } from './MetricsTab.tsx';
import { RulesTab } from './RulesTab.tsx';
import { restored, tabIds, type ApprovalView, type TabId } from './state.ts';
import { Failure, WorkStrip } from './Working.tsx';

const shortcuts: readonly Shortcut[] = [
  { keys: '1 – 7', does: 'Go to a tab' },
  { keys: 'W', does: 'Write the reason' },
  { keys: 'C', does: 'Copy the digest of the model' },
  { keys: 'L', does: 'Copy a link to this page' },
  { keys: 'R', does: 'Read it anew, the remote too' },
  { keys: '?', does: 'This list' },
];

/** Kinds that are signed with a reason always: whoever blocks or waives says why. */
const needsReason: ReadonlySet<IntentKind> = new Set(['reject', 'request-changes', 'comment', 'waive']);

export function App({ host }: { readonly host: Host<ApprovalContract> }) {
  const { link } = host;
  const start = useMemo(() => restored(host.restore()), []);
  const [picture, setPicture] = useState<ApprovalPicture | null>(null);
  const [work, setWork] = useState<ApprovalWork | null>(null);
  const [kept, setKept] = useState<unknown>(start.host);
  const [view, setView] = useState<ApprovalView>(start.view);
  const [complaint, setComplaint] = useState('');
  const [isHelp, setHelp] = useState(false);
  const [isStale, setStale] = useState(false);
  const field = useRef<HTMLTextAreaElement>(null);
  const onView = (change: Partial<ApprovalView>) => setView((now) => ({ ...now, ...change }));

  useEffect(() => {
    const subscriptions = [
      link.on('picture', setPicture),
      link.on('work', setWork),
      link.on('kept', (next) => setKept(next)),
      link.on('notice', announce),
      link.on('acted', () => onView({ reason: '' })),
      link.onFault((fault) => announce(plain([fault.message, fault.hint].filter(Boolean).join(' ')))),
      link.onStale(() => setStale(true)),
    ];
    link.start();
    return () => subscriptions.forEach((subscription) => subscription.dispose());
  }, []);
  // With the rendering, not after the next frame: a reload may come before that one.
  useLayoutEffect(() => host.keep({ host: kept, view }), [kept, view]);

  // A key that follows at once must meet what the one before it did.
  useLayoutEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event) || isHelp) return;
      const tab = tabIds[Number(event.key) - 1];
      if (event.key === '?') setHelp(true);
      else if (event.key === 'r') link.command('refresh', null);
      else if (!picture) return;
      else if (tab) onView({ tab });
      else if (event.key === 'w') field.current?.focus();
      else if (event.key === 'c') link.command('copy', { what: 'digest' });
      else if (event.key === 'l') link.command('copy', { what: 'link' });
      else return;
      event.preventDefault();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [isHelp, picture]);

  if (isStale) return <Notice icon="versions" tone="warning" title="This panel is from another version of MLOps Workbench" detail="Close it and open it again from the Approvals view." />;
  if (!work) return <Skeleton lines={14} />;
  const help = isHelp ? <ShortcutHelp shortcuts={shortcuts} onClose={() => setHelp(false)} /> : null;
  if (work.state === 'failed' || !picture) {
    return (
      <main class="approval empty" aria-busy={work.state !== 'failed'}>
        <h1 class="sr-only">Approval</h1>
        {work.fault ? <Failure link={link} fault={work.fault} /> : <Skeleton lines={14} />}
        {help}
        <Live />
      </main>
    );
  }
  const isBusy = work.state === 'acting';
  /** Only what is wanted and what it is about: the host works out what is signed. */
  const act = (kind: IntentKind, entry: string | undefined, rule: string | null = null) => {
    if (picture.id === null || entry === undefined) return;
    if (needsReason.has(kind) && view.reason.trim() === '') {
      setComplaint('Say why first.');
      field.current?.focus();
      return;
    }
    setComplaint('');
    link.command('act', { kind, shown: picture.id, entry, rule, reason: view.reason });
  };
  const onCause = (rule: ApprovalRule) => (rule.cause === 'history' ? onView({ tab: 'history' }) : rule.cause === 'card' ? onView({ tab: 'card' }) : link.command('openCause', { rule: rule.id }));
  return (
    <main class="approval" aria-busy={work.state !== 'idle'}>
      <Header picture={picture} onCopyDigest={() => link.command('copy', { what: 'digest' })}>
        <Button appearance="icon" icon="link" label="Copy a link to this page" onPress={() => link.command('copy', { what: 'link' })} />
        <Button appearance="icon" icon="refresh" label="Read it anew" isDisabled={work.state !== 'idle'} onPress={() => link.command('refresh', null)} />
        <Button appearance="icon" icon="question" label="Keyboard shortcuts" onPress={() => setHelp(true)} />
      </Header>
      <WorkStrip work={work} />
      <Problems problems={picture.problems} />
      <div class="columns">
        <div class="column">
          <Tabs<TabId> label="Parts of the approval" tabs={tabsOf(picture)} active={view.tab} onChange={(tab) => onView({ tab })}>
            {view.tab === 'rules' ? (
              <RulesTab rules={picture.rules} reason={picture.report.reason} canWaive={picture.me !== null && !isBusy} onPolicy={(rule) => link.command('openRule', { rule })} onCause={onCause} onWaive={(rule) => act('waive', picture.request?.digest, rule)} />
            ) : view.tab === 'metrics' ? (
              <MetricsTab picture={picture} onRun={(side) => link.command('openRun', { side })} onCompare={() => link.command('openCompare', null)} />
            ) : view.tab === 'changes' ? (
              <ChangesTab link={link} picture={picture} onCompare={() => link.command('openCompare', null)} />
            ) : view.tab === 'data' ? (
              <DataTab picture={picture} onDrift={() => link.command('openDrift', null)} />
            ) : view.tab === 'card' ? (
              <CardTab link={link} picture={picture} />
            ) : view.tab === 'history' ? (
              <HistoryTab picture={picture} isBusy={isBusy} onWithdraw={(entry) => act('withdraw', entry)} onReply={(entry) => act('comment', entry)} />
            ) : (
              <EvidenceTab picture={picture} />
            )}
          </Tabs>
        </div>
        <Decide picture={picture} reason={view.reason} isBusy={isBusy} complaint={complaint} fieldRef={field} onReason={(reason) => { onView({ reason }); setComplaint(''); }} onAct={(kind) => act(kind, picture.request?.digest)} onRequest={() => link.command('request', null)} onMove={(move) => link.command(move, null)} />
      </div>
      {help}
      <Live />
    </main>
  );
}

/** Numbers only where they call for a look. */
function tabsOf({ rules, params, data, history }: ApprovalPicture): Array<TabInfo<TabId>> {
  const blocking = rules.filter(({ outcome }) => outcome === 'fail' || outcome === 'unknown').length;
  const changed = [...params, ...data].filter(({ differs }) => differs).length;
  const badge = (value: number, words: string) => (value === 0 ? {} : { badge: String(value), badgeLabel: `${value} ${words}` });
  return [
    { id: 'rules', label: 'Rules', ...badge(blocking, blocking === 1 ? 'rule blocks' : 'rules block') },
    { id: 'metrics', label: 'Metrics' },
    { id: 'changes', label: 'Changes', ...badge(changed, changed === 1 ? 'param or data version changed' : 'params and data versions changed') },
    { id: 'data', label: 'Slices & Drift' },
    { id: 'card', label: 'Card' },
    { id: 'history', label: 'History', ...badge(history.length, history.length === 1 ? 'entry' : 'entries') },
    { id: 'evidence', label: 'Evidence' },
  ];
}

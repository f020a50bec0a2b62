import type { ComponentChildren, VNode } from 'preact';
import type { DriftContract, DriftWork } from '../../../src/protocol/drift.ts';
import type { ViewLink } from '../../../src/protocol/rpc/viewLink.ts';
import { Button } from '../kit/Button.tsx';
import { Icon } from '../shell/Icon.tsx';
import { Live } from '../shell/Live.tsx';
import { Tabs } from '../shell/Tabs.tsx';
import { count, plain } from '../shell/words.ts';
import type { Arrived } from './arrived.ts';
import { DataFact } from './Header.tsx';
import { WorkingStrip } from './Working.tsx';

interface ArrivingHeaderProps {
  readonly arrived: Arrived;
  readonly work: DriftWork;
  readonly children: ComponentChildren;
}

interface ArrivingPageProps {
  readonly link: ViewLink<DriftContract>;
  readonly work: DriftWork;
  readonly arrived: Arrived;
  readonly help: VNode | null;
  readonly onHelp: () => void;
  /** The columns tab. */
  readonly columns: VNode;
}

/**
 * The panel while columns arrive. Not a component, and its children stand where the report's stand: so the list keeps its scroll,
 * its cursor and the focus when the report takes this page's place.
 */
export function arrivingPage({ link, work, arrived, help, onHelp, columns }: ArrivingPageProps) {
  const of = count(arrived.head.of);
  return (
    <main class="drift" aria-busy={work.state === 'computing'}>
      <ArrivingHeader arrived={arrived} work={work}>
        <Button appearance="icon" icon="folder-opened" label="Choose other data…" onPress={() => link.command('chooseData', null)} />
        <Button appearance="icon" icon="question" label="Keyboard shortcuts" onPress={onHelp} />
      </ArrivingHeader>
      <WorkingStrip link={link} work={work} />
      {null}
      <Tabs label="Parts of the report" tabs={[{ id: 'columns', label: 'Columns', badge: of, badgeLabel: `${of} columns` }]} active="columns" onChange={() => undefined}>
        {columns}
      </Tabs>
      {null}
      {help}
      <Live />
    </main>
  );
}

/** In the answer's place while there is none: how many columns are read, and why none of them has a verdict. */
function ArrivingHeader({ arrived: { head }, work, children }: ArrivingHeaderProps) {
  const isOver = work.state === 'cancelled' || work.state === 'failed';
  const read = `${count(head.done)} of ${count(head.of)} columns read`;
  return (
    <header class="verdict is-arriving">
      <div class="verdict-line">
        <Icon name={isOver ? 'circle-slash' : 'pulse'} tone="muted" />
        <h1>{isOver ? `Incomplete: ${read}, none judged` : `${read}, not judged yet`}</h1>
        <span class="bar-space" />
        {children}
      </div>
      <p class="verdict-reason">
        {isOver
          ? 'What was read is shown as it is. Whether anything drifted is not known: that takes every column.'
          : 'Verdicts come when every column is read, because each depends on how many columns are looked at.'}
      </p>
      <dl class="facts">
        <DataFact label="Reference" name={plain(head.referenceName)} digest={null} rows={head.rows.reference} />
        <DataFact label="Current" name={plain(head.currentName)} digest={null} rows={head.rows.current} />
      </dl>
    </header>
  );
}

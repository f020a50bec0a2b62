import { useEffect, useState } from 'preact/hooks';
import type { DriftContract, DriftWork } from '../../../src/protocol/drift.ts';
import type { ViewLink } from '../../../src/protocol/rpc/viewLink.ts';
import { Button } from '../kit/Button.tsx';
import { Icon } from '../shell/Icon.tsx';
import { Notice } from '../shell/Notice.tsx';
import { duration, plain } from '../shell/words.ts';

interface WorkingProps {
  readonly link: ViewLink<DriftContract>;
  readonly work: DriftWork;
}

/** Nothing to show yet: what is going on, or why there is nothing, and the next step. */
export function WorkingPage({ link, work }: WorkingProps) {
  if (work.state === 'computing') {
    return (
      <Notice icon="pulse" title="Comparing the data">
        <ProgressBar work={work} />
        <p class="notice-detail work-sentence">{plain(work.sentence)}</p>
        <Elapsed />
        <Button label="Cancel" onPress={() => link.command('cancel', null)} />
      </Notice>
    );
  }
  const again = work.canCompare ? <Button label={work.state === 'failed' ? 'Try Again' : 'Compare Again'} appearance="primary" onPress={() => link.command('compareAgain', null)} /> : null;
  const choose = <Button label="Choose Data…" appearance={again ? 'secondary' : 'primary'} onPress={() => link.command('chooseData', null)} />;
  if (work.state === 'failed') {
    return (
      <Notice icon="error" tone="error" title={plain(work.fault?.message ?? 'The data could not be compared.')} detail={[work.sentence, work.fault?.hint ?? ''].filter((part) => part !== '').map(plain).join(' ')}>
        <div class="notice-actions">
          {again}
          {choose}
        </div>
      </Notice>
    );
  }
  if (work.state === 'cancelled') {
    return (
      <Notice icon="circle-slash" title="Cancelled" detail={plain(work.sentence)}>
        <div class="notice-actions">
          {again}
          {choose}
        </div>
      </Notice>
    );
  }
  return (
    <Notice icon="graph-scatter" title="Nothing compared yet" detail="Choose a reference and the data to hold against it, or open a saved report.">
      {choose}
    </Notice>
  );
}

/** The same beside a picture that is already there. */
export function WorkingStrip({ link, work }: WorkingProps) {
  if (work.state === 'idle' && !work.fault) return null;
  if (work.state === 'computing') {
    return (
      <div class="strip" role="status">
        <ProgressBar work={work} />
        <span class="strip-text">{plain(work.sentence)}</span>
        <Button label="Cancel" onPress={() => link.command('cancel', null)} />
      </div>
    );
  }
  const text = work.state === 'cancelled' ? `Cancelled: ${work.sentence}` : [work.fault?.message, work.fault?.hint].filter(Boolean).join(' ');
  return (
    <div class="strip" role="status">
      <Icon name={work.state === 'cancelled' ? 'circle-slash' : 'warning'} tone={work.state === 'cancelled' ? 'muted' : 'bad'} />
      <span class="strip-text">{plain(text)}</span>
      {work.canCompare ? <Button label={work.state === 'cancelled' ? 'Compare Again' : 'Try Again'} onPress={() => link.command('compareAgain', null)} /> : null}
    </div>
  );
}

function ProgressBar({ work: { share } }: { readonly work: DriftWork }) {
  const percent = share === null ? undefined : Math.round(share * 100);
  return (
    <div class={`work-bar${share === null ? ' is-open' : ''}`} role="progressbar" aria-label="Comparing" aria-valuemin={0} aria-valuemax={100} {...(percent === undefined ? {} : { 'aria-valuenow': percent })}>
      <span style={{ width: `${percent ?? 0}%` }} />
    </div>
  );
}

/** How long it has taken; says nothing in the first seconds. */
function Elapsed() {
  const [ms, setMs] = useState(0);
  useEffect(() => {
    const from = performance.now();
    const timer = setInterval(() => setMs(performance.now() - from), 1000);
    return () => clearInterval(timer);
  }, []);
  return <p class="faint num work-elapsed">{ms < 3000 ? ' ' : duration(ms)}</p>;
}

import type { ApprovalDrift, ApprovalPicture, ApprovalSlice } from '../../../src/protocol/approval.ts';
import { Button } from '../kit/Button.tsx';
import { Icon } from '../shell/Icon.tsx';
import { count, localTime, plain, plural, shortNumber } from '../shell/words.ts';
import { agoText } from './state.ts';

/** How the groups fare, and whether the inputs moved since: with the age of what was measured. */
export function DataTab({ picture, onDrift }: { readonly picture: ApprovalPicture; readonly onDrift: () => void }) {
  const now = picture.report.evaluatedAt;
  return (
    <div class="scroll page" tabIndex={0} role="region" aria-label="Slices and drift">
      <section aria-labelledby="data-drift">
        <h2 id="data-drift">Drift of the inputs</h2>
        {picture.drift === null ? <p class="faint">No drift report is in the evidence.</p> : <Drift drift={picture.drift} now={now} onOpen={onDrift} />}
      </section>
      <section aria-labelledby="data-slices">
        <h2 id="data-slices">Slices</h2>
        {picture.slices.length === 0 ? <p class="faint">No metric of groups is in the evidence.</p> : <Slices slices={picture.slices} now={now} />}
      </section>
    </div>
  );
}

/** What a rule asks for; the rest is there for whoever looks for it. */
function Slices({ slices, now }: { readonly slices: readonly ApprovalSlice[]; readonly now: string }) {
  const asked = slices.filter(({ isAsked }) => isAsked);
  const others = slices.filter(({ isAsked }) => !isAsked);
  const tables = (shown: readonly ApprovalSlice[]) => shown.map((slice) => <Slice key={`${slice.metric} ${slice.column}`} slice={slice} now={now} />);
  if (asked.length === 0 || others.length === 0) return <>{tables(slices)}</>;
  return (
    <>
      {tables(asked)}
      <details>
        <summary>{plural(others.length, 'more table')}, which no rule asks for</summary>
        {tables(others)}
      </details>
    </>
  );
}

function Drift({ drift, now, onOpen }: { readonly drift: ApprovalDrift; readonly now: string; readonly onOpen: () => void }) {
  const look = drift.verdict === 'no-drift' ? (['pass', 'good', 'No drift'] as const) : drift.verdict === 'drift' ? (['warning', 'bad', 'Drift'] as const) : (['question', 'warn', 'Cannot be told'] as const);
  return (
    <>
      <p class="drift-line">
        <Icon name={look[0]} tone={look[1]} /> <strong>{look[2]}</strong> <span title={localTime(drift.asOf)}>· the data of the report ended {agoText(drift.asOf, now)}</span>
      </p>
      <dl class="numbers">
        {drift.shareDrifted === null ? null : <Number label="Columns that drifted" value={`${shortNumber(100 * drift.shareDrifted)} %${drift.columns === null ? '' : ` of ${count(drift.columns)}`}`} />}
        {drift.largest.map(({ measure, value }) => (
          <Number key={measure} label={`Largest ${measureWords[measure] ?? plain(measure)}`} value={shortNumber(value)} />
        ))}
        <Number label="Report" value={plain(drift.from)} />
      </dl>
      {drift.canOpen ? <Button icon="graph-scatter" label="Open the Drift Report" onPress={onOpen} /> : null}
    </>
  );
}

const measureWords: Readonly<Record<string, string>> = { psi: 'PSI', ks: 'KS', js: 'Jensen–Shannon', chi2: 'χ²' };

function Number({ label, value }: { readonly label: string; readonly value: string }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd class="num">{value}</dd>
    </div>
  );
}

function Slice({ slice, now }: { readonly slice: ApprovalSlice; readonly now: string }) {
  return (
    <table class="plain-table slice">
      <caption>
        <span class="mono">{plain(slice.metric)}</span> by <span class="mono">{plain(slice.column)}</span>
        {slice.gap === null ? '' : ` · gap ${shortNumber(slice.gap)}`} <span title={localTime(slice.asOf)}>· measured {agoText(slice.asOf, now)}</span>
      </caption>
      <thead>
        <tr>
          <th scope="col">Group</th>
          <th scope="col" class="is-end">
            {plain(slice.metric)}
          </th>
          <th scope="col" class="is-end">
            Rows
          </th>
        </tr>
      </thead>
      <tbody>
        {slice.groups.map(({ value, metric, samples }) => (
          <tr key={value}>
            <th scope="row">{value === '' ? '(empty)' : plain(value)}</th>
            <td class="is-end num">{typeof metric === 'number' ? shortNumber(metric) : plain(metric)}</td>
            <td class="is-end num">{samples === null ? <span class="faint">not told</span> : count(samples)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

import { useState } from 'preact/hooks';
import { grouped, pText, shortNumber } from '../../../../src/core/drift/export/words.ts';
import type { BiasDisparity, BiasGroup, BiasGrouping, BiasMeasure } from '../../../../src/core/model/bias.ts';
import type { DriftBias } from '../../../../src/core/model/drift.ts';
import { measureName, shownMeasures } from '../../../../src/core/validation/bias/measureNames.ts';
import { Button } from '../../kit/Button.tsx';
import { Select } from '../../kit/Select.tsx';
import { Icon } from '../../shell/Icon.tsx';
import { plain } from '../../shell/words.ts';
import { IntervalMark } from './IntervalMark.tsx';

interface BiasTabProps {
  readonly bias: DriftBias;
  readonly isTable: boolean;
  readonly onTable: (isTable: boolean) => void;
}

/** How outcomes differ between groups: values with counts and intervals, then differences and ratios, then what they do not say. */
export function BiasTab({ bias, isTable, onTable }: BiasTabProps) {
  const [of, setClass] = useState(bias.classes[0] ?? '');
  const wanted = bias.kind === 'multiclass' ? of : null;
  return (
    <>
      <p class="model-summary">
        {grouped(bias.rows.used)} of {grouped(bias.rows.read)} rows of the current side have a label and a prediction. {bias.measured.map(plain).join(' ')}
      </p>
      <div class="tab-bar model-bar">
        {bias.kind === 'multiclass' ? <Select label="Class against the rest" value={of} options={bias.classes.map((one) => ({ value: one, label: plain(one) }))} onChange={setClass} /> : null}
        <span class="faint">A group of fewer than 30 rows has no values.</span>
        <span class="bar-space" />
        <Button appearance="icon" icon={isTable ? 'graph-scatter' : 'table'} label={isTable ? 'Show intervals as marks' : 'Show as a table'} isPressed={isTable} onPress={() => onTable(!isTable)} />
      </div>
      {bias.groupings.map((grouping) => (
        <Grouping key={grouping.columns.join('\u0000')} grouping={grouping} bias={bias} wanted={wanted} isTable={isTable} />
      ))}
      <Disparities bias={bias} wanted={wanted} />
      <div class="model-words">
        {bias.fourFifths
          .filter(({ below, class: one }) => below.length > 0 && (wanted === null || one === wanted))
          .map(({ grouping, highest, below, note }) => (
            <p key={grouping.join()}>
              Below 4/5 of the highest selection rate ({plain(highest ?? '')}) by {grouping.map(plain).join(' × ')}: {below.map(({ group, ratio }) => `${plain(group)} ${shortNumber(ratio)}`).join(', ')}. {note}
            </p>
          ))}
        <p>{bias.adjustment.words}</p>
        {bias.problems.map(({ message }, at) => (
          <p key={at}>
            <Icon name="warning" tone="warn" /> {plain(message)}
          </p>
        ))}
        {bias.notSupported.map(({ what, reason }) => (
          <p key={what}>
            {plain(what)}: {plain(reason)}.
          </p>
        ))}
        <h3>What this does not say</h3>
        <ul>
          {bias.limitations.map((line) => (
            <li key={line}>{plain(line)}</li>
          ))}
        </ul>
      </div>
    </>
  );
}

interface GroupingProps {
  readonly grouping: BiasGrouping;
  readonly bias: DriftBias;
  readonly wanted: string | null;
  readonly isTable: boolean;
}

function Grouping({ grouping, bias, wanted, isTable }: GroupingProps) {
  const names = shownMeasures[bias.kind].filter((name) => grouping.groups.some(({ measures }) => find(measures, name, wanted)));
  const ranges = new Map(names.map((name) => [name, rangeOf(grouping.groups, name, wanted)]));
  const title = grouping.columns.map(plain).join(' × ');
  return (
    <div class="scroll-x" tabIndex={0} role="region" aria-label={`Groups by ${title}`}>
      <table class="small-table bias-table">
        <caption>
          By {title}
          {grouping.columns.length > 1 ? <span class="faint"> (intersection)</span> : null}
        </caption>
        <thead>
          <tr>
            <th scope="col">Group</th>
            <th scope="col" class="is-end">
              Rows
            </th>
            {names.map((name) => (
              <th key={name} scope="col">
                {measureName(name)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {grouping.groups.map((group) => (
            <tr key={group.values.join('\u0000')} class={group.withheld === null ? '' : 'is-withheld'}>
              <th scope="row" title={group.values.map(plain).join(' × ')}>
                {group.values.map((value) => (value === '' ? '(empty)' : plain(value))).join(' × ')}
              </th>
              <td class="is-end num">{grouped(group.rows)}</td>
              {group.withheld === null ? (
                names.map((name) => (
                  <td key={name}>
                    <Measured measure={find(group.measures, name, wanted)} range={ranges.get(name) ?? null} isTable={isTable} />
                  </td>
                ))
              ) : (
                <td colSpan={Math.max(1, names.length)}>{plain(group.withheld)}</td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Measured({ measure, range, isTable }: { readonly measure: BiasMeasure | undefined; readonly range: readonly [number, number] | null; readonly isTable: boolean }) {
  if (!measure || measure.value === null) return <span class="faint">{measure?.note ? plain(measure.note) : '–'}</span>;
  const of = measure.hits === null ? `${grouped(measure.of)} rows` : `${shortNumber(measure.hits)} of ${grouped(measure.of)}`;
  const interval = measure.interval === null ? '' : `${three(measure.interval[0])} to ${three(measure.interval[1])}`;
  return (
    <span class="measured" title={`${measure.value}; 95 %: ${interval || 'none'}; ${of}`}>
      <span class="num">{three(measure.value)}</span>
      {isTable ? (
        <span class="faint num">
          {interval} · {of}
        </span>
      ) : (
        <>
          <IntervalMark value={measure.value} interval={measure.interval} range={range} />
          <span class="sr-only">{`${interval}, ${of}`}</span>
        </>
      )}
    </span>
  );
}

/** One scale a measure, over all groups, so that marks below each other can be compared. */
function rangeOf(groups: readonly BiasGroup[], name: string, wanted: string | null): readonly [number, number] | null {
  const ends = groups.flatMap(({ measures }) => {
    const found = find(measures, name, wanted);
    return found === undefined || found.value === null ? [] : [found.value, ...(found.interval ?? [])];
  });
  return ends.length === 0 ? null : [Math.min(...ends), Math.max(...ends)];
}

/** A measure of one class, or one that knows no classes. */
function find(measures: readonly BiasMeasure[], name: string, wanted: string | null): BiasMeasure | undefined {
  return measures.find((one) => one.name === name && (one.class === wanted || one.class === null));
}

function Disparities({ bias, wanted }: { readonly bias: DriftBias; readonly wanted: string | null }) {
  const shown = bias.disparities.filter(({ method, class: of }) => method === 'between_groups' && (of === null || of === wanted));
  if (shown.length === 0) return <p class="faint model-words">No difference between groups could be measured: it takes two groups of 30 rows.</p>;
  return (
    <div class="scroll-x" tabIndex={0} role="region" aria-label="Differences and ratios between groups">
      <table class="small-table bias-table">
        <caption>Differences and ratios, lowest against highest group</caption>
        <thead>
          <tr>
            {['Measure', 'By', 'Value', '95 %, all groups at once', 'Lowest', 'Highest', 'p', 'Adjusted p'].map((head) => (
              <th key={head} scope="col">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {shown.map((one) => (
            <tr key={`${one.name} ${one.grouping.join('\u0000')}`}>
              <th scope="row">{disparityName(one)}</th>
              <td>{one.grouping.map(plain).join(' × ')}</td>
              <td class="num">{one.value === null ? <span class="faint">{one.note === null ? '–' : plain(one.note)}</span> : three(one.value)}</td>
              <td class="num">{one.interval === null ? '–' : `${three(one.interval[0])} to ${three(one.interval[1])}`}</td>
              <td>{plain(one.groups?.[0] ?? '–')}</td>
              <td>{plain(one.groups?.[1] ?? '–')}</td>
              <td class="num">{pText(one.pValue)}</td>
              <td class="num">{pText(one.pAdjusted)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** `demographic parity, difference`. */
function disparityName({ name }: BiasDisparity): string {
  const [, what = name, kind = ''] = /^(.*)_(difference|ratio)$/.exec(name) ?? [];
  return kind === '' ? what.replaceAll('_', ' ') : `${what.replaceAll('_', ' ')}, ${kind}`;
}

function three(value: number): string {
  return Math.abs(value) < 1000 && (value === 0 || Math.abs(value) >= 0.0005) ? value.toFixed(3) : shortNumber(value);
}

import { grouped, orDash, percent, pText, shortNumber } from '../../../src/core/drift/export/words.ts';
import type { DriftThresholds } from '../../../src/core/model/drift.ts';
import type { DriftContract, ShownColumn, ShownRow } from '../../../src/protocol/drift.ts';
import type { ViewLink } from '../../../src/protocol/rpc/viewLink.ts';
import type { ThemeColors } from '../charts/palette.ts';
import { Button } from '../kit/Button.tsx';
import { Icon } from '../shell/Icon.tsx';
import { Notice, Skeleton } from '../shell/Notice.tsx';
import { plain } from '../shell/words.ts';
import { useColumn } from './answers.ts';
import type { ShownHead } from './arrived.ts';
import { versionOf } from './ColumnGrid.tsx';
import { Distribution } from './Distribution.tsx';
import { kindIcon, shownWords, StateMark } from './looks.tsx';
import { EffectBar } from './Marks.tsx';

interface DetailProps {
  readonly link: ViewLink<DriftContract>;
  readonly head: ShownHead;
  readonly row: ShownRow | null;
  readonly theme: ThemeColors;
  readonly isTable: boolean;
  readonly onTable: (isTable: boolean) => void;
}

/** Everything about the chosen column. */
export function Detail({ link, head, row, theme, isTable, onTable }: DetailProps) {
  const isWaiting = row?.state === 'waiting';
  const answer = useColumn(link, head.id, row && !isWaiting ? row.place : null, row ? versionOf(row) : 0);
  if (!row) return null;
  const column = answer.value;
  return (
    <section class="detail scroll" aria-label="Chosen column" tabIndex={0}>
      {isWaiting ? (
        <Waiting row={row} />
      ) : answer.fault && !answer.isOld ? (
        <Notice icon="error" tone="error" title={plain(answer.fault.message)} />
      ) : !column ? (
        <Skeleton lines={8} />
      ) : (
        <>
          <header class="detail-head">
            <Icon name={kindIcon(column.kind)} tone="muted" />
            <h2 class="mono" title={plain(column.name)}>
              {plain(column.name)}
            </h2>
            <StateMark state={column.state} />
            <span class="bar-space" />
            <Button appearance="icon" icon="go-to-file" label="Open the code that reads this column" onPress={() => link.command('openCode', { window: head.id, place: row.place })} />
          </header>
          <p class="detail-reason">{column.state === 'judging' ? 'Read, but not judged yet: whether a change is more than chance depends on how many columns are looked at.' : plain(column.reason)}</p>
          {column.problems.length > 0 ? (
            <ul class="detail-problems">
              {column.problems.map(({ code, message }) => (
                <li key={code + message}>
                  <Icon name="warning" tone="warn" /> {plain(message)}
                </li>
              ))}
            </ul>
          ) : null}
          <Distribution column={column} theme={theme} isTable={isTable} onTable={onTable} />
          <Numbers column={column} thresholds={head.thresholds} threshold={row.threshold} />
          <SubTests column={column} />
          <Levels column={column} />
          <Measures column={column} />
        </>
      )}
    </section>
  );
}

function Waiting({ row }: { readonly row: ShownRow }) {
  return (
    <>
      <header class="detail-head">
        <Icon name={kindIcon(row.kind)} tone="muted" />
        <h2 class="mono" title={plain(row.name)}>
          {plain(row.name)}
        </h2>
        <StateMark state={row.state} />
      </header>
      <p class="detail-reason">Columns are read in the order of the file.</p>
    </>
  );
}

function Numbers({ column, thresholds, threshold }: { readonly column: ShownColumn; readonly thresholds: DriftThresholds; readonly threshold: number | null }) {
  const { effectInterval, nullShare, samples, outOfRange } = column;
  return (
    <dl class="numbers">
      <div class="is-wide">
        <dt>{column.effectName === null ? 'Effect' : plain(column.effectName)}</dt>
        <dd>
          <span class="number-main num">{orDash(column.effect)}</span>
          <EffectBar effect={column.effect} interval={effectInterval} threshold={threshold} isDrift={column.state === 'drift'} size={132} />
          <span class="faint num">
            {effectInterval ? `${shortNumber(effectInterval[0])} to ${shortNumber(effectInterval[1])}` : ''}
            {threshold === null ? '' : `${effectInterval ? '; ' : ''}threshold ${shortNumber(threshold)}`}
          </span>
        </dd>
      </div>
      <Entry term="Adjusted p" value={pText(column.pAdjusted)} more={column.pValue === null ? '' : `raw ${pText(column.pValue)}`} />
      <Entry term="Smallest detectable" value={orDash(column.smallestDetectable)} more={`at ${percent(thresholds.power)} power`} />
      <Entry term="Missing" value={`${percent(nullShare.reference)} → ${percent(nullShare.current)}`} more={`threshold ${percent(thresholds.nullShare)}`} />
      <Entry term="Values" value={`${grouped(samples.reference)} / ${grouped(samples.current)}`} more="reference / current" />
      {outOfRange ? <Entry term="Out of range" value={`${grouped(outOfRange.below)} / ${grouped(outOfRange.above)}`} more="below / above the reference" /> : null}
      {column.method === null ? null : (
        <div class="is-wide">
          <dt>Test</dt>
          <dd>{plain(column.method)}</dd>
        </div>
      )}
    </dl>
  );
}

function Entry({ term, value, more }: { readonly term: string; readonly value: string; readonly more: string }) {
  return (
    <div>
      <dt>{term}</dt>
      <dd>
        <span class="num">{value}</span>
        {more === '' ? null : <span class="faint num"> {more}</span>}
      </dd>
    </div>
  );
}

const subjects = { distribution: 'Values', nulls: 'Missing values' } as const;

function SubTests({ column: { tests } }: { readonly column: ShownColumn }) {
  if (tests.length === 0) return null;
  return (
    <table class="small-table">
      <caption>Sub-tests</caption>
      <thead>
        <tr>
          <th scope="col">Of</th>
          <th scope="col">Method</th>
          <th scope="col" class="is-end">
            Statistic
          </th>
          <th scope="col" class="is-end">
            Effect
          </th>
          <th scope="col" class="is-end">
            p
          </th>
          <th scope="col" class="is-end">
            Adjusted p
          </th>
          <th scope="col">State</th>
        </tr>
      </thead>
      <tbody>
        {tests.map((test) => (
          <tr key={test.subject + test.method}>
            <th scope="row">{subjects[test.subject]}</th>
            <td>{plain(test.method)}</td>
            <td class="is-end num" title={test.bounds ? `between ${shortNumber(test.bounds.statistic[0])} and ${shortNumber(test.bounds.statistic[1])}` : ''}>
              {orDash(test.statistic)}
            </td>
            <td class="is-end num">{orDash(test.effect)}</td>
            <td class="is-end num">{pText(test.pValue)}</td>
            <td class="is-end num">{pText(test.pAdjusted)}</td>
            <td>{shownWords[test.state]}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

const levelsShown = 20;

function Levels({ column }: { readonly column: ShownColumn }) {
  const part = (title: string, icon: string, levels: ShownColumn['newCategories']) =>
    levels.length === 0 ? null : (
      <div class="levels">
        <h3>{title}</h3>
        <ul>
          {levels.slice(0, levelsShown).map(({ value, count }) => (
            <li key={value} class="level" title={`${plain(value)}: ${grouped(count)} rows`}>
              <Icon name={icon} tone="muted" /> <span class="level-name">{value === '' ? '(empty)' : plain(value)}</span> <span class="faint num">{grouped(count)}</span>
            </li>
          ))}
          {levels.length > levelsShown ? <li class="faint">and {grouped(levels.length - levelsShown)} more</li> : null}
        </ul>
      </div>
    );
  return (
    <>
      {part('New values', 'diff-added', column.newCategories)}
      {part('Vanished values', 'diff-removed', column.vanishedCategories)}
    </>
  );
}

function Measures({ column }: { readonly column: ShownColumn }) {
  const measured = Object.entries(column.measures).filter((entry): entry is [string, number] => entry[1] !== null);
  if (measured.length === 0) return null;
  return (
    <div class="measures">
      <h3>Every measure</h3>
      <dl>
        {measured.map(([name, value]) => (
          <div key={name}>
            <dt class="mono">{plain(name)}</dt>
            <dd class="num" title={String(value)}>
              {shortNumber(value)}
            </dd>
          </div>
        ))}
      </dl>
    </div>
  );
}

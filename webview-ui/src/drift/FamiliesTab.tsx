import { orDash, pText, shortNumber } from '../../../src/core/drift/export/words.ts';
import type { DriftFamily } from '../../../src/core/model/drift.ts';
import type { WindowRows } from '../../../src/protocol/drift.ts';
import { Notice } from '../shell/Notice.tsx';
import { plain } from '../shell/words.ts';
import { StateMark } from './looks.tsx';

interface FamiliesTabProps {
  readonly rows: WindowRows;
  readonly onOpen: (column: string) => void;
}

const named: Readonly<Record<string, string>> = { prediction: 'Prediction', target: 'Target', multivariate: 'All columns together' };
const columnsShown = 8;

export function FamiliesTab({ rows, onOpen }: FamiliesTabProps) {
  if (rows.families.length === 0) {
    return <Notice icon="layers" title="No extra families" detail="Prediction, target and multivariate tests stand here where the report has them." />;
  }
  const inColumns = new Set(rows.columns.map(({ name }) => name));
  return (
    <div class="families scroll" tabIndex={0} role="region" aria-label="Families">
      {rows.families.map((family) => (
        <Family key={family.name} family={family} inColumns={inColumns} onOpen={onOpen} />
      ))}
    </div>
  );
}

function Family({ family, inColumns, onOpen }: { readonly family: DriftFamily; readonly inColumns: ReadonlySet<string>; readonly onOpen: (column: string) => void }) {
  const { effectInterval, columns } = family;
  return (
    <section class="family" aria-label={plain(family.name)}>
      <header>
        <h2>{named[family.name] ?? plain(family.name)}</h2>
        <StateMark state={family.state} />
      </header>
      <p>{plain(family.reason)}</p>
      <dl class="numbers">
        <div>
          <dt>{family.effectName === null ? 'Effect' : plain(family.effectName)}</dt>
          <dd>
            <span class="number-main num">{orDash(family.effect)}</span>
            {effectInterval ? (
              <span class="faint num">
                {shortNumber(effectInterval[0])} to {shortNumber(effectInterval[1])}
              </span>
            ) : null}
          </dd>
        </div>
        <div>
          <dt>p</dt>
          <dd>
            <span class="number-main num">{pText(family.pValue)}</span> <span class="faint num">level {shortNumber(family.alpha)}</span>
          </dd>
        </div>
        <div class="is-wide">
          <dt>Test</dt>
          <dd>{plain(family.method)}</dd>
        </div>
      </dl>
      {columns.length === 0 ? null : (
        <p class="family-columns">
          <span class="faint">Columns behind it, the weightiest first:</span>{' '}
          {columns.slice(0, columnsShown).map((column) =>
            inColumns.has(column) ? (
              <button key={column} type="button" class="link mono" onClick={() => onOpen(column)}>
                {plain(column)}
              </button>
            ) : (
              <span key={column} class="mono">
                {plain(column)}
              </span>
            ),
          )}
          {columns.length > columnsShown ? <span class="faint"> and {columns.length - columnsShown} more</span> : null}
        </p>
      )}
    </section>
  );
}

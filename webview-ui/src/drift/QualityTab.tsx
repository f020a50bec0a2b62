import { useMemo } from 'preact/hooks';
import { percent } from '../../../src/core/drift/export/words.ts';
import type { ColumnRow, WindowHead, WindowRows } from '../../../src/protocol/drift.ts';
import { Icon } from '../shell/Icon.tsx';
import { Notice } from '../shell/Notice.tsx';
import { count, plain, plural } from '../shell/words.ts';
import { Grid } from '../table/Grid.tsx';
import type { GridCell, GridModel } from '../table/gridModel.ts';
import { kindIcon } from './looks.tsx';
import { SharePair } from './Marks.tsx';

const heads = [
  { key: 'name', label: 'Column', width: 200 },
  { key: 'bar', label: 'Missing', width: 90 },
  { key: 'reference', label: 'Reference', width: 92, isEnd: true },
  { key: 'current', label: 'Current', width: 84, isEnd: true },
  { key: 'new', label: 'New values', width: 106, isEnd: true },
  { key: 'vanished', label: 'Vanished', width: 90, isEnd: true },
  { key: 'below', label: 'Below range', width: 112, isEnd: true },
  { key: 'above', label: 'Above range', width: 114, isEnd: true },
  { key: 'problems', label: 'Problems', width: 520 },
] as const;

interface QualityTabProps {
  readonly rows: WindowRows;
  readonly head: WindowHead;
  readonly onOpen: (column: string) => void;
}

/** What is wrong with the data apart from how its values are spread. The worst stand first. */
export function QualityTab({ rows, head, onOpen }: QualityTabProps) {
  const worst = useMemo(() => rows.columns.filter((column) => severity(column) > 0).sort((a, b) => severity(b) - severity(a)), [rows]);
  const model = useMemo((): GridModel => {
    const top = Math.max(...worst.flatMap(({ nullShare }) => [nullShare.reference ?? 0, nullShare.current ?? 0]), 0);
    return {
      rows: worst.length,
      pinned: 1,
      columns: heads,
      stamp: (row) => `${worst[row]?.place}`,
      header: (at) => ({ content: heads[at]?.label ?? '' }),
      cell: (row, at) => {
        const column = worst[row];
        return column ? cellOf(column, heads[at]?.key ?? 'name', top) : { content: '' };
      },
    };
  }, [worst]);
  const quiet = rows.columns.length - worst.length;
  const broken = worst.filter(({ problems }) => problems.length > 0).length;
  if (worst.length === 0) {
    return <Notice icon="pass" title="Nothing to report" detail={`No missing, new, vanished or out-of-range values and no problems in ${plural(rows.columns.length, 'column')}.`} />;
  }
  return (
    <>
      <p class="tab-bar faint">
        {plural(worst.length, 'column')} with something to know, {plural(broken, 'column')} with problems, {count(quiet)} without either. {head.problems.length > 0 ? `${plural(head.problems.length, 'problem')} of a whole side: see above.` : ''}
      </p>
      <Grid
        id="grid-quality"
        label="Quality of columns, worst first"
        model={model}
        headHeight={26}
        events={{
          onOpen: ({ row }) => {
            const column = worst[row];
            if (column) onOpen(column.name);
          },
        }}
      />
    </>
  );
}

/** Problems weigh most, then how far the share of missing values moved, then values that are new, gone or outside. */
function severity({ problems, nullShare, newValues, vanishedValues, outOfRange }: ColumnRow): number {
  const moved = nullShare.reference === null || nullShare.current === null ? 0 : Math.abs(nullShare.current - nullShare.reference);
  const missing = Math.max(nullShare.reference ?? 0, nullShare.current ?? 0);
  const outside = (outOfRange?.below ?? 0) + (outOfRange?.above ?? 0);
  return problems.length * 100 + moved * 50 + missing * 5 + (newValues > 0 ? 2 : 0) + (vanishedValues > 0 ? 2 : 0) + (outside > 0 ? 1 : 0);
}

function cellOf(column: ColumnRow, key: (typeof heads)[number]['key'], top: number): GridCell {
  const number = (value: number | null | undefined): GridCell => (value === null || value === undefined ? { content: '–', tone: 'is-absent' } : value === 0 ? { content: '0', tone: 'num is-absent' } : { content: count(value), tone: 'num' });
  switch (key) {
    case 'name':
      return {
        content: (
          <>
            <Icon name={kindIcon(column.kind)} tone="muted" /> <span class="mono column-name">{plain(column.name)}</span>
          </>
        ),
        title: plain(column.name),
      };
    case 'bar':
      return { content: <SharePair reference={column.nullShare.reference} current={column.nullShare.current} top={top} />, label: 'See the next two cells' };
    case 'reference':
    case 'current':
      return { content: percent(column.nullShare[key]), tone: column.nullShare[key] ? 'num' : 'num is-absent' };
    case 'new':
      return number(column.newValues);
    case 'vanished':
      return number(column.vanishedValues);
    case 'below':
    case 'above':
      return number(column.outOfRange?.[key]);
    case 'problems': {
      const text = column.problems.map(({ message }) => plain(message)).join(' ');
      return {
        content:
          text === '' ? (
            ''
          ) : (
            <>
              <Icon name="warning" tone="warn" /> {text}
            </>
          ),
        title: text,
      };
    }
  }
}

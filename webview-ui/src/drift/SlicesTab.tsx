import { useMemo } from 'preact/hooks';
import { grouped, pText, shortNumber } from '../../../src/core/drift/export/words.ts';
import type { DriftSlice } from '../../../src/core/model/drift.ts';
import type { WindowRows } from '../../../src/protocol/drift.ts';
import { Icon } from '../shell/Icon.tsx';
import { Notice } from '../shell/Notice.tsx';
import { plain } from '../shell/words.ts';
import { Grid } from '../table/Grid.tsx';
import type { GridCell, GridModel } from '../table/gridModel.ts';

const heads = [
  { key: 'where', label: 'Rows where', width: 300 },
  { key: 'flagged', label: '', width: 110 },
  { key: 'measure', label: 'Measure', width: 150 },
  { key: 'reference', label: 'Reference', width: 90, isEnd: true },
  { key: 'current', label: 'Current', width: 90, isEnd: true },
  { key: 'z', label: 'z', width: 190 },
  { key: 'p', label: 'Adj. p', width: 84, isEnd: true },
  { key: 'rows', label: 'Rows, reference / current', width: 190, isEnd: true },
] as const;

/** Parts of the rows that moved most, as ranked by the search that is accounted for in their p. */
export function SlicesTab({ rows: { slices } }: { readonly rows: WindowRows }) {
  const model = useMemo((): GridModel => {
    const top = Math.max(...slices.map(({ z }) => Math.abs(z)), 1);
    return {
      rows: slices.length,
      pinned: 1,
      columns: heads,
      stamp: (row) => row,
      header: (at) => ({ content: heads[at]?.label ?? '', ...(heads[at]?.key === 'flagged' ? { label: 'Flagged' } : {}) }),
      cell: (row, at) => {
        const slice = slices[row];
        return slice ? cellOf(slice, heads[at]?.key ?? 'where', top) : { content: '' };
      },
    };
  }, [slices]);
  if (slices.length === 0) return <Notice icon="filter" title="No slices in this report" detail="Parts of the rows that moved most stand here where the report looked for them." />;
  return <Grid id="grid-slices" label="Slices, ranked" model={model} headHeight={26} />;
}

function cellOf(slice: DriftSlice, key: (typeof heads)[number]['key'], top: number): GridCell {
  switch (key) {
    case 'where': {
      const text = slice.where.map(({ column, value }) => `${plain(column)} = ${value === '' ? '(empty)' : plain(value)}`).join(' and ');
      return { content: <span class="mono">{text}</span>, title: text };
    }
    case 'flagged':
      return {
        content: slice.flagged ? (
          <>
            <Icon name="warning" tone="bad" /> flagged
          </>
        ) : (
          <span class="faint">not flagged</span>
        ),
      };
    case 'measure':
      return { content: plain(slice.measure), title: plain(slice.measure) };
    case 'reference':
    case 'current':
      return { content: valueText(slice.values[key]), title: String(slice.values[key]), tone: 'num' };
    case 'z':
      return { content: <ZBar z={slice.z} top={top} isFlagged={slice.flagged} /> };
    case 'p':
      return { content: pText(slice.pAdjusted), title: String(slice.pAdjusted), tone: 'num' };
    case 'rows':
      return { content: `${grouped(slice.samples.reference)} / ${grouped(slice.samples.current)}`, tone: 'num' };
  }
}

/** Three decimals in every row, so that they stand below each other. */
function valueText(value: number): string {
  return Math.abs(value) < 1000 && (value === 0 || Math.abs(value) >= 0.0005) ? value.toFixed(3) : shortNumber(value);
}

/** To the right: more than in the reference; to the left: less. */
function ZBar({ z, top, isFlagged }: { readonly z: number; readonly top: number; readonly isFlagged: boolean }) {
  const long = (Math.abs(z) / top) * 56;
  return (
    <>
      <svg class={`effect${isFlagged ? ' is-drift' : ''}`} width="120" height="16" viewBox="0 0 120 16" aria-hidden="true">
        <rect class="effect-bar" x={z < 0 ? 60 - long : 60} y="5" width={long} height="6" rx="1" />
        <line class="effect-threshold" x1="60" x2="60" y1="1" y2="15" />
      </svg>{' '}
      <span class="num z-value">{z.toFixed(2)}</span>
    </>
  );
}

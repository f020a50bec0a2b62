import { useMemo, useState } from 'preact/hooks';
import { sameDigests } from '../../../src/core/compare/compareData.ts';
import { equalValues } from '../../../src/core/compare/compareRuns.ts';
import type { CompareMetric, CompareRow, CompareSnapshot } from '../../../src/protocol/compare.ts';
import { lookOf, type ThemeColors } from '../charts/palette.ts';
import { Notice } from '../shell/Notice.tsx';
import { Swatch } from '../shell/Swatch.tsx';
import { Icon } from '../shell/Icon.tsx';
import { fullScalar, isNumeric, plain, plural, scalar } from '../shell/words.ts';
import { Grid } from '../table/Grid.tsx';
import type { GridCell, GridModel } from '../table/gridModel.ts';
import { Delta } from './Delta.tsx';
import { linesOf } from './lines.ts';
import type { CompareView } from './state.ts';

interface RowsTabProps {
  readonly id: string;
  readonly label: string;
  readonly noun: string;
  readonly parts: ReadonlyArray<{ readonly label: string; readonly rows: ReadonlyArray<CompareRow | CompareMetric> }>;
  readonly snapshot: CompareSnapshot;
  readonly view: CompareView;
  readonly theme: ThemeColors;
  /** Shown instead of "no value" where a run does not have the row. */
  readonly absent?: string;
  /** The values are digests: equal where they stand for the same content. */
  readonly areDigests?: boolean;
}

/** Rows over runs: a column for each run, the baseline first, differing rows first. */
export function RowsTab({ id, label, noun, parts, snapshot, view, theme, absent = 'no value', areDigests = false }: RowsTabProps) {
  const [widths, setWidths] = useState<Readonly<Record<string, number>>>({});
  const lines = useMemo(
    () => linesOf(parts, { onlyDiffering: view.onlyDiffering, grouped: view.grouped, search: view.search }),
    [parts, view.onlyDiffering, view.grouped, view.search],
  );
  const order = useMemo(() => baselineFirst(snapshot), [snapshot]);
  const model = useMemo((): GridModel => {
    const baselineAt = snapshot.runs.findIndex((run) => run.id === snapshot.baseline);
    return {
      rows: lines.length,
      pinned: baselineAt >= 0 && snapshot.runs.length > 2 ? 2 : 1,
      columns: [
        { key: 'key', width: widths['key'] ?? 240 },
        ...order.map((place) => {
          const run = snapshot.runs[place];
          return { key: run?.id ?? '', width: widths[run?.id ?? ''] ?? 168, isEnd: false };
        }),
      ],
      stamp: (row) => `${row}:${lines.length}:${theme.kind}`,
      section: (row) => {
        const line = lines[row];
        if (line?.kind !== 'section') return null;
        const differs = line.differing === 0 ? 'no change' : `${line.differing} of ${line.total} differ`;
        return (
          <>
            <span class="section-label">{plain(line.label)}</span>
            <span class="section-count">{snapshot.runs.length > 1 ? differs : plural(line.total, 'row')}</span>
          </>
        );
      },
      header: (column) => {
        if (column === 0) return { content: noun };
        const place = order[column - 1] ?? 0;
        const run = snapshot.runs[place];
        const name = plain(run?.name ?? '');
        return {
          content: (
            <>
              <Swatch look={lookOf(place, theme)} /> {name}
            </>
          ),
          title: name,
          ...(run?.id === snapshot.baseline ? { tone: 'is-baseline' } : {}),
        };
      },
      cell: (row, column) => {
        const line = lines[row];
        if (line?.kind !== 'row') return { content: null };
        if (column === 0) return keyCell(line.row, line.metric);
        const place = order[column - 1] ?? 0;
        const run = snapshot.runs[place];
        if (run?.problem) return { content: '–', title: plain(run.problem.message), tone: 'is-absent' };
        return valueCell(line.row, line.metric, place, { baseline: baselineAt, runs: snapshot.runs.length, absent, areDigests });
      },
    };
  }, [lines, order, snapshot, theme, widths, noun, absent, areDigests]);

  if (lines.length === 0) return <NothingToShow noun={noun} label={label} isFiltered={view.search !== ''} isOnlyDiffering={view.onlyDiffering} hasRows={parts.some((part) => part.rows.length > 0)} />;
  const hasChange = parts.some((part) => part.rows.some((row) => row.differs));
  return (
    <>
      {!hasChange && snapshot.runs.length > 1 ? (
        <p class="no-change">
          <Icon name="check" tone="good" /> No change: {label.toLowerCase()} are the same in all {snapshot.runs.length} runs.
        </p>
      ) : null}
      <Grid
        id={id}
        label={label}
        model={model}
        headHeight={28}
        events={{
          onResize: (column, width) => {
            const key = model.columns[column]?.key ?? '';
            setWidths((now) => ({ ...now, [key]: width }));
          },
        }}
      />
    </>
  );
}

function NothingToShow(props: { readonly noun: string; readonly label: string; readonly isFiltered: boolean; readonly isOnlyDiffering: boolean; readonly hasRows: boolean }) {
  if (props.isFiltered) return <Notice icon="search" title="Nothing matches the search" detail="Clear the search box to see every row." />;
  if (props.isOnlyDiffering && props.hasRows) return <Notice icon="check" title="No change" detail={`${props.label} are the same in every run.`} />;
  return <Notice icon="info" title={`No ${props.label.toLowerCase()}`} detail="None of these runs recorded any." />;
}

function keyCell(row: CompareRow, metric: CompareMetric | null): GridCell {
  const direction = metric?.direction;
  const hint = direction ? `${direction === 'maximize' ? 'higher' : 'lower'} is better${metric.directionFrom === 'name' ? ' (guessed from the name)' : ''}` : '';
  return {
    content: (
      <>
        <span class={`differs-mark${row.differs ? ' is-on' : ''}`} aria-hidden />
        <span class="mono key-name">{plain(row.key)}</span>
        {direction ? (
          <span class={`direction${metric.directionFrom === 'name' ? ' is-guessed' : ''}`} title={hint}>
            <Icon name={direction === 'maximize' ? 'arrow-small-up' : 'arrow-small-down'} />
          </span>
        ) : null}
      </>
    ),
    title: hint ? `${plain(row.key)} — ${hint}` : plain(row.key),
    label: `${plain(row.key)}${row.differs ? ', differs' : ''}${hint ? `, ${hint}` : ''}`,
  };
}

interface CellFacts {
  /** Place of the baseline; -1 = none. */
  readonly baseline: number;
  readonly runs: number;
  readonly absent: string;
  readonly areDigests: boolean;
}

function valueCell(row: CompareRow, metric: CompareMetric | null, place: number, { baseline, runs, absent, areDigests }: CellFacts): GridCell {
  const value = row.values[place] ?? null;
  const isBaseline = place === baseline;
  const delta = isBaseline ? null : (metric?.delta[place] ?? null);
  const base = row.values[baseline] ?? null;
  const isSame = areDigests ? sameDigests(value === null ? null : String(value), base === null ? null : String(base)) : equalValues(value, base);
  const differs = !isBaseline && baseline >= 0 && runs > 1 && !isSame;
  const tone = `${isBaseline ? 'is-baseline' : ''}${differs ? ' is-diff' : ''}${value === null ? ' is-absent' : ''}`;
  return {
    content: (
      <>
        <span class={`value${isNumeric(value) ? ' num' : ''}`}>{value === null ? '–' : value === '' ? '(no digest)' : scalar(value)}</span>
        {metric && delta !== null && value !== null ? <Delta delta={delta} direction={metric.direction} /> : null}
      </>
    ),
    title: value === null ? absent : fullScalar(value),
    tone: tone.trim(),
  };
}

/** Places of the runs as columns show them: the baseline leads. */
export function baselineFirst(snapshot: CompareSnapshot): number[] {
  const places = snapshot.runs.map((_, place) => place);
  const baseline = snapshot.runs.findIndex((run) => run.id === snapshot.baseline);
  return baseline > 0 ? [baseline, ...places.filter((place) => place !== baseline)] : places;
}

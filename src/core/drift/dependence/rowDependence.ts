import type { DriftReport } from '../../model/drift.ts';
import { logBinomial } from '../../statistics/special/logBinomial.ts';
import { RandomGenerator } from '../../statistics/random/randomGenerator.ts';
import type { Column } from '../../table/column.ts';
import type { TableSource } from '../../table/tableSource.ts';
import type { ResolvedSettings } from '../settings.ts';
import type { Dependence, DependentTest, RowCells } from './dependence.ts';
import { entityInflation, entityUnits } from './entities.ts';
import { momentsOf, type Moments } from './moments.ts';
import { permutationTest } from './permutationTest.ts';
import { piecesOf, type Units } from './pieces.ts';
import { scoresOf } from './scores.ts';
import { timeBlocks } from './timeBlocks.ts';

export interface RowDependence {
  /** Undefined: rows are taken as independent. */
  readonly dependence: Dependence | undefined;
  /** For `engine.dependence`; complete once every column was tested. */
  words(): string;
  /** Of the current side. */
  readonly window: DriftReport['window'];
  readonly problems: DriftReport['problems'];
}

/**
 * Reads the time and the entity column and says how rows depend on each other. `tests`: how many there will be in the
 * family, which is how small a p must be able to get. Throws what the sources throw, and `invalid` for a time that is none.
 */
export async function rowDependence(reference: TableSource, current: TableSource, settings: ResolvedSettings, tests: number, signal: AbortSignal): Promise<RowDependence> {
  const { time, entity } = settings;
  const none: RowDependence = { dependence: undefined, words: () => 'rows assumed independent', window: { from: null, to: null }, problems: [] };
  if (time === null && entity === null) return none;
  const both = async (name: string) => [await reference.column(name, signal), await current.column(name, signal)] as const;
  const times = time === null ? undefined : await both(time);
  const moments = times === undefined ? undefined : ([momentsOf(times[0]), momentsOf(times[1])] as const);
  const units = entity === null ? undefined : entityUnits(...(await both(entity)));
  const blockLengths: number[] = [];
  const most = Math.max(1_999, Math.ceil((10 * tests) / Math.min(settings.thresholds.alpha, settings.thresholds.familyAlpha * 2)));
  return {
    dependence: { test: (cells, subject, seed) => dependentTest(cells, subject, seed, moments, units, most, (length) => blockLengths.push(length)) },
    words: () => wordsOf(moments, units, entity, blockLengths),
    window: times === undefined || moments === undefined ? none.window : windowOf(times[1], moments[1]),
    problems: time === null || moments === undefined ? [] : missingTimes(time, moments),
  };
}

function dependentTest(
  cells: RowCells,
  subject: string,
  seed: string,
  moments: readonly [Moments, Moments] | undefined,
  entities: Units | undefined,
  most: number,
  didCut: (length: number) => void,
): DependentTest {
  const scores = scoresOf(cells);
  const blocks = moments === undefined ? undefined : timeBlocks(...moments, scores);
  const byEntity = entities === undefined ? undefined : entityInflation(entities, scores);
  // What time and entity add to the variance adds up; independent rows are in both.
  const inflation = blocks === undefined ? byEntity! : byEntity === undefined ? blocks.inflation : Math.max(blocks.inflation, byEntity, blocks.inflation + byEntity - 1);
  const isByTime = blocks !== undefined && (byEntity === undefined || blocks.inflation >= byEntity);
  const moved = isByTime ? blocks.units : entities!;
  const own = isByTime ? blocks.inflation : byEntity!;
  if (blocks !== undefined) didCut(blocks.length);
  const { p, draws } = permutationTest(
    { pieces: piecesOf(cells, moved), pairs: moved.pairs, cells: cells.cells, isOrdered: cells.isOrdered, widen: (isByTime ? blocks.widen : 1) * (inflation / own), most },
    new RandomGenerator(seed),
  );
  const test = cells.isOrdered ? 'Kolmogorov-Smirnov' : 'chi-square';
  const how = isByTime ? `blocks of ${Math.round(blocks.length)} in time order` : 'whole entities';
  const deals = dealsOf(moved);
  const few = deals >= 1_000 ? '' : `, which can be dealt out in only ${Math.round(deals)} ways`;
  return { p, inflation, deals, method: `${test} by permutation of ${how} (${draws} draws${few}): ${subject}` };
}

/** Units that are on one side are dealt out anew, those on both change places or not. */
function dealsOf({ referenceUnits, currentUnits, pairs }: Units): number {
  const free = referenceUnits + currentUnits - 2 * pairs.length;
  return Math.exp(logBinomial(free, referenceUnits - pairs.length)) * 2 ** pairs.length;
}

function wordsOf(moments: readonly [Moments, Moments] | undefined, units: Units | undefined, entity: string | null, lengths: readonly number[]): string {
  const parts: string[] = [];
  if (moments !== undefined) {
    const [least, largest] = [Math.round(Math.min(...lengths)), Math.round(Math.max(...lengths))];
    const isPerRow = moments.every((one) => one.count === one.ofRow.length);
    const length = lengths.length === 0 ? '' : ` of ${least === largest ? least : `${least} to ${largest}`} ${isPerRow ? 'rows' : 'moments'}`;
    parts.push(`blocks${length} in time order`);
  }
  if (units !== undefined) parts.push(`clusters of "${entity ?? ''}"`);
  return parts.join('; ');
}

function windowOf(time: Column, { from, to }: Moments): DriftReport['window'] {
  const iso = (ms: number | null) => (time.kind !== 'datetime' || ms === null || Math.abs(ms) > 8.64e15 ? null : new Date(ms).toISOString());
  return { from: iso(from), to: iso(to) };
}

function missingTimes(name: string, [reference, current]: readonly [Moments, Moments]): DriftReport['problems'] {
  if (reference.missing + current.missing === 0) return [];
  const message = `Rows without a value in “${name}” (${reference.missing} of the reference, ${current.missing} of the current side) are taken as the last ones.`;
  return [{ side: 'both', code: 'missingTime', message }];
}

import { biasLook } from '../../../src/core/drift/looks/biasLook.ts';
import { performanceLook } from '../../../src/core/drift/looks/performanceLook.ts';
import { resolveSettings } from '../../../src/core/drift/settings.ts';
import type { DriftReport } from '../../../src/core/model/drift.ts';
import { RandomGenerator } from '../../../src/core/statistics/random/randomGenerator.ts';
import { levelColumn, numberColumn } from '../../../src/core/table/makeColumn.ts';
import { memoryTable } from '../../../src/core/table/memoryTable.ts';
import type { TableSource } from '../../../src/core/table/tableSource.ts';
import type { DriftRoles } from '../../../src/protocol/driftRoles.ts';

const dayMs = 86_400_000;

/** A model that was right; from `flipAt` on the label no longer follows, and the last `late` labels have not come. */
function rows(seed: string, count: number, from: number, { flipAt = count, late = 0, name = '' } = {}): TableSource {
  const random = new RandomGenerator(seed);
  const score = Array.from({ length: count }, () => random.uniform());
  const label = (row: number) => Number(random.uniform() < (row < flipAt ? score[row]! : 1 - score[row]!));
  const region = Array.from({ length: count }, (_, row) => (row % 90 === 0 ? 'islands' : name !== '' && row % 2 === 0 ? name : row % 3 === 0 ? 'north' : 'south'));
  return memoryTable(seed, [
    numberColumn('probability', score),
    numberColumn('predicted', score.map((one) => Number(one > 0.5))),
    numberColumn('label', score.map((_, row) => (row >= count - late ? null : label(row)))),
    levelColumn('sex', score.map((_, row) => (row % 2 === 0 ? 'female' : 'male'))),
    levelColumn('region', region),
    numberColumn('day', score.map((_, row) => from + (row * dayMs) / 40), { kind: 'datetime' }),
  ]);
}

export const modelRoles: DriftRoles = { target: 'label', prediction: 'predicted', score: 'probability', time: 'day', groups: ['sex', 'region'] };

/** Performance and bias as the engine finds them, of a model that stops being right. `name`: of one of the groups. */
export async function modelParts(roles: DriftRoles, name = ''): Promise<Pick<DriftReport, 'performance' | 'bias'>> {
  const [reference, current] = [rows('aa', 2_000, Date.UTC(2026, 0, 5)), rows('bb', 1_400, Date.UTC(2026, 2, 2), { flipAt: 760, late: 420, name })];
  const settings = resolveSettings({ ...(roles.target === null ? {} : { target: roles.target }), ...(roles.prediction === null ? {} : { prediction: roles.prediction }), ...(roles.score === null ? {} : { score: roles.score }), ...(roles.time === null ? {} : { time: roles.time }), groups: roles.groups });
  const context = { settings, columns: [], seed: 'ab', signal: new AbortController().signal };
  return {
    performance: await performanceLook({ chunking: roles.time === null ? { size: 200 } : { period: 'week' } })(reference, current, context),
    ...(roles.groups.length === 0 ? {} : { bias: await biasLook({ withIntersections: true })(reference, current, context) }),
  };
}

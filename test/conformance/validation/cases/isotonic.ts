import { isotonicRegression, isotonicValue } from '../../../../src/core/drift/performance/isotonicRegression.ts';
import type { RandomGenerator } from '../../../../src/core/statistics/random/randomGenerator.ts';
import { sampleOf, shapes, sizeOf } from '../../statistics/cases/samples.ts';
import type { Case } from '../agreement.ts';

/** Points with ties, weights (some of 0), one point, one x, labels of 0 and 1, rising and falling; asked inside, outside and at the points. */
export function isotonicCases(random: RandomGenerator, count: number): Case[] {
  return Array.from({ length: count }, (_, round): Case => {
    const points = round % 11 === 0 ? 1 : sizeOf(random, 150);
    const x = sampleOf(shapes[round % shapes.length]!, points, random);
    random.shuffle(x);
    const y = Float64Array.from(x, (_value, place) => (round % 2 === 0 ? random.integerBelow(2) : random.normal() + place / points));
    const weights = round % 3 === 0 ? Float64Array.from(x, (_value, place) => (place > 0 && random.integerBelow(5) === 0 ? 0 : random.uniform() * 3 + 0.01)) : undefined;
    const rising = round % 4 !== 3;
    const at = [...x, ...Array.from({ length: 30 }, () => x[random.integerBelow(points)]! + random.normal()), -1e12, 1e12];
    return {
      ask: ['isotonic', [...x], [...y], weights === undefined ? null : [...weights], rising, at],
      about: `round ${round}: ${points} points`,
      ours: () => {
        const line = isotonicRegression(x, y, { rising, ...(weights === undefined ? {} : { weights }) });
        return { values: at.map((value) => isotonicValue(line, value)) };
      },
    };
  });
}

import type { Column } from '../../table/column.ts';
import { baseFeatures, type BaseFeature } from './baseFeatures.ts';
import type { FeatureMatrix } from './featureMatrix.ts';

/**
 * What tells two sides apart where each column alone may not: the columns' own features, squares of amounts, and the products
 * of the features of each two columns, all with mean 0 and variance 1 over both sides. Rows of `reference` come first. At
 * most `most` features: categories get fewer levels first, then pairs of the later columns are left out.
 */
export function jointFeatures(
  reference: readonly Column[],
  current: readonly Column[],
  { most, least = 20 }: { readonly most: number; readonly least?: number },
): FeatureMatrix & { readonly pairsLeftOut: number } {
  let base: BaseFeature[] = [];
  for (const levels of [8, 5, 3, 2]) {
    base = reference.flatMap((column) => {
      const other = current.find(({ name }) => name === column.name);
      return other === undefined ? [] : baseFeatures(column, other, { levels, least });
    });
    if (base.length + productsOf(base).length <= most) break;
  }
  const kept = base.slice(0, most);
  const products = productsOf(kept);
  const taken = products.slice(0, most - kept.length);
  const made = [
    ...kept.map(({ column, values }) => ({ source: [column], values })),
    ...taken.map(([left, right]) => ({
      source: left === right ? [left.column] : [left.column, right.column],
      values: left.values.map((value, row) => value * right.values[row]!),
    })),
  ].flatMap(({ source, values }) => (standardise(values) ? [{ source, values }] : []));
  const rows = made[0]?.values.length ?? 0;
  const values = new Float64Array(rows * made.length);
  made.forEach((feature, at) => {
    for (let row = 0; row < rows; row += 1) values[row * made.length + at] = feature.values[row]!;
  });
  return { rows, width: made.length, values, sources: made.map(({ source }) => source), pairsLeftOut: products.length - taken.length };
}

/** Squares first, then pairs in the order of their later column. */
function productsOf(base: readonly BaseFeature[]): Array<readonly [BaseFeature, BaseFeature]> {
  const squares = base.filter(({ isAmount }) => isAmount).map((feature) => [feature, feature] as const);
  const pairs = base.flatMap((right, later) => base.slice(0, later).filter((left) => left.column !== right.column).map((left) => [left, right] as const));
  return [...squares, ...pairs];
}

/** In place; false where there is nothing but one value. */
function standardise(values: Float64Array): boolean {
  let [sum, squares] = [0, 0];
  for (const value of values) sum += value;
  const mean = sum / values.length;
  for (const value of values) squares += (value - mean) * (value - mean);
  const deviation = Math.sqrt(squares / values.length);
  if (!(deviation > 1e-9)) return false;
  for (let row = 0; row < values.length; row += 1) values[row] = (values[row]! - mean) / deviation;
  return true;
}

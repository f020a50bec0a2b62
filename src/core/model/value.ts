/**
 * A param or metric leaf. JSON has no NaN and no infinities, so those travel as the strings "NaN", "Infinity" and
 * "-Infinity" everywhere in this product (DESIGN section 6).
 */
export type Scalar = string | number | boolean | null;

/** Flat dotted keys to leaves. */
export type Flat<T = Scalar> = Readonly<Record<string, T>>;

/** A number as the product carries it: finite numbers stay numbers, the others become their names. */
export function numeric(value: number): number | string {
  if (Number.isNaN(value)) return 'NaN';
  if (value === Infinity) return 'Infinity';
  if (value === -Infinity) return '-Infinity';
  return value;
}

/** The number behind a leaf, or undefined where it is not one. Numeric strings count (MLflow params are strings). */
export function asNumber(value: Scalar | undefined): number | undefined {
  if (typeof value === 'number') return value;
  if (typeof value !== 'string' || value.trim() === '') return undefined;
  if (value === 'NaN') return NaN;
  const parsed = Number(value);
  return Number.isNaN(parsed) ? undefined : parsed;
}

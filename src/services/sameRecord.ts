/** Equality of plain data, depth first. Providers hand out the same object for what did not change, so mostly `===`. */
export function sameRecord(left: unknown, right: unknown): boolean {
  if (Object.is(left, right)) return true;
  if (typeof left !== 'object' || typeof right !== 'object' || left === null || right === null) return false;
  if (Array.isArray(left)) {
    return Array.isArray(right) && left.length === right.length && left.every((value, index) => sameRecord(value, right[index]));
  }
  const keys = Object.keys(left);
  if (Array.isArray(right) || Object.keys(right).length !== keys.length) return false;
  return keys.every(
    (key) => Object.hasOwn(right, key) && sameRecord((left as Record<string, unknown>)[key], (right as Record<string, unknown>)[key]),
  );
}

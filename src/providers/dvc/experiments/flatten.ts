import type { Flat, Scalar } from '../../../core/model/value.ts';
import { numeric } from '../../../core/model/value.ts';
import { isMap, Moment, PyFloat, type Data } from '../formats/data.ts';

/** One params or metrics file of a run. */
export interface FileValues {
  readonly path: string;
  readonly data: Data;
}

/** Flat dotted keys; `<file>:` in front only where two files of the run share a key. */
export function flatten(files: readonly FileValues[]): Flat {
  const result: Record<string, Scalar> = {};
  const [only] = files;
  if (files.length === 1 && only) {
    addLeaves(result, only.path, only.data, '');
    return result;
  }
  const parts = files.map(({ path, data }) => {
    const leaves: Record<string, Scalar> = {};
    addLeaves(leaves, path, data, '');
    return { path, leaves };
  });
  const counts = new Map<string, number>();
  for (const { leaves } of parts) for (const key of Object.keys(leaves)) counts.set(key, (counts.get(key) ?? 0) + 1);
  for (const { path, leaves } of parts) {
    for (const [key, value] of Object.entries(leaves)) set(result, (counts.get(key) ?? 0) > 1 ? `${path}:${key}` : key, value);
  }
  return result;
}

/** A file that is no dictionary is one value under its own name. */
function addLeaves(into: Record<string, Scalar>, path: string, data: Data, prefix: string): void {
  if (!isMap(data)) {
    set(into, path, toScalar(data));
    return;
  }
  for (const [key, value] of Object.entries(data)) {
    if (isMap(value)) addLeaves(into, path, value, `${prefix}${key}.`);
    else set(into, prefix + key, toScalar(value));
  }
}

function set(into: Record<string, Scalar>, key: string, value: Scalar): void {
  if (key === '__proto__') Object.defineProperty(into, key, { value, enumerable: true, writable: true, configurable: true });
  else into[key] = value;
}

function toScalar(value: Data): Scalar {
  const plain = toPlain(value);
  // A list stays a list for whoever reads the JSON; no part of the product takes it for a number.
  return plain as Scalar;
}

function toPlain(value: Data): unknown {
  if (typeof value === 'number') return numeric(value);
  if (value instanceof PyFloat) return numeric(value.value);
  if (value instanceof Moment) return value.iso;
  if (Array.isArray(value)) return value.map(toPlain);
  return isMap(value) ? Object.fromEntries(Object.entries(value).map(([key, one]) => [key, toPlain(one)])) : value;
}

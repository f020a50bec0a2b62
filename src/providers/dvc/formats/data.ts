/** What a data file holds once parsed. NaN and infinities are numbers here; `toScalar` names them later. */
export type Data = string | number | boolean | null | PyFloat | Moment | Data[] | DataMap;
export interface DataMap {
  [key: string]: Data;
}

/** A float whose being a float matters: `${lr}` of `1.0` is "1.0" in Python, not "1". Only made on request. */
export class PyFloat {
  readonly value: number;

  constructor(value: number) {
    this.value = value;
  }
}

/** A date or time of a YAML or TOML file. Params show it as text, metrics drop it. */
export class Moment {
  /** As Python's isoformat writes it. */
  readonly iso: string;

  constructor(iso: string) {
    this.iso = iso;
  }
}

export interface ParseOptions {
  /** Floats become PyFloat, for text that is put together from them. */
  readonly markFloats?: boolean;
}

export function isMap(value: Data | undefined): value is DataMap {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    !(value instanceof PyFloat) &&
    !(value instanceof Moment)
  );
}

/** Sets a key that may be `__proto__`. */
export function setKey(map: DataMap, key: string, value: Data): void {
  if (key === '__proto__') Object.defineProperty(map, key, { value, enumerable: true, writable: true, configurable: true });
  else map[key] = value;
}

/** What Python calls false: such a file counts as empty. */
export function isFalsy(value: Data): boolean {
  if (value === null || value === false || value === 0 || value === '') return true;
  if (value instanceof PyFloat) return value.value === 0;
  if (Array.isArray(value)) return value.length === 0;
  return isMap(value) && Object.keys(value).length === 0;
}

/** Marked floats as plain numbers again. */
export function unmark(value: Data): Data {
  if (value instanceof PyFloat) return value.value;
  if (Array.isArray(value)) return value.map(unmark);
  if (!isMap(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, unmark(one)]));
}

export function mapOf(value: Data | undefined): DataMap {
  return isMap(value) ? value : {};
}

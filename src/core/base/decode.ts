import { fail } from './fault.ts';

/** Turns an untrusted value into a T, or throws a `schema` fault that names the place. */
export type Decoder<T> = (value: unknown, place: string) => T;

export function refuse(place: string, wanted: string): never {
  throw fail('schema', `${place} is not ${wanted}.`);
}

export const flag: Decoder<boolean> = (value, place) => (typeof value === 'boolean' ? value : refuse(place, 'true or false'));

export const finite: Decoder<number> = (value, place) => (typeof value === 'number' && Number.isFinite(value) ? value : refuse(place, 'a number'));

export function text(most: number): Decoder<string> {
  return (value, place) => (typeof value === 'string' && value.length > 0 && value.length <= most ? value : refuse(place, `a text of at most ${most}`));
}

/** A text that the whole of `pattern` fits; `wanted` says what that is. */
export function fitting(pattern: RegExp, wanted: string): Decoder<string> {
  return (value, place) => (typeof value === 'string' && pattern.test(value) ? value : refuse(place, wanted));
}

export function whole(least: number, most: number): Decoder<number> {
  return (value, place) => (typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most ? value : refuse(place, `a whole number from ${least} to ${most}`));
}

export function exactly<const T extends string>(wanted: T): Decoder<T> {
  return (value, place) => (value === wanted ? wanted : refuse(place, `“${wanted}”`));
}

export function oneOf<const T extends string>(...names: readonly T[]): Decoder<T> {
  return (value, place) => names.find((name) => name === value) ?? refuse(place, `one of ${names.join(', ')}`);
}

export function list<T>(item: Decoder<T>, most: number): Decoder<readonly T[]> {
  return (value, place) => (Array.isArray(value) && value.length <= most ? (value as unknown[]).map((one, at) => item(one, `${place}[${at}]`)) : refuse(place, `a list of at most ${most}`));
}

export function orNull<T>(inner: Decoder<T>): Decoder<T | null> {
  return (value, place) => (value === null ? null : inner(value, place));
}

/** An object with these keys, all of them, and no other. */
export function exact<T extends object>(fields: { readonly [K in keyof T]-?: Decoder<T[K]> }): Decoder<T> {
  return (value, place) => {
    const given = object(value, place);
    for (const key of Object.keys(given)) if (!Object.hasOwn(fields, key)) refuse(`${place}.${key.slice(0, 60)}`, 'known');
    const decoded: Partial<T> = {};
    for (const key of Object.keys(fields) as Array<Extract<keyof T, string>>) {
      if (!Object.hasOwn(given, key)) refuse(`${place}.${key}`, 'there');
      decoded[key] = fields[key](given[key], `${place}.${key}`);
    }
    return decoded as T;
  };
}

/** Values under names that others choose. */
export function named<T>(item: Decoder<T>, most: number): Decoder<ReadonlyMap<string, T>> {
  return (value, place) => {
    const entries = Object.entries(object(value, place));
    if (entries.length > most) refuse(place, `an object of at most ${most} keys`);
    return new Map(entries.map(([key, one]) => [key, item(one, `${place}.${key.slice(0, 60)}`)]));
  };
}

export function object(value: unknown, place: string): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : refuse(place, 'an object');
}

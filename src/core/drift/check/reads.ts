import { fail } from '../../base/fault.ts';
import type { Range } from '../../model/drift.ts';

/** A value from outside as what it should be, or a fault that names its place. */
export type Read<T> = (value: unknown, place: string) => T;

export function refuse(place: string, wanted: string): never {
  throw fail('schema', `This is no drift report: ${place} is not ${wanted}.`, { hint: 'It may come from another version of MLOps Workbench: compare the data again.' });
}

export const text: Read<string> = (value, place) => (typeof value === 'string' ? value : refuse(place, 'a text'));
export const flag: Read<boolean> = (value, place) => (typeof value === 'boolean' ? value : refuse(place, 'true or false'));
export const finite: Read<number> = (value, place) => (typeof value === 'number' && Number.isFinite(value) ? value : refuse(place, 'a number'));
export const count: Read<number> = (value, place) => (typeof value === 'number' && Number.isInteger(value) && value >= 0 ? value : refuse(place, 'a count'));

export const orNull = <T>(read: Read<T>): Read<T | null> => (value, place) => (value === null ? null : read(value, place));

export const oneOf = <const T extends string>(...names: readonly T[]): Read<T> => (value, place) => names.find((name) => name === value) ?? refuse(place, `one of ${names.join(', ')}`);

export const list = <T>(read: Read<T>): Read<readonly T[]> => (value, place) =>
  Array.isArray(value) ? (value as unknown[]).map((one, index) => read(one, `${place}[${index}]`)) : refuse(place, 'a list');

export function fields(value: unknown, place: string): Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : refuse(place, 'an object');
}

export function shape<T extends object>(readers: { readonly [K in keyof T]-?: Read<T[K]> }): Read<T> {
  return (value, place) => {
    const given = fields(value, place);
    const read: Partial<T> = {};
    for (const key of Object.keys(readers) as Array<Extract<keyof T, string>>) read[key] = readers[key](given[key], `${place}.${key}`);
    return read as T;
  };
}

export const range: Read<Range> = (value, place) => {
  const [low, high] = list(finite)(value, place);
  return low === undefined || high === undefined ? refuse(place, 'two numbers') : [low, high];
};

export const record = <T>(read: Read<T>): Read<Readonly<Record<string, T>>> => (value, place) =>
  Object.fromEntries(Object.entries(fields(value, place)).map(([name, one]) => [name, read(one, `${place}.${name}`)]));

export const problem = shape<{ code: string; message: string }>({ code: text, message: text });

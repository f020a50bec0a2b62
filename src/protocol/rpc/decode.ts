import { fail } from '../../core/base/fault.ts';

/** Turns an untrusted value into a T or throws an `invalid` fault that names the place. */
export type Decoder<T> = (value: unknown, place: string) => T;

function refuse(place: string, wanted: string): never {
  throw fail('invalid', `The panel sent a wrong message: ${place} is not ${wanted}.`);
}

export const nothing: Decoder<null> = () => null;

export const flag: Decoder<boolean> = (value, place) =>
  typeof value === 'boolean' ? value : refuse(place, 'true or false');

export function text(maxLength = 4096): Decoder<string> {
  return (value, place) =>
    typeof value === 'string' && value.length <= maxLength ? value : refuse(place, `a text of at most ${maxLength}`);
}

export function integer(min: number, max: number): Decoder<number> {
  return (value, place) =>
    typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max
      ? value
      : refuse(place, `a whole number from ${min} to ${max}`);
}

export const finite: Decoder<number> = (value, place) =>
  typeof value === 'number' && Number.isFinite(value) ? value : refuse(place, 'a finite number');

export function oneOf<const T extends string>(...names: readonly T[]): Decoder<T> {
  return (value, place) => names.find((name) => name === value) ?? refuse(place, `one of ${names.join(', ')}`);
}

export function listOf<T>(item: Decoder<T>, maxLength: number): Decoder<readonly T[]> {
  return (value, place) => {
    if (!Array.isArray(value) || value.length > maxLength) refuse(place, `a list of at most ${maxLength}`);
    return (value as unknown[]).map((one, index) => item(one, `${place}[${index}]`));
  };
}

export function orNull<T>(inner: Decoder<T>): Decoder<T | null> {
  return (value, place) => (value === null || value === undefined ? null : inner(value, place));
}

/** Known keys are decoded, unknown ones dropped. */
export function shape<T extends object>(fields: { readonly [K in keyof T]-?: Decoder<T[K]> }): Decoder<T> {
  return (value, place) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) refuse(place, 'an object');
    const decoded: Partial<T> = {};
    for (const key of Object.keys(fields) as Array<Extract<keyof T, string>>) {
      decoded[key] = fields[key]((value as Record<string, unknown>)[key], `${place}.${key}`);
    }
    return decoded as T;
  };
}

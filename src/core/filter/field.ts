import { fail } from '../base/fault.ts';
import type { Run } from '../model/run.ts';
import type { Scalar } from '../model/value.ts';

/** Reads one value of what is filtered: a run, or a row of a table by its number. */
export type Field<T = Run> = (subject: T) => Scalar | undefined;

/** The fields that a filter over `T` may name. `of` throws `invalid` for a name that is none. */
export interface FieldNames<T> {
  of(path: string): Field<T>;
  /** Compared as text unless numbers meet. */
  isText(path: string): boolean;
}

/** Fields of a Run that hold one plain value. */
export const plainFields = [
  'id',
  'source',
  'experiment',
  'name',
  'status',
  'startedAt',
  'endedAt',
  'commit',
  'dirty',
  'snapshot',
  'parentId',
  'user',
  'url',
] as const;

/** Fields that hold keys of their own: `metrics.<key>`. */
export const keyedFields = ['metrics', 'params', 'tags'] as const;

/** A run's own fields are texts; its metrics and params are what they hold. */
export const runFieldNames: FieldNames<Run> = { of: fieldOf, isText: (path) => !/^(?:metrics|params)\./.test(path) };

/** Reads `name` or `metrics.<key>` (key as it is, dots and all). Throws `invalid` for anything else. */
export function fieldOf(path: string): Field {
  const plain = plainFields.find((name) => name === path);
  if (plain) return (run) => run[plain];
  if (path === 'duration') return durationSeconds;
  const dot = path.indexOf('.');
  const group = keyedFields.find((name) => name === path.slice(0, dot));
  const key = path.slice(dot + 1);
  if (dot < 0 || !group || key === '') {
    throw fail('invalid', `There is no field “${path}”.`, {
      hint: `Fields: ${plainFields.join(', ')}, duration, and ${keyedFields.map((name) => `${name}.<key>`).join(', ')}.`,
    });
  }
  return (run) => (Object.hasOwn(run[group], key) ? run[group][key] : undefined);
}

function durationSeconds(run: Run): number | undefined {
  if (run.startedAt === null || run.endedAt === null) return undefined;
  return (Date.parse(run.endedAt) - Date.parse(run.startedAt)) / 1000;
}

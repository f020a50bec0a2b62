import { parseDuration } from '../../base/duration.ts';
import { entriesOf, keyOf } from '../../pipeline/syntaxNodes.ts';
import type { ColumnKind } from '../../table/column.ts';
import type { Fields } from '../../written/fields.ts';
import { checkKinds, type Check, type Rule } from '../checks/check.ts';
import type { DataSuite, Suite } from '../suite.ts';
import type { Places } from './places.ts';

const columnKinds: readonly ColumnKind[] = ['numeric', 'datetime', 'categorical', 'boolean'];

export function readChecks(base: Pick<Suite, 'name' | 'data' | 'range'>, fields: Fields, places: Places): DataSuite {
  const ranges = places(fields.map, 'checks');
  const checks = fields.named('checks', (name) => `Check “${name}”`).flatMap(([name, inner]): Check[] => {
    const rule = readRule(inner);
    inner.finish();
    return rule ? [{ name, rule, range: ranges.get(name)! }] : [];
  });
  if (checks.length === 0) fields.refuse('checks', '“checks” is empty.', 'Write checks: and one name with its kind below it.');
  return { ...base, kind: 'data', checks };
}

/** One rule by its `kind`; what is wrong is reported, and the rule is then undefined. Does not finish the fields. */
export function readRule(fields: Fields): Rule | undefined {
  if (!fields.has('kind')) return fields.refuse('kind', '“kind” is missing.', `One of: ${checkKinds.join(', ')}.`);
  const kind = fields.choice('kind', checkKinds);
  switch (kind) {
    case undefined:
      return undefined;
    case 'schema':
      return readSchema(fields);
    case 'rows':
      return withLimits(fields, readLimits(fields, 'number'), (limits) => ({ kind, ...limits }));
    case 'unique': {
      const columns = fields.texts('columns') ?? fields.texts('column') ?? [];
      return columns.length > 0 ? { kind, columns } : fields.refuse('columns', '“columns” is missing.', 'Write columns: [id].');
    }
    default:
      return readColumnRule(kind, fields);
  }
}

function readColumnRule(kind: 'range' | 'values' | 'nulls' | 'fresh', fields: Fields): Rule | undefined {
  const column = fields.neededText('column', 'Write column: and its name.') ?? '';
  switch (kind) {
    case 'range':
      return withLimits(fields, readLimits(fields, 'number or time'), (limits) => ({ kind, column, ...limits }));
    case 'values': {
      const values = fields.texts('values');
      return values !== undefined && values.length > 0 ? { kind, column, values } : fields.refuse('values', '“values” is missing.', 'Write values: [one, two].');
    }
    case 'nulls': {
      const max = fields.number('max', { least: 0, most: 1 });
      return max === undefined ? fields.refuse('max', '“max” is no share.', 'Write max: and a share from 0 to 1, as in 0.02.') : { kind, column, max };
    }
    case 'fresh': {
      const withinMs = fields.parsed('within', parseDuration, 'Write 12h, 7d or 2w.');
      return withinMs === undefined ? fields.refuse('within', '“within” says no duration.', 'Write within: 7d.') : { kind, column, withinMs };
    }
  }
}

function readSchema(fields: Fields): Rule | undefined {
  const isOnly = fields.flag('only') ?? false;
  const written = fields.fields('columns');
  if (!written) return fields.refuse('columns', '“columns” is missing.', 'Write columns: { age: numeric, city: categorical }.');
  const columns = entriesOf(written.map).map((entry): readonly [string, ColumnKind | null] => {
    const name = keyOf(entry);
    return [name, entry.value === null || (entry.value.kind === 'scalar' && entry.value.value === null) ? null : (written.choice(name, columnKinds) ?? null)];
  });
  return columns.length > 0 ? { kind: 'schema', columns, isOnly } : fields.refuse('columns', '“columns” is empty.', 'Write columns: { age: numeric }.');
}

interface Limits {
  readonly min: number | null;
  readonly max: number | null;
}

/** A number, or a time as ISO 8601 text. */
function readLimits(fields: Fields, kind: 'number' | 'number or time'): Limits {
  const one = (key: 'min' | 'max'): number | null =>
    (kind === 'number' ? fields.number(key) : fields.parsed(key, numberOrTime, 'Write a number, or a time such as 2024-01-31T12:00:00Z.')) ?? null;
  return { min: one('min'), max: one('max') };
}

function numberOrTime(text: string): number | undefined {
  const number = Number(text);
  const value = Number.isNaN(number) ? Date.parse(text) : number;
  return Number.isNaN(value) ? undefined : value;
}

function withLimits(fields: Fields, limits: Limits, make: (limits: Limits) => Rule): Rule | undefined {
  if (limits.min === null && limits.max === null) return fields.refuse('min', 'neither “min” nor “max” is given.', 'Write one of them, or both.');
  if (limits.min !== null && limits.max !== null && limits.min > limits.max) return fields.refuse('min', '“min” is above “max”.', 'Swap them.');
  return make(limits);
}

import { keyedFields, plainFields } from './field.ts';
import { runStatuses } from '../model/run.ts';

export interface Completion {
  /** What is shown and inserted. */
  readonly text: string;
  readonly kind: 'field' | 'operator' | 'keyword' | 'value';
}

export interface Completions {
  /** The part of the text that a completion replaces. */
  readonly start: number;
  readonly end: number;
  readonly items: readonly Completion[];
}

/** Keys that runs have, so that `metrics.` completes to real ones. */
export interface KnownKeys {
  readonly metrics: readonly string[];
  readonly params: readonly string[];
  readonly tags: readonly string[];
}

const operators = ['=', '!=', '<', '<=', '>', '>=', '~', '!~', 'in', 'not in'];
const keywords = ['and', 'or'];
const plainKey = /^[\p{L}\p{N}_]+(?:-[\p{L}\p{N}_]+)*(?:\.[\p{L}\p{N}_]+(?:-[\p{L}\p{N}_]+)*)*$/u;

/** What may come at `offset`: fields at the beginning of a condition, operators after one, values after those. */
export function completeFilter(text: string, offset: number, keys: KnownKeys): Completions {
  const before = text.slice(0, offset);
  const word = /(?:[\p{L}\p{N}_.-]|`[^`]*`?)*$/u.exec(before)?.[0] ?? '';
  const start = offset - word.length;
  const left = before.slice(0, start).trimEnd();
  const wanted = word.toLowerCase().replaceAll('`', '');
  const fits = (item: Completion) => item.text.toLowerCase().replaceAll('`', '').startsWith(wanted);
  return { start, end: offset, items: candidates(left, keys).filter(fits) };
}

function candidates(left: string, keys: KnownKeys): Completion[] {
  if (insideQuotes(left)) return [];
  if (/(?:^|[\s(])status\s*(?:=|!=|(?:not\s+)?in\s*\((?:[^()]*,)?)$/i.test(left)) {
    return runStatuses.map((status) => ({ text: `"${status}"`, kind: 'value' }));
  }
  if (/[=<>~,]$/.test(left) || /\bin\s*\($/i.test(left)) return [];
  if (left === '' || /(?:\(|\b(?:and|or|not))$/i.test(left)) return [...fields(keys), { text: 'not', kind: 'keyword' }];
  if (endsCondition(left)) return keywords.map((keyword) => ({ text: keyword, kind: 'keyword' }));
  return operators.map((operator) => ({ text: operator, kind: 'operator' }));
}

/** A value (or a closed bracket) after an operator ends a condition; a lone field does not. */
function endsCondition(left: string): boolean {
  if (left.endsWith(')')) return true;
  const last = /(?:"[^"]*"|'[^']*'|\S+)$/.exec(left)?.[0] ?? '';
  return /(?:=|<|>|~)$/.test(left.slice(0, left.length - last.length).trimEnd());
}

function insideQuotes(left: string): boolean {
  return (left.replace(/\\./g, '').match(/"/g)?.length ?? 0) % 2 === 1;
}

function fields(keys: KnownKeys): Completion[] {
  const keyed = keyedFields.flatMap((group) => keys[group].map((key) => `${group}.${plainKey.test(key) ? key : `\`${key}\``}`));
  return [...keyed, ...plainFields, 'duration'].map((text) => ({ text, kind: 'field' }));
}

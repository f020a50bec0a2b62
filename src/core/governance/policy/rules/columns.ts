import type { Fields } from '../../../written/fields.ts';
import { found, type Finding, type RuleContext } from './finding.ts';

/** Data without what must not be in it: `columns: { dataset: train, forbid: [ssn, "*_phone"], scan: [email, iban] }`. */
export interface ColumnsCheck {
  readonly kind: 'columns';
  readonly dataset: string;
  /** Names; `*` is any part of one. */
  readonly forbid: readonly string[];
  /** Kinds of values that are looked for by pattern and checksum. */
  readonly scan: readonly string[];
}

export function decodeColumns(fields: Fields): ColumnsCheck | undefined {
  const dataset = fields.neededText('dataset', 'Name the dataset: train.');
  const forbid = fields.texts('forbid') ?? [];
  const scan = fields.texts('scan') ?? [];
  fields.finish();
  if (forbid.length + scan.length === 0) return fields.refuse('dataset', 'nothing is forbidden.', 'Write forbid: [ssn] or scan: [email].');
  return dataset === undefined ? undefined : { kind: 'columns', dataset, forbid, scan };
}

export function checkColumns({ dataset, forbid, scan }: ColumnsCheck, { evidence }: RuleContext): Finding {
  const expected = [...(forbid.length > 0 ? [`no column ${forbid.join(', ')}`] : []), ...(scan.length > 0 ? [`no possible ${scan.join(', ')}`] : [])].join('; ');
  const start = `columns.${dataset}`;
  const names = [...new Set(evidence.below(`${start}.names`))];
  if (names.length === 0) return found('unknown', expected, 'nothing', `There is no evidence of the columns of ${dataset}.`);
  const named = names.filter((name) => forbid.some((pattern) => isLike(name, pattern)));
  const hits = scan.map((kind) => ({ kind, reading: evidence.at(`${start}.possible.${kind}`) }));
  const blind = hits.find(({ reading }) => typeof reading?.value !== 'number');
  const full = hits.filter(({ reading }) => typeof reading?.value === 'number' && reading.value > 0);
  const bad = [...(named.length > 0 ? [`columns ${named.join(', ')}`] : []), ...full.map(({ kind, reading }) => `possible ${kind} in ${String(reading?.value)} cells`)];
  if (bad.length > 0) return found('fail', expected, bad.join('; '), `${dataset} holds ${bad.join('; ')}.`);
  if (blind !== undefined) return found('unknown', expected, `${names.length} columns`, `${dataset} was not searched for ${blind.kind}.`);
  return found('pass', expected, `${names.length} columns`, 'Nothing of it was found.');
}

/** Linear: no pattern of a policy may hang the gate. */
function isLike(name: string, pattern: string): boolean {
  const parts = pattern.toLowerCase().split('*');
  const text = name.toLowerCase();
  const [first, last] = [parts[0]!, parts[parts.length - 1]!];
  if (parts.length === 1) return text === first;
  if (!text.startsWith(first) || !text.endsWith(last) || text.length < first.length + last.length) return false;
  let at = first.length;
  for (const part of parts.slice(1, -1)) {
    const next = text.indexOf(part, at);
    if (next < 0 || next + part.length > text.length - last.length) return false;
    at = next + part.length;
  }
  return true;
}

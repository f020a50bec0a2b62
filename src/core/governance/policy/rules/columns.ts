import type { Fields } from '../../../written/fields.ts';
import { piiKinds, type PiiKind } from '../../pii/scan.ts';
import { found, numberAt, type Finding, type RuleContext } from './finding.ts';

/** Data without what must not be in it: `columns: { dataset: train, forbid: [ssn, "*_phone"], scan: [email, iban], sample_rows: 5000 }`. */
export interface ColumnsCheck {
  readonly kind: 'columns';
  readonly dataset: string;
  /** Names; `*` is any part of one. */
  readonly forbid: readonly string[];
  readonly scan: readonly PiiKind[];
  /** How many rows must have been searched, where there are as many; null: all. */
  readonly sampleRows: number | null;
}

export function decodeColumns(fields: Fields): ColumnsCheck | undefined {
  const dataset = fields.neededText('dataset', 'Name the dataset: train.');
  const forbid = fields.texts('forbid') ?? [];
  const scan = fields.choices('scan', piiKinds) ?? [];
  const sampleRows = fields.number('sample_rows', { least: 1, isWhole: true }) ?? null;
  fields.finish();
  if (!fields.has('forbid') && !fields.has('scan')) return fields.refuse('dataset', 'nothing is forbidden.', 'Write forbid: [ssn] or scan: [email].');
  if (forbid.length + scan.length === 0) return fields.refuse(fields.has('forbid') ? 'forbid' : 'scan', 'nothing is forbidden.', 'Write forbid: [ssn] or scan: [email].');
  if (sampleRows !== null && scan.length === 0) return fields.refuse('sample_rows', 'rows are for “scan”, which is not asked for.', 'Add scan: [email], or take it away.');
  return dataset === undefined ? undefined : { kind: 'columns', dataset, forbid, scan, sampleRows };
}

export function checkColumns({ dataset, forbid, scan, sampleRows }: ColumnsCheck, { evidence, now }: RuleContext): Finding {
  const expected = [...(forbid.length > 0 ? [`no column ${forbid.join(', ')}`] : []), ...(scan.length > 0 ? [`no possible ${scan.join(', ')} in ${sampleRows === null ? 'any row' : `${sampleRows} rows`}`] : [])].join('; ');
  const start = `columns.${dataset}`;
  const names = evidence.below(`${start}.names`);
  const named = names.filter((name) => forbid.some((pattern) => isLike(name, pattern)));
  const hits = scan.map((kind) => ({ kind, at: numberAt(evidence, `${start}.possible.${kind}`, now) }));
  const bad = [...(named.length > 0 ? [`columns ${named.join(', ')}`] : []), ...hits.flatMap(({ kind, at }) => ('value' in at && at.value > 0 ? [`possible ${kind} in ${at.value} cells`] : []))];
  if (bad.length > 0) return found('fail', expected, bad.join('; '), `${dataset} holds ${bad.join('; ')}.`);
  const open = (reason: string) => found('unknown', expected, names.length === 0 ? 'nothing' : `${names.length} columns`, reason);
  const count = numberAt(evidence, start, now);
  if (names.length === 0) return open(`There is no evidence of the columns of ${dataset}.`);
  if ('unknown' in count) return open(count.unknown);
  if (count.value !== names.length) return open(`${dataset} has ${count.value} columns, ${names.length} of them are known.`);
  const blind = hits.find(({ at }) => 'unknown' in at);
  if (blind !== undefined) return open(`${dataset} was not searched for ${blind.kind}.`);
  if (scan.length > 0) {
    const [rows, scanned] = [numberAt(evidence, `${start}.rows`, now), numberAt(evidence, `${start}.scanned`, now)];
    if ('unknown' in scanned) return open(scanned.unknown);
    if (sampleRows === null || scanned.value < sampleRows) {
      if ('unknown' in rows) return open(rows.unknown);
      if (scanned.value < rows.value) return open(`${scanned.value} of ${rows.value} rows of ${dataset} were searched.`);
    }
  }
  return found('pass', expected, `${names.length} columns`, 'Nothing of it was found.');
}

/** Linear: no pattern of a policy may hang the gate. */
function isLike(name: string, pattern: string): boolean {
  const parts = plain(pattern).split('*');
  const text = plain(name);
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

/** Names that look alike are the same here. */
function plain(name: string): string {
  return name.normalize('NFKC').trim().toLowerCase();
}

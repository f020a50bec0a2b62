import { counted } from '../../base/counted.ts';
import type { DriftColumn, DriftFamily, DriftVerdict } from '../../model/drift.ts';

export interface Verdict {
  readonly verdict: DriftVerdict;
  readonly reason: string;
}

/** drift > unknown (a required column is unknown, or nothing at all was tested: an empty window is no good news) > no-drift. */
export function verdictOf(columns: readonly DriftColumn[], families: readonly DriftFamily[], required: ReadonlySet<string>): Verdict {
  const drifted = columns.filter((column) => column.drifted).map(({ name }) => name);
  const driftedFamilies = families.filter((family) => family.drifted).map(({ name }) => name);
  if (drifted.length + driftedFamilies.length > 0) {
    const parts = [...(drifted.length === 0 ? [] : [`${drifted.length} of ${counted(columns.length, 'column', 'columns')} drifted (${listed(drifted)})`]), ...driftedFamilies.map((name) => `the ${name} drifted`)];
    return { verdict: 'drift', reason: `${sentenceCase(parts.join('; '))}.` };
  }
  const unknown = columns.filter(({ state }) => state === 'unknown');
  const open = unknown.map(({ name }) => name);
  const missed = [...required].filter((name) => open.includes(name) || !columns.some((column) => column.name === name));
  if (missed.length > 0) return { verdict: 'unknown', reason: `Nothing drifted, but ${missed.length === 1 ? 'a required column' : `${missed.length} required columns`} could not be judged (${listed(missed)}).` };
  if (columns.every(({ tests }) => tests.length === 0)) return { verdict: 'unknown', reason: columns.length === 0 ? 'There was no column to compare.' : columns.length === 1 ? 'The one column could not be compared.' : `None of the ${columns.length} columns could be compared.` };
  const why = unknown.slice(0, 3).map(({ name, reason }) => `${name}: ${reason.replace(/\.$/, '')}`);
  const rest = open.length === 0 ? '' : ` ${open.length} of ${columns.length} could not be judged (${why.join('; ')}${open.length > why.length ? `; and ${open.length - why.length} more` : ''}).`;
  return { verdict: 'no-drift', reason: `No column drifted.${rest}` };
}

function listed(names: readonly string[]): string {
  return names.length <= 5 ? names.join(', ') : `${names.slice(0, 5).join(', ')} and ${names.length - 5} more`;
}

function sentenceCase(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

import { entriesOf, keyOf } from '../../../pipeline/syntaxNodes.ts';
import type { Fields } from '../../../written/fields.ts';
import { nearKeys } from '../../../filter/near.ts';
import { compileExpression, plainNames } from '../cel/compile.ts';
import { found, numberAt, readingAt, shown, type Finding, type RuleContext } from './finding.ts';

/** What no other kind can say, in CEL: `expr: "metrics.p95_ms <= 120.0 && artifact.bytes < 500000000"`, `units: { metrics.p95_ms: ms }`. */
export interface ExprCheck {
  readonly kind: 'expr';
  readonly text: string;
  /** By path. */
  readonly units: ReadonlyMap<string, string>;
}

export function decodeExpr(rule: Fields): ExprCheck | undefined {
  const text = rule.text('expr');
  const inner = rule.fields('units');
  const units = new Map<string, string>();
  for (const entry of entriesOf(inner?.map)) {
    const unit = inner!.text(keyOf(entry));
    if (unit !== undefined) units.set(plainNames(keyOf(entry).split('.')).join('.'), unit);
  }
  inner?.finish();
  if (text === undefined) return undefined;
  const program = compileExpression(text);
  if ('faults' in program) {
    for (const { message, hint, start, end } of program.faults) rule.refuse('expr', message, hint, { text, start, end });
    return undefined;
  }
  for (const path of units.keys()) {
    const [near] = nearKeys(path, [...program.paths.keys()]);
    if (program.paths.get(path) === undefined) rule.refuse('units', `the expression does not read “${path}”.`, near === undefined ? `It reads: ${[...program.paths.keys()].join(', ')}.` : `Did you mean “${near}”?`);
    else if (program.paths.get(path) !== 'number') rule.refuse('units', `“${path}” is no number and has no unit.`, 'Take this line away.');
  }
  return { kind: 'expr', text, units };
}

/** Every path of every branch must be there first: only then is it run. */
export function checkExpr({ text, units }: ExprCheck, { evidence, now }: RuleContext): Finding {
  const program = compileExpression(text);
  if ('faults' in program) return found('unknown', text, 'no expression', program.faults.map(({ message }) => message).join(' '));
  const values = new Map<string, number | string | boolean>();
  for (const [path, holds] of program.paths) {
    const at = holds === 'number' ? numberAt(evidence, path, now, { unit: units.get(path) ?? null }) : readingAt(evidence, path, now);
    if ('unknown' in at) return found('unknown', text, 'nothing that can be compared', at.unknown);
    const { value } = at.reading;
    if (holds !== 'number' && typeof value !== (holds === 'text' ? 'string' : 'boolean')) return found('unknown', text, 'nothing that can be compared', `${path} is ${JSON.stringify(value)}, which is ${holds === 'text' ? 'no text' : 'neither true nor false'}.`);
    values.set(path, value);
  }
  const observed = [...values].map(([path, value]) => `${path} ${typeof value === 'number' ? shown(value) : String(value)}`).join(', ');
  const answer = program.run(values);
  if (typeof answer !== 'boolean') return found('unknown', text, observed, answer.unknown);
  return found(answer ? 'pass' : 'fail', text, observed, answer ? 'The expression is true.' : 'The expression is false.');
}

import type { TruthDrift } from '../core/governance/audit.ts';
import { clean, type Style } from './style.ts';
import { table } from './table.ts';

/** Fields of registries that no decision explains. */
export function auditText(drifts: readonly TruthDrift[], looked: number, style: Style): string {
  if (drifts.length === 0) return looked === 0 ? 'No registry here has a field for a model of the policy.' : `${style.good('ok')}: all ${looked} fields of registries say what was decided.`;
  const rows = drifts.map(({ model, env, source, field, points, decided, reason }) => [model, env, source, field, points, decided, reason].map((cell) => clean(cell ?? '–')));
  return [table(['MODEL', 'ENV', 'SOURCE', 'FIELD', 'POINTS TO', 'DECIDED', 'WHY'], rows, style), '', style.bad(`${drifts.length} of ${looked} fields were moved without a decision.`)].join('\n');
}

import { movedParts, shortDigest } from '../core/governance/ledger/movedParts.ts';
import type { Deployed } from '../services/governance/deployments.ts';
import { gateText } from './gateText.ts';
import { clean, type Style } from './style.ts';
import { table } from './table.ts';

/** What moves, part by part, and what came of it. `isPlan`: nothing was done. */
export function deployText(deployed: Deployed, isPlan: boolean, style: Style): string {
  const { report, entry, from, to, pointers, notSet, synced } = deployed;
  const rows = movedParts(from, to).map(({ part, now, then, changes }) => [part, shown(now), shown(then), changes ? 'changes' : '']);
  const lines = [style.bold(clean(`${to.model} · ${to.env}: ${from?.version ?? 'nothing'} → ${to.version}`)), '', table(['', 'NOW', 'THEN', ''], rows, style)];
  if (isPlan) return [...lines, '', 'Nothing was done. Add --yes to do it.'].join('\n');
  if (entry === null) return [...lines, '', gateText(report, style)].join('\n');
  const where = pointers.map(({ field, version, source }) => `${clean(field)} of ${clean(source)} points to ${clean(version ?? 'nothing')}`);
  return [...lines, '', `${style.good('done')}: entry ${entry}`, ...where, ...notSet.map(({ field, source }) => style.warn(`not set: ${clean(field)} of ${clean(source)}`)), ...(synced?.queued ? [style.warn(`not pushed yet: ${clean(synced.queued.message)} It goes with the next command.`)] : [])].join('\n');
}

function shown(value: string | null): string {
  return value === null ? '–' : shortDigest(value);
}

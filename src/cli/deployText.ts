import type { Candidate } from '../core/governance/ledger/entry.ts';
import type { Deployed } from '../services/governance/deployments.ts';
import { gateText } from './gateText.ts';
import { clean, type Style } from './style.ts';
import { table } from './table.ts';

const parts = ['version', 'artifact', 'commit', 'data', 'params', 'metrics'] as const;

/** What moves, part by part, and what came of it. `isPlan`: nothing was done. */
export function deployText(deployed: Deployed, isPlan: boolean, style: Style): string {
  const { report, entry, from, to, pointers, synced } = deployed;
  const rows = parts.map((part) => [part, shown(from, part), shown(to, part), from === null || from[part] === to[part] ? '' : 'changes']);
  const lines = [style.bold(clean(`${to.model} · ${to.env}: ${from?.version ?? 'nothing'} → ${to.version}`)), '', table(['', 'NOW', 'THEN', ''], rows, style)];
  if (isPlan) return [...lines, '', 'Nothing was done. Add --yes to do it.'].join('\n');
  if (entry === null) return [...lines, '', gateText(report, style)].join('\n');
  const where = pointers.map(({ field, version, source }) => `${clean(field)} of ${clean(source)} points to ${clean(version ?? 'nothing')}`);
  return [...lines, '', `${style.good('done')}: entry ${entry}`, ...where, ...(synced?.queued ? [style.warn(`not pushed yet: ${clean(synced.queued.message)} It goes with the next command.`)] : [])].join('\n');
}

function shown(candidate: Candidate | null, part: (typeof parts)[number]): string {
  const value = candidate?.[part] ?? null;
  return value === null ? '–' : /^[0-9a-f]{40,64}$/.test(value) ? value.slice(0, 12) : value;
}

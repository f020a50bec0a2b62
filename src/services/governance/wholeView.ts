import { fail } from '../../core/base/fault.ts';
import { requireWhole } from './gate.ts';
import type { Governance } from './governance.ts';
import type { LedgerView, Trusted } from './trusted.ts';

/**
 * What an entry is written on, by the look that its decision was made by: the gate looks at the signatures that its decision hangs on,
 * and nobody builds on what nobody looked at. Asks no remote; throws `integrity` for a ledger that cannot be trusted.
 */
export async function wholeView(governance: Governance, trusted: Trusted, { anchor }: Pick<LedgerView, 'anchor'>, signal: AbortSignal): Promise<LedgerView> {
  const view = await governance.ledger(trusted, { anchor, fetches: false }, signal);
  if ('unknown' in view) throw fail('invalid', view.unknown, { hint: view.hint });
  const { repository } = await governance.place(signal);
  requireWhole(view.weighed, await governance.memory.path(repository.root, view.genesis));
  return view;
}

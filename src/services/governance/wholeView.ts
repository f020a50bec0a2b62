import { fail, isAway, toFault } from '../../core/base/fault.ts';
import { requireWhole } from './gate.ts';
import type { Governance } from './governance.ts';
import type { LedgerView, Trusted } from './trusted.ts';

/**
 * What an entry is written on, by the look that its decision was made by: the gate looks at the signatures that its decision hangs on,
 * and nobody builds on what nobody looked at. Asks the remote only where `fetches` says so, for a person who thought about it meanwhile;
 * throws `integrity` for a ledger that cannot be trusted.
 */
export async function wholeView(governance: Governance, trusted: Trusted, { anchor, fetches = false }: Pick<LedgerView, 'anchor'> & { readonly fetches?: boolean }, signal: AbortSignal): Promise<LedgerView> {
  const read = (isAsked: boolean) => governance.ledger(trusted, { anchor, fetches: isAsked }, signal);
  const view = await read(fetches).catch((error: unknown) => {
    // Whoever lost the network since then signs on what they saw, and it goes with the next push.
    if (!fetches || !isAway(toFault(error))) throw error;
    return read(false);
  });
  if ('unknown' in view) throw fail('invalid', view.unknown, { hint: view.hint });
  const { repository } = await governance.place(signal);
  requireWhole(view.weighed, await governance.memory.path(repository.root, view.genesis));
  return view;
}

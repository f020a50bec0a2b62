import { fail } from '../../../core/base/fault.ts';
import type { ApprovalSubject } from '../../../protocol/approval.ts';

const extension = 'mlops-workbench.mlops-workbench';

/** A link to the page of a version in an environment; `ledger` tells which repository it is of. */
export function approvalUri(scheme: string, { reference, env }: ApprovalSubject, ledger: string | null): string {
  const query = new URLSearchParams({ model: reference, env, ...(ledger === null ? {} : { ledger }) });
  return `${scheme}://${extension}/approval?${query.toString()}`;
}

/** What a link asks to be opened. It carries no decision, no reason and no key: whatever else it says is not read. Throws `invalid`. */
export function approvalOfLink(path: string, query: string): { readonly subject: ApprovalSubject; readonly ledger: string | null } {
  if (path.replace(/\/+$/, '') !== '/approval') throw fail('invalid', 'This link opens nothing here.', { hint: 'A link to an approval is copied from its page.' });
  const asked = new URLSearchParams(query);
  const [reference, env, ledger] = ['model', 'env', 'ledger'].map((name) => asked.get(name)?.trim() ?? '');
  if (!reference || !env || reference.length > 1000 || env.length > 200) throw fail('invalid', 'This link names no model and environment.', { hint: 'A link to an approval is copied from its page.' });
  return { subject: { reference, env }, ledger: ledger !== undefined && /^[0-9a-f]{64}$/.test(ledger) ? ledger : null };
}

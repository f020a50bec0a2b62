import type { Entry } from '../../../core/governance/ledger/entry.ts';
import type { ReadText } from '../../../core/governance/ledger/freeText.ts';
import type { Happened } from '../../../core/governance/ledger/history.ts';
import type { ApprovalSaid } from '../../../protocol/approval.ts';

/** The history as the panel tells it, newest first. `me`: who may take back what they said. */
export function saidRows(history: readonly Happened[], texts: ReadonlyMap<string, ReadText>, flagged: ReadonlySet<string>, me: string | null): ApprovalSaid[] {
  const kinds = new Map(history.map(({ one }) => [one.entry.digest, `${words[one.entry.kind]} by ${one.signer.id}`]));
  return history
    .map(({ one: { entry, signer }, takenBackBy }): ApprovalSaid => {
      const text = texts.get(entry.digest);
      return {
        digest: entry.digest,
        kind: entry.kind,
        by: signer.id,
        role: 'role' in entry ? entry.role : null,
        claimedAt: entry.claimedAt,
        about: aboutOf(entry, kinds),
        text: entry.text === null || text === undefined ? { state: entry.text === null ? 'none' : 'erased', text: '' } : { state: text.state, text: text.state === 'there' ? text.text : '' },
        isTakenBack: takenBackBy !== null,
        isFlagged: flagged.has(entry.digest),
        canWithdraw: me === signer.id && takenBackBy === null && withdrawable.has(entry.kind),
      };
    })
    .reverse();
}

const withdrawable: ReadonlySet<Entry['kind']> = new Set(['request', 'approve', 'reject', 'request-changes', 'waive', 'comment']);

const words: Readonly<Record<Entry['kind'], string>> = {
  genesis: 'the beginning',
  request: 'the request',
  evidence: 'the evidence',
  approve: 'the approval',
  reject: 'the rejection',
  'request-changes': 'the wish for changes',
  comment: 'the comment',
  withdraw: 'the withdrawal',
  waive: 'the waiver',
  revoke: 'the revocation',
  deploy: 'the deployment',
  rollback: 'the roll-back',
  join: 'a join',
  anchor: 'an anchor',
};

function aboutOf(entry: Entry, kinds: ReadonlyMap<string, string>): string {
  switch (entry.kind) {
    case 'evidence':
      return entry.items.map(({ kind }) => kind).join(', ');
    case 'waive':
      return `rule ${entry.rule} until ${entry.until.slice(0, 10)}`;
    case 'comment':
      return `on ${kinds.get(entry.about) ?? entry.about.slice(0, 8)}`;
    case 'withdraw':
    case 'revoke':
      return kinds.get(entry.entry) ?? entry.entry.slice(0, 8);
    case 'request':
      return entry.supersedes.length === 0 ? '' : `answers ${entry.supersedes.map((one) => one.slice(0, 8)).join(', ')}`;
    default:
      return '';
  }
}

import type { Candidate } from '../../../core/governance/ledger/entry.ts';
import { deployRoles, earlierIn } from '../../../core/governance/ledger/running.ts';
import type { CountedEntry } from '../../../core/governance/ledger/weigh.ts';
import type { GateReport } from '../../../core/model/gate.ts';
import type { ApprovalActions } from '../../../protocol/approval.ts';
import type { Me } from '../../../services/governance/inbox.ts';

interface MovesOf {
  readonly report: Pick<GateReport, 'decision'>;
  readonly candidate: Candidate;
  readonly live: readonly CountedEntry[];
  readonly me: Me;
}

/** Null where it can be done. It is judged again when it is tried. */
export function movesOf({ report, candidate: { model, env }, live, me }: MovesOf): Pick<ApprovalActions, 'promote' | 'rollBack'> {
  if ('nobody' in me) return { promote: me.nobody.message, rollBack: me.nobody.message };
  const roleless = me.person.roles.some((role) => deployRoles.includes(role)) ? null : `A deployment by you would not count: the roles for it are ${deployRoles.join(', ')}.`;
  return {
    promote: roleless ?? (report.decision === 'pass' ? null : 'The gate does not let it through.'),
    rollBack: roleless ?? (earlierIn(live, model, env).length === 0 ? `Nothing else ran in ${env} before.` : null),
  };
}

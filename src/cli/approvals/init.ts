import { toFault } from '../../core/base/fault.ts';
import { initApprovals } from '../../services/governance/approvalsInit.ts';
import { textValue, type Answer, type Context } from '../noun.ts';
import { clean } from '../style.ts';
import { passphraseOf, queuedProblems } from './seat.ts';

export async function init(context: Context): Promise<Answer> {
  const { workbench, cwd, values, signal } = context;
  const done = await initApprovals(
    workbench.machine,
    cwd,
    { project: textValue(values, 'project'), id: textValue(values, 'id'), email: textValue(values, 'email'), key: textValue(values, 'key'), passphrase: passphraseOf(context), models: await modelNames(context) },
    signal,
  );
  const line = (what: string, isNew: boolean, more: string) => `${isNew ? 'made ' : 'there'} ${what}${more === '' ? '' : `  ${more}`}`;
  return {
    data: done,
    problems: done.synced === null ? [] : queuedProblems(done.synced),
    text: (style) =>
      [
        line(`the ledger, branch ${done.ledger.branch}`, done.ledger.created, style.dim(`genesis ${done.genesis}`)),
        line(done.roster.path, done.roster.created, ''),
        line(done.policy.path, done.policy.created, ''),
        style.dim(`signed with ${done.key.type} ${done.key.fingerprint} (${clean(done.key.from)})`),
        ...done.next.map((one, at) => `${at === 0 ? '\n' : ''}${style.warn('next')}: ${clean(one)}`),
      ].join('\n'),
  };
}

/** For the first policy; a registry that does not answer now leaves it with a name to fill in. */
async function modelNames({ workbench, signal }: Context): Promise<string[]> {
  try {
    return [...new Set((await workbench.models.list(signal)).items.map(({ name }) => name))].sort();
  } catch (error) {
    signal.throwIfAborted();
    workbench.machine.log.warn(`Models could not be listed: ${toFault(error).message}`);
    return [];
  }
}

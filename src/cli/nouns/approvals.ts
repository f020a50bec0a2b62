import { fail } from '../../core/base/fault.ts';
import { didYouMean } from '../../core/filter/near.ts';
import type { Answer, Context, Noun } from '../noun.ts';

type Verb = (context: Context) => Promise<Answer>;

/** Each loads when it is asked for. */
const verbs: Readonly<Record<string, () => Promise<Verb>>> = {
  init: async () => (await import('../approvals/init.ts')).init,
  request: async () => (await import('../approvals/request.ts')).request,
  evidence: async () => (await import('../approvals/request.ts')).evidence,
  approve: async () => decision('approve'),
  reject: async () => decision('reject'),
  'request-changes': async () => decision('request-changes'),
  comment: async () => (await import('../approvals/remarks.ts')).comment,
  withdraw: async () => (await import('../approvals/remarks.ts')).withdraw,
  waive: async () => (await import('../approvals/decide.ts')).waive,
  revoke: async () => (await import('../approvals/remarks.ts')).revoke,
  erase: async () => (await import('../approvals/remarks.ts')).erase,
  list: async () => (await import('../approvals/list.ts')).list,
  verify: async () => (await import('../approvals/verify.ts')).verify,
  export: async () => (await import('../approvals/export.ts')).exportVerb,
};

async function decision(kind: 'approve' | 'reject' | 'request-changes'): Promise<Verb> {
  const { decide } = await import('../approvals/decide.ts');
  return (context) => decide(context, kind);
}

export const noun: Noun = {
  usage: `mlops approvals init [--project NAME] [--id ME] [--email ADDRESS]
       mlops approvals request MODEL[:VERSION|@ALIAS] --env E [--supersedes DIGEST]… [--reason TEXT] [--report FILE]…
       mlops approvals evidence MODEL[:VERSION|@ALIAS] --env E [--report FILE]…
       mlops approvals approve MODEL[:VERSION|@ALIAS] --env E [--role R] [--reason TEXT]
       mlops approvals reject|request-changes MODEL[:VERSION|@ALIAS] --env E [--role R] --reason TEXT
       mlops approvals waive MODEL[:VERSION|@ALIAS] --env E --rule ID --until 30d|DATE --reason TEXT
       mlops approvals comment DIGEST --reason TEXT
       mlops approvals withdraw|revoke DIGEST [--reason TEXT]
       mlops approvals erase TEXT-ID
       mlops approvals list [--model M] [--env E] [--all]
       mlops approvals verify [--anchor DIGEST,…]
       mlops approvals export [MODEL[:VERSION|@ALIAS] --env E] --out DIR [--anchor DIGEST,…] [--offline]
  Entries are signed with your SSH key: --key PATH, MLOPS_SIGNING_KEY, git's user.signingkey, or ~/.ssh/id_ed25519; they are
  kept on the branch mlops-ledger and pushed to the remote. What cannot be pushed is kept and goes with the next call.
  init      makes what is missing of ledger, roster and policy, and changes nothing that is there
  request   signs what is known of the version and asks for approval; --report adds files with reports
  evidence  signs what is known and asks for nothing: for pipelines
  approve   for a person in a terminal, who types the first 8 digits of the model's digest; never in CI, never by an agent.
            reject, request-changes and waive ask for these digits where there is a terminal
  withdraw  takes back an entry of your own; revoke, for the role admin, anybody's
  erase     empties the text beside an entry; the entry and every verdict stay
  verify    every entry and every signature; exit 4 where what counts is not whole
  export    a folder for auditors that ssh-keygen and sha256sum check: one decision, or the whole ledger; prints its root
  A digest is named by its first 8 digits at least. --policy-ref names another protected branch than the remote's own.`,
  options: {
    project: { type: 'string' },
    id: { type: 'string' },
    email: { type: 'string' },
    key: { type: 'string' },
    env: { type: 'string' },
    role: { type: 'string' },
    reason: { type: 'string' },
    rule: { type: 'string' },
    until: { type: 'string' },
    model: { type: 'string' },
    supersedes: { type: 'string', multiple: true },
    report: { type: 'string', multiple: true },
    anchor: { type: 'string', multiple: true },
    'policy-ref': { type: 'string' },
    out: { type: 'string' },
    offline: { type: 'boolean' },
    all: { type: 'boolean' },
  },
  arguments: [1, 2],
  patienceMs: 2_000,
  async run(context) {
    const [verb = ''] = context.positionals;
    if (!Object.hasOwn(verbs, verb)) throw fail('invalid', `“${verb}” is nothing that mlops approvals does.`, { hint: `${didYouMean(verb, Object.keys(verbs))}It does: ${Object.keys(verbs).join(', ')}.` });
    if (!context.workbench.machine.trust.isTrusted) throw fail('untrusted', 'Approvals are read and signed in trusted folders only.', { hint: 'Leave --untrusted away where you trust this folder.' });
    const run = await verbs[verb]!();
    return run(context);
  },
};

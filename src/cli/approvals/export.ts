import path from 'node:path';
import { counted } from '../../core/base/counted.ts';
import { fail } from '../../core/base/fault.ts';
import { problemOf } from '../../core/model/problem.ts';
import { exportPack, type Exported } from '../../services/governance/packExport.ts';
import { decisionSource, ledgerSource } from '../../services/governance/packSource.ts';
import { isTouched, signingKey } from '../../services/governance/keys.ts';
import { signForLedger } from '../../services/governance/sign.ts';
import { listValue, textValue, type Answer, type Context } from '../noun.ts';
import { anchorOf } from '../nouns/gate.ts';
import { clean } from '../style.ts';
import { passphraseOf } from './seat.ts';

/** A folder for auditors, and on standard output the root that belongs to it: it goes another way than the folder. */
export async function exportVerb(context: Context): Promise<Answer> {
  const { workbench, values, positionals, signal, cwd } = context;
  const { machine, governance } = workbench;
  const [, model] = positionals;
  const [env, out] = [textValue(values, 'env'), textValue(values, 'out')];
  if (out === undefined) throw fail('invalid', 'It is not said where to.', { hint: 'Add --out DIR, a folder that is not there yet.' });
  if ((model === undefined) !== (env === undefined)) throw fail('invalid', model === undefined ? 'An environment is named, and no model.' : 'No environment is named.', { hint: 'mlops approvals export MODEL --env E --out DIR; without both, the whole ledger.' });
  const options = { policyRef: textValue(values, 'policy-ref'), anchor: anchorOf(listValue(values, 'anchor')), fetches: values['offline'] !== true };
  const { input, problems } = model === undefined || env === undefined ? await ledgerSource(governance, options, signal) : await decisionSource(machine, governance, model, env, options, signal);
  const { repository } = await governance.place(signal);
  const key = await signingKey(machine, repository.root, textValue(values, 'key'), signal);
  const signer = input.people.signer(key.publicKey.fingerprint);
  if (signer === undefined || signer.key.isRevoked) throw fail('invalid', `The key ${key.publicKey.fingerprint} (${key.from}) is nobody's in the roster, so no pack may be signed with it.`, { hint: 'Sign with a key of the roster: --key PATH.' });
  if (isTouched(key)) context.say('Touch your security key when it blinks.');
  const exported = await exportPack(machine, input, path.resolve(cwd, out), (bytes) => signForLedger(machine, bytes, { key, passphrase: passphraseOf(context) }, signal), signal);
  const notCounted = input.weighed.quarantined.length;
  const left = notCounted === 0 ? [] : [problemOf('mlops-ledger', { code: 'corrupt', message: `${counted(notCounted, 'entry of the ledger does not count. The pack names it with the reason, and holds it where something builds on it', 'entries of the ledger do not count. The pack names them with the reason, and holds those that something builds on')}.` }, 'warning')];
  return { data: exported, problems: [...problems, ...left], text: () => exportText(exported, input.judged === null ? undefined : input.judged.gate.decision) };
}

function exportText({ root, path: folder, files }: Exported, decision: string | undefined): string {
  return [`root      ${root}`, `path      ${clean(folder)}`, `files     ${files}`, ...(decision === undefined ? [] : [`decision  ${decision}`]), '', 'Hand over the root on another way than the folder. sh verify.sh ROOT ALLOWED_SIGNERS checks it.'].join('\n');
}

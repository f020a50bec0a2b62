import path from 'node:path';
import { fail } from '../core/base/fault.ts';
import type { GateReport } from '../core/model/gate.ts';
import type { Problem } from '../core/model/problem.ts';
import { packGate } from '../services/governance/packGate.ts';
import { textValue, type Context } from './noun.ts';

/** `mlops gate --pack DIR`: the decision of an audit pack, made anew. A model or an environment that is named beside it must be its own. */
export async function packedGate({ workbench, values, positionals, cwd, say }: Context, folder: string): Promise<{ readonly report: GateReport; readonly problems: readonly Problem[] }> {
  const at = (name: string) => (name === '' ? name : path.resolve(cwd, name));
  const signers = textValue(values, 'allowed-signers');
  const { gate, root, files, counted, signedBy, problems } = await packGate(workbench.machine, { folder: at(folder), root: textValue(values, 'root'), ...(signers === undefined ? {} : { allowedSigners: at(signers) }) });
  say(`The pack holds: root ${root}, ${files} files, ${counted} entries that count, signed by ${signedBy}.`);
  if (gate === null) throw fail('invalid', 'The pack is of a whole ledger, and of no decision.', { hint: 'Make one of a decision: mlops approvals export MODEL --env E --out DIR.' });
  const [model] = positionals;
  const env = textValue(values, 'env');
  const named = [gate.model, `${gate.model}:${gate.version}`];
  if (model !== undefined && !named.includes(model)) throw fail('invalid', `The pack is of ${named[1]}, not of ${JSON.stringify(model.slice(0, 100))}.`);
  if (env !== undefined && env !== gate.env) throw fail('invalid', `The pack is for ${gate.env}, not for ${JSON.stringify(env.slice(0, 100))}.`);
  return { report: gate, problems };
}

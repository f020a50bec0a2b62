import { fail } from '../core/base/fault.ts';
import { signingKey } from '../services/governance/keys.ts';
import type { Deployed, DeployOptions } from '../services/governance/deployments.ts';
import type { Signer } from '../services/governance/sign.ts';
import { deployText } from './deployText.ts';
import { exitCodes, worstExit } from './exit.ts';
import { listValue, textValue, type Answer, type Context, type Options } from './noun.ts';

export const deployOptions: Options = {
  env: { type: 'string' },
  'policy-ref': { type: 'string' },
  anchor: { type: 'string', multiple: true },
  key: { type: 'string' },
  adopt: { type: 'boolean' },
  plan: { type: 'boolean' },
  yes: { type: 'boolean' },
};

export function envOf({ values }: Context): string {
  const env = textValue(values, 'env');
  if (env === undefined) throw fail('invalid', 'No environment is named.', { hint: 'Add --env staging, or another one of the policy.' });
  return env;
}

/** Moving what an environment runs is done when a person or a pipeline says yes to it; else it is told what would be. */
export function howTo({ values }: Context): DeployOptions {
  return {
    policyRef: textValue(values, 'policy-ref'),
    anchor: listValue(values, 'anchor').flatMap((one) => one.split(',')).filter((one) => one !== ''),
    fetches: true,
    adopts: values['adopt'] === true,
    plansOnly: values['plan'] === true || values['yes'] !== true,
  };
}

export function signerOf({ workbench, values, signal }: Context): () => Promise<Signer> {
  return async () => {
    const { repository } = await workbench.governance.place(signal);
    const key = await signingKey(workbench.machine, repository.root, textValue(values, 'key'), signal);
    return { key, passphrase: process.stdin.isTTY ? 'terminal' : 'never' };
  };
}

/** `check`: what was written behind `--`, run once the new version is there. */
export async function answerOf({ workbench, cwd, signal, rest, say }: Context, deployed: Deployed, options: DeployOptions): Promise<Answer> {
  const isPlan = options.plansOnly && deployed.report.decision === 'pass';
  const isDone = deployed.entry !== null;
  const check = isDone && rest !== undefined && rest.length > 0 ? await checked(workbench.machine, cwd, rest, signal) : null;
  if (check !== null && check !== 0) say(`The check ended with ${check}. The version before is still there: mlops rollback ${deployed.to.model} --env ${deployed.to.env} --reason "…" --yes`);
  const { problems, report, ...data } = deployed;
  return {
    data: { ...data, gate: report, isPlan, check },
    problems,
    exitCode: worstExit([...(deployed.notSet.length > 0 ? [exitCodes.sourceFailed] : []), (isDone || isPlan) && (check ?? 0) === 0 ? exitCodes.done : exitCodes.verdictNo]),
    text: (style) => deployText(deployed, isPlan, style),
  };
}

async function checked(machine: Context['workbench']['machine'], cwd: string, argv: readonly string[], signal: AbortSignal): Promise<number> {
  const { exitCode, stdout, stderr } = await machine.process.run(argv, { cwd, signal });
  process.stderr.write(stdout);
  process.stderr.write(stderr);
  return exitCode ?? 1;
}

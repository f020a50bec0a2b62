import path from 'node:path';
import { fail } from '../../core/base/fault.ts';
import { gateJunit } from '../../core/governance/report/junit.ts';
import { gateMarkdown } from '../../core/governance/report/markdown.ts';
import { gateSarif } from '../../core/governance/report/sarif.ts';
import type { GateReport } from '../../core/model/gate.ts';
import { packGate } from '../../services/governance/packGate.ts';
import { auditText } from '../auditText.ts';
import { exitCodes } from '../exit.ts';
import { gateText } from '../gateText.ts';
import { packText } from '../packText.ts';
import { chosen, listValue, textValue, type Answer, type Context, type Noun } from '../noun.ts';
import { envelope } from '../output.ts';

const formats = ['text', 'json', 'md', 'sarif', 'junit'] as const;

const written: Readonly<Record<'md' | 'sarif' | 'junit', (report: GateReport) => string>> = { md: gateMarkdown, sarif: gateSarif, junit: gateJunit };

const digest = /^[0-9a-f]{64}$/;

export const noun: Noun = {
  usage: 'mlops gate MODEL[:VERSION|@ALIAS] --env ENVIRONMENT [--policy-ref REF] [--anchor DIGEST,…] [--offline] [--format text|json|md|sarif|junit]\n       mlops gate --audit [MODEL] [--env ENVIRONMENT]\n       mlops gate --pack DIR [--root DIGEST] [--allowed-signers FILE] [--format …]',
  options: {
    env: { type: 'string' },
    'policy-ref': { type: 'string' },
    anchor: { type: 'string', multiple: true },
    offline: { type: 'boolean' },
    audit: { type: 'boolean' },
    pack: { type: 'string' },
    root: { type: 'string' },
    'allowed-signers': { type: 'string' },
    format: { type: 'string' },
  },
  arguments: [0, 1],
  async run(context) {
    const { workbench, signal, values, positionals, isJson, write } = context;
    if (values['audit'] === true) return audit(context);
    if (values['pack'] !== undefined) return pack(context);
    if (positionals.length === 0) throw fail('invalid', 'No model is named.', { hint: 'mlops gate MODEL:VERSION --env production' });
    const [model = ''] = positionals;
    const format = chosen(values, 'format', formats) ?? 'text';
    const env = textValue(values, 'env');
    if (env === undefined) throw fail('invalid', 'No environment is named.', { hint: 'Add --env staging, or another one of the policy.' });
    const { report, problems } = await workbench.governance.gate(model, env, { policyRef: textValue(values, 'policy-ref'), anchor: anchorOf(listValue(values, 'anchor')), fetches: values['offline'] !== true }, signal);
    const exitCode = report.decision === 'pass' ? exitCodes.done : exitCodes.verdictNo;
    if (isJson || format === 'text') return { data: report, problems, exitCode, text: (style) => gateText(report, style) };
    await write(format === 'json' ? envelope(report, problems) : written[format](report));
    return { problems, exitCode };
  },
};

/** The decision of an audit pack, made anew from the pack alone. */
async function pack({ workbench, cwd, values, positionals, isJson, write }: Context): Promise<Answer> {
  const place = (name: string) => {
    const value = textValue(values, name);
    return value === undefined ? undefined : path.resolve(cwd, value);
  };
  const verdict = await packGate(workbench.machine, { folder: place('pack')!, root: textValue(values, 'root'), allowedSigners: place('allowed-signers') });
  const { gate, problems, ...facts } = verdict;
  const [model, env] = [positionals[0], textValue(values, 'env')];
  if (model !== undefined && model !== gate?.model && model !== `${gate?.model}:${gate?.version}`) throw fail('invalid', `The pack is not of ${JSON.stringify(model.slice(0, 100))}.`, { hint: 'Leave the model away: the pack says what it is of.' });
  if (env !== undefined && env !== gate?.env) throw fail('invalid', `The pack is not for ${JSON.stringify(env.slice(0, 100))}.`, { hint: 'Leave --env away: the pack says what it is for.' });
  const exitCode = gate === null || gate.decision === 'pass' ? exitCodes.done : exitCodes.verdictNo;
  const data = { ...(gate ?? { decision: null }), pack: facts };
  const format = chosen(values, 'format', formats) ?? 'text';
  if (isJson || format === 'text' || gate === null) return { data, problems, exitCode, text: (style) => packText(verdict, style) };
  await write(format === 'json' ? envelope(data, problems) : written[format](gate));
  return { problems, exitCode };
}

/** Whether registries say what was decided. */
async function audit({ workbench, signal, values, positionals }: Context): Promise<Answer> {
  const { drifts, looked, problems } = await workbench.deployments.audit(positionals[0] ?? null, textValue(values, 'env') ?? null, { policyRef: textValue(values, 'policy-ref'), anchor: anchorOf(listValue(values, 'anchor')), fetches: values['offline'] !== true }, signal);
  const failedSources = problems.filter(({ severity }) => severity === 'error').map(({ source }) => source);
  return { data: { drifts, looked }, problems, failedSources, exitCode: drifts.length === 0 ? exitCodes.done : exitCodes.verdictNo, text: (style) => auditText(drifts, looked, style) };
}

/** One or more digests, each given by itself or several with commas, as a report's `ledgerHead` has them. */
export function anchorOf(given: readonly string[]): string[] {
  const all = given.flatMap((one) => one.split(',')).map((one) => one.trim()).filter((one) => one !== '');
  const wrong = all.find((one) => !digest.test(one));
  if (wrong !== undefined) throw fail('invalid', `--anchor ${JSON.stringify(wrong.slice(0, 80))} is no digest of an entry.`, { hint: 'Give the “ledgerHead” that an earlier gate printed.' });
  return all;
}

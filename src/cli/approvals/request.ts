import { fail } from '../../core/base/fault.ts';
import { askFor, evidenceEntries } from '../../services/governance/approvalsEntries.ts';
import { listValue, textValue, type Answer, type Context } from '../noun.ts';
import { clean } from '../style.ts';
import { signAt, takeSeat, type Seat } from './seat.ts';
import { writtenAnswer } from './written.ts';

/** Signs what was found and asks for approval of it. */
export async function request(context: Context): Promise<Answer> {
  const { env, found, seat } = await collected(context);
  const { candidate, items, problems } = found;
  const supersedes = listValue(context.values, 'supersedes').flatMap((one) => one.split(',')).map((one) => one.trim());
  const prepared = askFor(seat.desk, candidate, items, { supersedes, reason: textValue(context.values, 'reason') }, context.workbench.machine.clock.nowMs());
  const signed = await signAt(context, seat, prepared);
  return writtenAnswer(
    { ...signed, problems: [...problems, ...signed.problems] },
    clean(`asked for ${candidate.model} ${candidate.version} in ${env}, with ${items.length} pieces of evidence`),
    { request: signed.written.entries.at(-1)?.digest ?? null, candidate, modelDigest: candidate.artifact, evidence: items.map(({ kind, digest, from, asOf }) => ({ kind, digest, from, asOf })) },
  );
}

/** Signs what was measured, and asks for nothing: for pipelines. */
export async function evidence(context: Context): Promise<Answer> {
  const { env, found, seat } = await collected(context);
  const { candidate, items, problems } = found;
  if (items.length === 0) throw fail('invalid', `Nothing was measured of ${candidate.model} ${candidate.version}.`, { hint: 'Name reports with --report FILE.' });
  const signed = await signAt(context, seat, { entries: evidenceEntries(candidate, items), warnings: [] });
  return writtenAnswer({ ...signed, problems: [...problems, ...signed.problems] }, clean(`${items.length} pieces of evidence on ${candidate.model} ${candidate.version} for ${env}`), {
    candidate,
    modelDigest: candidate.artifact,
    evidence: items.map(({ kind, digest, from, asOf }) => ({ kind, digest, from, asOf })),
  });
}

async function collected(context: Context): Promise<{ readonly env: string; readonly seat: Seat; readonly found: Awaited<ReturnType<Seat['governance']['collect']>> }> {
  const [reference, env] = modelAndEnv(context);
  const seat = await takeSeat(context);
  const found = await seat.governance.collect(reference, env, seat.trusted, { reports: listValue(context.values, 'report') }, context.signal);
  return { env, seat, found };
}

/** `MODEL[:VERSION|@ALIAS] --env E`. Throws `invalid` for what is missing. */
export function modelAndEnv({ positionals, values }: Context): [model: string, env: string] {
  const [verb = '', reference] = positionals;
  const env = textValue(values, 'env');
  if (reference === undefined) throw fail('invalid', 'No model is named.', { hint: `mlops approvals ${verb} MODEL[:VERSION|@ALIAS] --env ENVIRONMENT` });
  if (env === undefined) throw fail('invalid', 'No environment is named.', { hint: 'Add --env staging, or another one of the policy.' });
  return [reference, env];
}

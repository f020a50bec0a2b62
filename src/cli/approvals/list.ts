import { requestStates, type RequestState } from '../../core/governance/decision/requestStates.ts';
import type { Digest } from '../../core/governance/ledger/entry.ts';
import type { ReadText } from '../../core/governance/ledger/freeText.ts';
import type { CountedEntry, Weighed } from '../../core/governance/ledger/weigh.ts';
import { textsOf } from '../../services/governance/approvalsTexts.ts';
import { textValue, type Answer, type Context } from '../noun.ts';
import { clean, type Style } from '../style.ts';
import { shortTime, table } from '../table.ts';
import { readGoverned, retryPush } from './seat.ts';

type Texts = ReadonlyMap<Digest, ReadText>;

export async function list(context: Context): Promise<Answer> {
  const { values, signal, workbench } = context;
  const { repository, trusted, view, problems } = await readGoverned(context, { offline: 'take' });
  const [model, env, isAll] = [textValue(values, 'model'), textValue(values, 'env'), values['all'] === true];
  const queued = await retryPush(context, repository);
  const now = new Date(workbench.machine.clock.nowMs()).toISOString();
  const states = requestStates(view.weighed, trusted.policy, now).filter(({ request: { entry }, state }) => {
    const { candidate } = entry;
    return (model === undefined || candidate.model === model) && (env === undefined || candidate.env === env) && (isAll || (state !== 'replaced' && state !== 'taken back'));
  });
  const texts = await textsOf(repository, states.flatMap(({ request, decisions, waivers, comments }) => [request, ...decisions, ...waivers, ...comments]), signal);
  const { quarantined, broken } = view.weighed;
  return {
    data: { requests: states.map((one) => rowOf(one, texts)), ...(isAll ? { quarantined } : {}), broken, heads: view.weighed.heads },
    problems: [...problems, ...queued],
    text: (style) => listText(states, texts, { quarantined: isAll ? quarantined : [], hidden: isAll ? 0 : quarantined.length, broken }, style),
  };
}

function rowOf({ request, state, decisions, waivers, comments, missing }: RequestState, texts: Texts) {
  const { candidate, digest } = request.entry;
  const said = (one: CountedEntry) => ({ digest: one.entry.digest, kind: one.entry.kind, by: one.signer.id, at: one.entry.claimedAt, text: textOf(one, texts) });
  return {
    ...said(request),
    digest,
    model: candidate.model,
    version: candidate.version,
    env: candidate.env,
    modelDigest: candidate.artifact,
    state,
    missing,
    supersedes: request.entry.supersedes,
    decisions: decisions.map((one) => ({ ...said(one), role: one.entry.role })),
    waivers: waivers.map((one) => ({ ...said(one), rule: one.entry.rule, until: one.entry.until })),
    comments: comments.map((one) => ({ ...said(one), about: one.entry.about })),
  };
}

/** Null where nothing was written; `id` is what `erase` takes. */
function textOf({ entry }: CountedEntry, texts: Texts): { readonly id: string; readonly state: ReadText['state']; readonly text: string | null } | null {
  const found = texts.get(entry.digest);
  return entry.text === null || found === undefined ? null : { id: entry.text.id, state: found.state, text: found.state === 'there' ? found.text : null };
}

interface Rest {
  readonly quarantined: Weighed['quarantined'];
  /** Quarantined entries that are not listed. */
  readonly hidden: number;
  readonly broken: Weighed['broken'];
}

function listText(states: readonly RequestState[], texts: Texts, { quarantined, hidden, broken }: Rest, style: Style): string {
  const rows = states.map(({ request, state, decisions, waivers, missing }) => {
    const { candidate, digest, claimedAt } = request.entry;
    const decided = [...decisions.map(({ entry, signer }) => `${words[entry.kind]} ${signer.id}`), ...waivers.map(({ entry, signer }) => `waived ${entry.rule} ${signer.id}`)];
    return [digest.slice(0, 8), `${candidate.model} ${candidate.version}`, candidate.env, state, request.signer.id, shortTime(claimedAt), decided.join(', '), missing.join(' ')];
  });
  const remarks = states.flatMap(({ request, decisions, comments }) => [request, ...decisions, ...comments].flatMap((one) => remark(one, texts, style)));
  return [
    ...broken.map(({ message }) => `${style.bad('broken')}: ${clean(message)}`),
    table(['REQUEST', 'MODEL', 'ENVIRONMENT', 'STATE', 'ASKED BY', 'AT', 'DECIDED', 'MISSING'], rows, style, 'Nobody has asked for anything.'),
    ...(remarks.length === 0 ? [] : ['', ...remarks]),
    ...(quarantined.length === 0 ? [] : ['', table(['NOT COUNTED', 'REASON'], quarantined.map(({ name, reason }) => [name.slice(0, 8), reason]), style)]),
    ...(hidden === 0 ? [] : ['', style.warn(`${hidden} entries do not count: --all lists them.`)]),
  ].join('\n');
}

const words = { approve: 'approved by', reject: 'rejected by', 'request-changes': 'changes asked by' } as const;

function remark(one: CountedEntry, texts: Texts, style: Style): string[] {
  const found = texts.get(one.entry.digest);
  if (found === undefined) return [];
  const text = found.state === 'there' ? clean(found.text) : style.dim(found.state === 'erased' ? 'erased' : 'the text is not the one that was signed');
  return [`${one.entry.digest.slice(0, 8)}  ${style.bold(clean(one.signer.id))} (${one.entry.kind}): ${text}`];
}

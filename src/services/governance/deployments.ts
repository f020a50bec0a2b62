import { fail } from '../../core/base/fault.ts';
import { truthDrifts, type TruthDrift } from '../../core/governance/audit.ts';
import { liveEntries } from '../../core/governance/ledger/caseOf.ts';
import type { Candidate, Digest, EntryBody } from '../../core/governance/ledger/entry.ts';
import { deploysIn, deployRoles, runningIn } from '../../core/governance/ledger/running.ts';
import type { CountedEntry } from '../../core/governance/ledger/weigh.ts';
import type { Person } from '../../core/governance/roster/roster.ts';
import type { GateReport } from '../../core/model/gate.ts';
import type { Problem } from '../../core/model/problem.ts';
import type { Machine } from '../../core/port/machine.ts';
import type { Catalog } from '../catalog.ts';
import type { Models } from '../models.ts';
import { freshTags } from './freshTags.ts';
import type { Gated, GateOptions, Governance } from './governance.ts';
import type { Synced } from './ledgerSync.ts';
import { mirrorsOf, pointersOf, type HeldPointer, type ModelMirror } from './mirrors.ts';
import { requireWhole } from './gate.ts';
import type { Signer } from './sign.ts';
import type { LedgerView, Trusted } from './trusted.ts';
import { refuseUnmerged } from './unmerged.ts';
import { wholeView } from './wholeView.ts';
import { writeEntries } from './writeEntry.ts';

export interface Deployed {
  readonly report: GateReport;
  /** Null where the gate said no, or only a plan was asked for. */
  readonly entry: Digest | null;
  readonly from: Candidate | null;
  readonly to: Candidate;
  /** The registry's fields that were set. */
  readonly pointers: readonly HeldPointer[];
  readonly synced: Synced | null;
  readonly problems: readonly Problem[];
}

export interface DeployOptions extends GateOptions {
  /** A field that was moved by hand is taken over in place of being a reason to stop. */
  readonly adopts: boolean;
  /** Says what would be done. */
  readonly plansOnly: boolean;
}

/** Moves versions into environments and back, each by a signed entry first and the registries' own fields after it. */
export class Deployments {
  readonly #machine: Machine;
  readonly #governance: Governance;
  readonly #parts: { readonly catalog: Catalog; readonly models: Models };

  constructor(machine: Machine, governance: Governance, parts: { readonly catalog: Catalog; readonly models: Models }) {
    this.#machine = machine;
    this.#governance = governance;
    this.#parts = parts;
  }

  /** `signer` is asked for only where something is to be signed. */
  async promote(written: string, env: string, options: DeployOptions, signer: () => Promise<Signer>, signal: AbortSignal): Promise<Deployed> {
    const gated = await this.#governance.gate(written, env, options, signal);
    const { report, problems, decision, found, trusted, view } = gated;
    if (decision === null || found === null || trusted === null || view === null) throw fail('invalid', report.reason);
    const to = found.candidate;
    const live = liveEntries(view.weighed, Date.parse(report.evaluatedAt));
    const running = runningIn(live, to.model, env);
    const from = running?.entry.candidate ?? null;
    const none: Deployed = { report, entry: null, from, to, pointers: [], synced: null, problems };
    if (report.decision !== 'pass') return none;
    requireEarlier(trusted, live, to);
    const request = decision.about.requests.find(({ entry }) => decision.about.approvals.some((one) => one.entry.request === entry.digest)) ?? decision.about.requests[0];
    if (request === undefined) throw fail('invalid', `Nobody has asked that ${to.model} ${to.version} go to ${env}.`, { hint: `mlops approvals request ${to.model}:${to.version} --env ${env}` });
    return this.#move(gated, none, { kind: 'deploy', candidate: to, request: request.entry.digest, replaces: running?.entry.digest ?? null }, options, signer, signal);
  }

  /**
   * Back to a version that ran before: the last other one, or `to`. Its approval must still hold or be waived; that its evidence has
   * aged since is told and does not block, because whoever goes back has no time to measure.
   */
  async rollback(model: string, env: string, to: string | null, reason: string, options: DeployOptions, signer: () => Promise<Signer>, signal: AbortSignal): Promise<Deployed> {
    const { trusted, ref } = await this.#governance.trusted(options, signal);
    if ('unknown' in trusted) throw fail('invalid', trusted.unknown, { hint: trusted.hint });
    const view = await this.#governance.ledger(trusted, { anchor: options.anchor ?? [], fetches: options.fetches, fetched: ref.ledger }, signal);
    if ('unknown' in view) throw fail('invalid', view.unknown, { hint: view.hint });
    await this.#requireWhole(view, signal);
    const now = this.#machine.clock.nowMs();
    const deploys = deploysIn(liveEntries(view.weighed, now), model, env);
    const [running] = deploys;
    if (running === undefined) throw fail('notFound', `Nothing was ever deployed of ${model} in ${env}.`, { hint: `mlops promote ${model} --env ${env}` });
    const current = running.entry.candidate;
    const target = deploys.find(({ entry: { candidate } }) => (to === null ? candidate.artifact !== current.artifact : candidate.version === to));
    if (target === undefined) throw fail('notFound', to === null ? `Nothing else ran in ${env} before ${current.version}.` : `${model} ${to} never ran in ${env}.`, { hint: deploys.length > 1 ? `It ran: ${[...new Set(deploys.map(({ entry }) => entry.candidate.version))].join(', ')}.` : 'There is nothing to go back to.' });
    // By the ledger as it was read: what this look itself remembers of it is nothing that it could be held against.
    const gated = await this.#governance.gate(`${model}:${target.entry.candidate.version}`, env, { ...options, read: { trusted, view } }, signal);
    const { report, found, decision } = gated;
    if (found === null || decision === null) throw fail('invalid', report.reason);
    if (found.candidate.artifact !== target.entry.candidate.artifact) throw fail('integrity', `The files of ${model} ${found.candidate.version} are not those that ran in ${env}.`, { hint: 'Find out who changed the artifact.' });
    const none: Deployed = { report, entry: null, from: current, to: found.candidate, pointers: [], synced: null, problems: gated.problems };
    // Nothing was judged, so no approval was either.
    if (report.rules.length === 0) return none;
    const asked = new Set(trusted.policy.rules.filter(({ check }) => check.kind === 'approvals').map(({ id }) => id));
    if (report.rules.some(({ id, outcome }) => asked.has(id) && outcome !== 'pass' && outcome !== 'waived')) return none;
    return this.#move(gated, none, { kind: 'rollback', candidate: found.candidate, to: target.entry.digest, replaces: running.entry.digest }, options, signer, signal, reason);
  }

  /** Fields of registries that the ledger does not explain: of one model, or of all that the policy names. */
  async audit(model: string | null, env: string | null, options: GateOptions, signal: AbortSignal): Promise<{ readonly drifts: readonly TruthDrift[]; readonly looked: number; readonly problems: readonly Problem[] }> {
    const { trusted } = await this.#governance.trusted(options, signal);
    if ('unknown' in trusted) throw fail('invalid', trusted.unknown, { hint: trusted.hint });
    const view = await this.#governance.ledger(trusted, { anchor: options.anchor ?? [], fetches: options.fetches }, signal);
    if ('unknown' in view) throw fail('invalid', view.unknown, { hint: view.hint });
    await this.#requireWhole(view, signal);
    const live = liveEntries(view.weighed, this.#machine.clock.nowMs());
    const drifts: TruthDrift[] = [];
    const problems: Problem[] = [...(options.fetches ? await freshTags(this.#machine, (await this.#governance.place(signal)).repository.root, signal) : [])];
    let looked = 0;
    for (const [name, { environments }] of trusted.policy.models) {
      if (model !== null && name !== model) continue;
      const { mirrors, problems: unread } = await mirrorsOf(this.#parts, name, signal);
      const held = await pointersOf(mirrors, env === null ? environments : environments.filter((one) => one === env), signal);
      looked += held.pointers.length;
      problems.push(...unread, ...held.problems);
      drifts.push(...truthDrifts(live, name, held.pointers));
    }
    return { drifts, looked, problems };
  }

  async #move({ trusted, view, found, problems }: Gated, none: Deployed, body: Extract<EntryBody, { kind: 'deploy' | 'rollback' }>, options: DeployOptions, signer: () => Promise<Signer>, signal: AbortSignal, reason?: string): Promise<Deployed> {
    const { from, to } = none;
    const { repository } = await this.#governance.place(signal);
    const untaken = options.fetches ? await freshTags(this.#machine, repository.root, signal) : [];
    const { mirrors, problems: unread } = await mirrorsOf(this.#parts, to.model, signal);
    const here = mirrors.filter(({ model }) => model.id === found!.model.id);
    const { pointers, problems: unanswered } = await pointersOf(here, [to.env], signal);
    const moved = pointers.find(({ version }) => version !== (from?.version ?? null) && version !== to.version);
    if (moved && !options.adopts) {
      throw fail('conflict', `${moved.field} of ${to.model} points to ${moved.version ?? 'nothing'}, and the ledger says ${from?.version ?? 'nothing'}: somebody moved it by hand.`, { hint: 'See “mlops gate --audit”. --adopt takes it over.' });
    }
    const all = [...problems, ...untaken, ...unread, ...unanswered];
    if (options.plansOnly) return { ...none, pointers, problems: all };
    const by = await signer();
    const person = requireRole(trusted!, by);
    await refuseUnmerged(repository, trusted!, person, signal);
    const onto = await wholeView(this.#governance, trusted!, view!, signal);
    const { entries, synced } = await writeEntries(this.#machine, repository.root, onto, [{ body, text: reason }], by, signal);
    const entry = entries[0]!.digest;
    for (const one of here) await this.#point(one, found!.version.id, to.env, entry, pointers, signal);
    const after = await pointersOf(here, [to.env], signal);
    return { ...none, entry, pointers: after.pointers, synced, problems: [...all, ...after.problems] };
  }

  async #point({ source, model, mirror }: ModelMirror, version: string, env: string, entry: Digest, pointers: readonly HeldPointer[], signal: AbortSignal): Promise<void> {
    const expected = pointers.find((one) => one.source === source)?.version ?? null;
    await mirror.point({ model: model.id, version, env, entry, expected }, signal);
  }

  async #requireWhole(view: LedgerView, signal: AbortSignal): Promise<void> {
    const { repository } = await this.#governance.place(signal);
    requireWhole(view.weighed, await this.#governance.memory.path(repository.root, view.genesis));
  }
}

/** No environment is skipped: the one before must have run these very bytes. */
function requireEarlier({ policy }: Trusted, live: readonly CountedEntry[], { model, version, env, artifact }: Candidate): void {
  const environments = policy.models.get(model)?.environments ?? [];
  const before = environments[environments.indexOf(env) - 1];
  if (before === undefined || deploysIn(live, model, before).some(({ entry }) => entry.candidate.artifact === artifact)) return;
  throw fail('invalid', `${model} ${version} never ran in ${before}, which comes before ${env}.`, { hint: `mlops promote ${model}:${version} --env ${before}` });
}

/** An entry by somebody else would be written and count for nothing. */
function requireRole({ roster }: Trusted, { key }: Signer): Person {
  const signer = roster.signer(key.publicKey.fingerprint);
  if (signer === undefined) throw fail('invalid', `The key ${key.publicKey.fingerprint} is not in the roster.`, { hint: 'Have it added to .mlops/roster.yaml on the protected branch.' });
  if (!signer.person.roles.some((role) => deployRoles.includes(role))) throw fail('invalid', `${signer.person.id} has none of the roles ${deployRoles.join(', ')}, so a deployment by them does not count.`, { hint: 'Deploy from the pipeline, or have a role added in .mlops/roster.yaml.' });
  return signer.person;
}

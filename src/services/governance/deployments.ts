import { fail, isAway, toFault, type Fault } from '../../core/base/fault.ts';
import { truthDrifts, type TruthDrift } from '../../core/governance/audit.ts';
import { liveEntries } from '../../core/governance/ledger/caseOf.ts';
import type { Candidate, Digest, EntryBody } from '../../core/governance/ledger/entry.ts';
import { deploysIn, deployRoles, earlierIn, neverRanIn, runningIn } from '../../core/governance/ledger/running.ts';
import type { Person } from '../../core/governance/roster/roster.ts';
import type { GateReport, GateRule } from '../../core/model/gate.ts';
import { problemOf, type Problem } from '../../core/model/problem.ts';
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
import { refProblems } from './trustedRef.ts';
import { refuseUnmerged } from './unmerged.ts';
import { wholeView } from './wholeView.ts';
import { writeEntries } from './writeEntry.ts';

export interface Deployed {
  readonly report: GateReport;
  /** Null where the gate said no, or only a plan was asked for. */
  readonly entry: Digest | null;
  readonly from: Candidate | null;
  readonly to: Candidate;
  /** The registry's fields as they are now. */
  readonly pointers: readonly HeldPointer[];
  /** Fields that could not be set though the decision is signed. */
  readonly notSet: ReadonlyArray<{ readonly source: string; readonly field: string; readonly fault: Fault }>;
  readonly synced: Synced | null;
  readonly problems: readonly Problem[];
}

export interface DeployOptions extends GateOptions {
  /** A field that was moved by hand is taken over in place of being a reason to stop. */
  readonly adopts: boolean;
  /** Says what would be done. */
  readonly plansOnly: boolean;
}

/** A move that was read and judged a moment ago: nothing is done yet. */
export interface ReadyMove {
  /** What would be done. */
  readonly plan: Deployed;
  readonly gated: Gated;
  /** A field that somebody moved by hand, and that would be taken over. */
  readonly moved: HeldPointer | null;
  /** Rules that hold it back; empty where nothing does. */
  readonly blocking: readonly GateRule[];
  /** Fields that will be set and whose registry did not say what they point to now. */
  readonly unread: ReadonlyArray<{ readonly source: string; readonly field: string }>;
  /** Null where something holds it back. Throws `invalid` for somebody whose deployment would count for nothing. */
  readonly by: ((signer: Signer) => Promise<SignedMove>) | null;
}

export interface SignedMove {
  readonly person: Person;
  /**
   * Signs, pushes, and sets the registry's own fields. `reason`: why it goes back. `waited`: a person was asked meanwhile, so the remote
   * is asked again. Throws `conflict` where something else was deployed in between.
   */
  make(how: { readonly reason?: string | undefined; readonly waited: boolean }): Promise<Deployed>;
}

const lookAgain = 'Look at it again as it is now.';

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
    return made(await this.readyPromotion(written, env, options, signal), options, signer);
  }

  /** As `readyRollback`; `reason` is signed with it. */
  async rollback(model: string, env: string, to: string | null, reason: string, options: DeployOptions, signer: () => Promise<Signer>, signal: AbortSignal): Promise<Deployed> {
    return made(await this.readyRollback(model, env, to, options, signal), options, signer, reason);
  }

  async readyPromotion(written: string, env: string, options: Omit<DeployOptions, 'plansOnly'>, signal: AbortSignal): Promise<ReadyMove> {
    const gated = await this.#governance.gate(written, env, options, signal);
    const { report, problems, decision, found, trusted, view } = gated;
    if (decision === null || found === null || trusted === null || view === null) throw fail('invalid', report.reason);
    const to = found.candidate;
    const live = liveEntries(view.weighed, Date.parse(report.evaluatedAt));
    const running = runningIn(live, to.model, env);
    const none: Deployed = { report, entry: null, from: running?.entry.candidate ?? null, to, pointers: [], notSet: [], synced: null, problems };
    if (report.decision !== 'pass') return { plan: none, gated, moved: null, blocking: report.rules.filter(isOpen), unread: [], by: null };
    const before = neverRanIn(live, trusted.policy.models.get(to.model)?.environments ?? [], to);
    if (before !== null) throw fail('invalid', `${to.model} ${to.version} never ran in ${before}, which comes before ${env}.`, { hint: `mlops promote ${to.model}:${to.version} --env ${before}` });
    const request = decision.about.requests.find(({ entry }) => decision.about.approvals.some((one) => one.entry.request === entry.digest)) ?? decision.about.requests[0];
    if (request === undefined) throw fail('invalid', `Nobody has asked that ${to.model} ${to.version} go to ${env}.`, { hint: `mlops approvals request ${to.model}:${to.version} --env ${env}` });
    return this.#ready(gated, none, { kind: 'deploy', candidate: to, request: request.entry.digest, replaces: running?.entry.digest ?? null }, options, signal);
  }

  /**
   * Back to a version that ran before: the last other one, or `to`. Its approval must still hold or be waived; that its evidence has
   * aged since is told and does not block, because whoever goes back has no time to measure.
   */
  async readyRollback(model: string, env: string, to: string | null, options: Omit<DeployOptions, 'plansOnly'>, signal: AbortSignal): Promise<ReadyMove> {
    const { trusted, ref } = await this.#governance.trusted(options, signal);
    if ('unknown' in trusted) throw fail('invalid', trusted.unknown, { hint: trusted.hint });
    const view = await this.#governance.ledger(trusted, { anchor: options.anchor ?? [], fetches: options.fetches, fetched: ref.ledger }, signal);
    if ('unknown' in view) throw fail('invalid', view.unknown, { hint: view.hint });
    await this.#requireWhole(view, signal);
    const live = liveEntries(view.weighed, this.#machine.clock.nowMs());
    const deploys = deploysIn(live, model, env);
    const [running] = deploys;
    if (running === undefined) throw fail('notFound', `Nothing was ever deployed of ${model} in ${env}.`, { hint: `mlops promote ${model} --env ${env}` });
    const current = running.entry.candidate;
    const target = to === null ? earlierIn(live, model, env)[0] : deploys.find(({ entry: { candidate } }) => candidate.version === to);
    if (target === undefined) throw fail('notFound', to === null ? `Nothing else ran in ${env} before ${current.version}.` : `${model} ${to} never ran in ${env}.`, { hint: deploys.length > 1 ? `It ran: ${[...new Set(deploys.map(({ entry }) => entry.candidate.version))].join(', ')}.` : 'There is nothing to go back to.' });
    // By the ledger as it was read: what this look itself remembers of it is nothing that it could be held against.
    const gated = await this.#governance.gate(`${model}:${target.entry.candidate.version}`, env, { ...options, read: { trusted, view } }, signal);
    const { report, found, decision } = gated;
    if (found === null || decision === null) throw fail('invalid', report.reason);
    if (found.candidate.artifact !== target.entry.candidate.artifact) throw fail('integrity', `The files of ${model} ${found.candidate.version} are not those that ran in ${env}.`, { hint: 'Find out who changed the artifact.' });
    const none: Deployed = { report, entry: null, from: current, to: found.candidate, pointers: [], notSet: [], synced: null, problems: [...refProblems(ref), ...gated.problems] };
    const blocking = openApprovals(trusted, report);
    // Where nothing was judged, no approval was either.
    if (blocking.length > 0 || report.rules.length === 0) return { plan: none, gated, moved: null, blocking, unread: [], by: null };
    return this.#ready(gated, none, { kind: 'rollback', candidate: found.candidate, to: target.entry.digest, replaces: running.entry.digest }, options, signal);
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

  async #ready(gated: Gated, none: Deployed, body: Move, options: Omit<DeployOptions, 'plansOnly'>, signal: AbortSignal): Promise<ReadyMove> {
    const { from, to } = none;
    const { repository } = await this.#governance.place(signal);
    const untaken = options.fetches ? await freshTags(this.#machine, repository.root, signal) : [];
    const { mirrors, problems: unlisted } = await mirrorsOf(this.#parts, to.model, signal);
    const here = mirrors.filter(({ model }) => model.id === gated.found!.model.id);
    const { pointers, problems: unanswered } = await pointersOf(here, [to.env], signal);
    const moved = pointers.find(({ version }) => version !== (from?.version ?? null) && version !== to.version) ?? null;
    if (moved && !options.adopts) {
      throw fail('conflict', `${moved.field} of ${to.model} points to ${moved.version ?? 'nothing'}, and the ledger says ${from?.version ?? 'nothing'}: somebody moved it by hand.`, { hint: 'See “mlops gate --audit”. --adopt takes it over.' });
    }
    const plan: Deployed = { ...none, pointers, problems: [...none.problems, ...untaken, ...unlisted, ...unanswered] };
    const by = async (signer: Signer): Promise<SignedMove> => {
      const person = requireRole(gated.trusted!, signer);
      await refuseUnmerged(repository, gated.trusted!, person, signal);
      return { person, make: (how) => this.#make({ gated, plan, body, here, root: repository.root, policyRef: options.policyRef }, signer, how, signal) };
    };
    const unread = here.filter(({ source }) => !pointers.some((one) => one.source === source)).map(({ source, mirror }) => ({ source, field: mirror.fieldOf(to.env) }));
    return { plan, gated, moved, blocking: [], unread, by };
  }

  /** The entry first: a field of a registry that cannot be set then is told, and is no reason to keep the decision back. */
  async #make({ gated: { trusted: before, view, found }, plan, body, here, root, policyRef }: Judged, signer: Signer, { reason, waited }: Parameters<SignedMove['make']>[0], signal: AbortSignal): Promise<Deployed> {
    const { model, env } = plan.to;
    const trusted = waited ? await this.#trustedNow(before!, policyRef, signal) : before!;
    if (waited) requireRole(trusted, signer);
    const onto = await wholeView(this.#governance, trusted, { ...view!, fetches: waited }, signal);
    const now = runningIn(liveEntries(onto.weighed, this.#machine.clock.nowMs()), model, env);
    if ((now?.entry.digest ?? null) !== body.replaces) throw fail('conflict', `${now?.entry.candidate.version ?? 'Nothing'} runs in ${env} now: something else was deployed in the meantime, so nothing was signed.`, { hint: lookAgain });
    if (waited) await this.#requireStill({ trusted, view: onto }, plan.to, body.kind, found!.version.id, signal);
    const { entries, synced } = await writeEntries(this.#machine, root, onto, [{ body, text: reason }], signer, signal);
    const entry = entries[0]!.digest;
    const notSet: Array<Deployed['notSet'][number]> = [];
    for (const { source, model: { id }, mirror } of here) {
      const expected = plan.pointers.find((one) => one.source === source)?.version ?? null;
      try {
        await mirror.point({ model: id, version: found!.version.id, env, entry, expected }, signal);
      } catch (error) {
        notSet.push({ source, field: mirror.fieldOf(env), fault: toFault(error) });
      }
    }
    const after = await pointersOf(here, [env], signal);
    return { ...plan, entry, pointers: after.pointers, notSet, synced, problems: [...plan.problems, ...after.problems, ...notSet.map(({ source, fault }) => problemOf(source, fault))] };
  }

  /** Policy and roster as they are by now; those of a moment ago for whoever lost the network since then. */
  async #trustedNow(before: Trusted, policyRef: string | undefined, signal: AbortSignal): Promise<Trusted> {
    try {
      const { trusted } = await this.#governance.trusted({ policyRef, fetches: true }, signal);
      if ('unknown' in trusted) throw fail('conflict', `The policy is not what it was: ${trusted.unknown} Nothing was signed.`, { hint: lookAgain });
      return trusted;
    } catch (error) {
      if (!isAway(toFault(error))) throw error;
      return before;
    }
  }

  /** What came in while a person thought about it must not speak against it. The bytes were read before: they are not read twice. */
  async #requireStill(read: { readonly trusted: Trusted; readonly view: LedgerView }, to: Candidate, kind: Move['kind'], version: string, signal: AbortSignal): Promise<void> {
    const { report, found } = await this.#governance.gate(version, to.env, { fetches: false, trustsRequest: true, read }, signal);
    const isOther = found !== null && found.candidate.artifact !== to.artifact;
    const holds = kind === 'deploy' ? report.decision === 'pass' : report.rules.length > 0 && openApprovals(read.trusted, report).length === 0;
    if (isOther || !holds) throw fail('conflict', `Something came in meanwhile that speaks against it: ${isOther ? 'other files were asked for' : report.reason} Nothing was signed.`, { hint: lookAgain });
  }

  async #requireWhole(view: LedgerView, signal: AbortSignal): Promise<void> {
    const { repository } = await this.#governance.place(signal);
    requireWhole(view.weighed, await this.#governance.memory.path(repository.root, view.genesis));
  }
}

function isOpen({ outcome }: GateRule): boolean {
  return outcome !== 'pass' && outcome !== 'waived';
}

/** Rules on approvals that do not hold. */
function openApprovals({ policy }: Trusted, { rules }: GateReport): readonly GateRule[] {
  const asked = new Set(policy.rules.filter(({ check }) => check.kind === 'approvals').map(({ id }) => id));
  return rules.filter((rule) => asked.has(rule.id) && isOpen(rule));
}

type Move = Extract<EntryBody, { kind: 'deploy' | 'rollback' }>;

/** What a move is made from. */
interface Judged {
  readonly gated: Gated;
  readonly plan: Deployed;
  readonly body: Move;
  /** That hold this very model. */
  readonly here: readonly ModelMirror[];
  readonly policyRef: string | undefined;
  readonly root: string;
}

async function made({ plan, by }: ReadyMove, { plansOnly }: DeployOptions, signer: () => Promise<Signer>, reason?: string): Promise<Deployed> {
  return by === null || plansOnly ? plan : (await by(await signer())).make({ reason, waited: false });
}

/** An entry by somebody else would be written and count for nothing. */
function requireRole({ roster }: Trusted, { key }: Signer): Person {
  const signer = roster.signer(key.publicKey.fingerprint);
  if (signer === undefined) throw fail('invalid', `The key ${key.publicKey.fingerprint} is not in the roster.`, { hint: 'Have it added to .mlops/roster.yaml on the protected branch.' });
  if (!signer.person.roles.some((role) => deployRoles.includes(role))) throw fail('invalid', `${signer.person.id} has none of the roles ${deployRoles.join(', ')}, so a deployment by them does not count.`, { hint: 'Deploy from the pipeline, or have a role added in .mlops/roster.yaml.' });
  return signer.person;
}

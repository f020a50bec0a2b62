import { caseOf } from '../../core/governance/ledger/caseOf.ts';
import { counted } from '../../core/base/counted.ts';
import { fail } from '../../core/base/fault.ts';
import { decide, type Decision } from '../../core/governance/decision/decide.ts';
import type { Candidate, Digest, Entry, EvidenceItem } from '../../core/governance/ledger/entry.ts';
import { changedParts } from '../../core/governance/ledger/caseOf.ts';
import type { CountedEntry } from '../../core/governance/ledger/weigh.ts';
import type { GateReport } from '../../core/model/gate.ts';
import type { Problem } from '../../core/model/problem.ts';
import { problemOf } from '../../core/model/problem.ts';
import type { GitRepository } from '../../core/port/git.ts';
import type { Machine } from '../../core/port/machine.ts';
import type { RegisteredModel } from '../../core/model/modelVersion.ts';
import type { Catalog } from '../catalog.ts';
import type { Models } from '../models.ts';
import type { Runs } from '../runs.ts';
import { readUnits } from '../metricsFile.ts';
import { candidateOf, requireEnvironment, type CandidateParts, type Claimed, type FoundCandidate } from './candidate.ts';
import { findVersion } from './findVersion.ts';
import { mirrorsOf, pointersOf, type HeldPointer } from './mirrors.ts';
import { cardPart } from './evidence/card.ts';
import { columnsPart, type ColumnParts } from './evidence/columns.ts';
import { gatherEvidence, type Part } from './evidence/gather.ts';
import { gateReport, requireWhole, ungoverned, type GateBase } from './gate.ts';
import { LedgerMemory } from './ledgerMemory.ts';
import { LedgerReader } from './ledgerReader.ts';
import { inspected, readAhead, readLedger, weighLedger, type ViewOptions } from './ledgerView.ts';
import { makersOf } from './makers.ts';
import { heldAgainstRegistries } from './registryAnchor.ts';
import { readTrusted, type Ungoverned } from './readTrusted.ts';
import type { LedgerView, Trusted } from './trusted.ts';
import { refProblems, repositoryOf, trustedRef, type FoundRef } from './trustedRef.ts';

export interface GateOptions {
  readonly policyRef?: string | undefined;
  readonly anchor?: readonly string[];
  /** Ask the remotes; false draws from what was fetched last. */
  readonly fetches: boolean;
  /**
   * For looking only: a version that somebody asked approval for is not read again, and is taken to be what was asked for. Default
   * false: every byte is read, as before anything is signed or deployed.
   */
  readonly trustsRequest?: boolean;
  /** What was read a moment ago, so that no remote is asked twice for one deed. */
  readonly read?: { readonly trusted: Trusted; readonly view: LedgerView };
}

export interface Gated {
  readonly report: GateReport;
  readonly problems: readonly Problem[];
  /** Null where there was nothing to decide by. */
  readonly decision: Decision | null;
  readonly found: FoundCandidate | null;
  readonly trusted: Trusted | null;
  readonly view: LedgerView | null;
}

export interface Collected extends FoundCandidate {
  readonly items: readonly EvidenceItem[];
  readonly problems: readonly Problem[];
}

export interface GovernanceParts extends ColumnParts {
  readonly models: Models;
  readonly runs: Runs;
}

interface Place {
  readonly repository: GitRepository;
  readonly prefix: string;
}

/** Evidence, ledger and decision of the models of one folder. Reads; what is written is in `approvals`. */
export class Governance {
  readonly #machine: Machine;
  readonly #models: Models;
  readonly #runs: Runs;
  readonly #catalog: Catalog;
  readonly #evidence: readonly Part[];
  readonly #folder: () => string;
  readonly memory: LedgerMemory;

  constructor(machine: Machine, folder: () => string, parts: GovernanceParts) {
    this.#catalog = parts.catalog;
    this.#evidence = [cardPart(machine), columnsPart(parts)];
    this.#machine = machine;
    this.#folder = folder;
    this.#models = parts.models;
    this.#runs = parts.runs;
    this.memory = new LedgerMemory(machine);
  }

  get folder(): string {
    return this.#folder();
  }

  place(signal: AbortSignal): Promise<Place> {
    return repositoryOf(this.#machine.git, this.folder, signal);
  }

  /** Policy and roster at the protected branch. Throws `invalid` where one is wrong or the ref is of the change. */
  async trusted({ policyRef, fetches }: Pick<GateOptions, 'policyRef' | 'fetches'>, signal: AbortSignal): Promise<{ readonly trusted: Trusted | Ungoverned; readonly ref: FoundRef }> {
    this.#requireTrust();
    const { repository, prefix } = await this.place(signal);
    const ref = await trustedRef(this.#machine, repository, { asked: policyRef, fetches }, signal);
    return { trusted: await readTrusted(this.#machine, repository, prefix, ref, signal), ref };
  }

  async ledger(trusted: Pick<Trusted, 'policy' | 'roster'>, options: ViewOptions, signal: AbortSignal): Promise<LedgerView | Ungoverned> {
    const { repository } = await this.place(signal);
    const reader = new LedgerReader(repository, signal);
    const looked = inspected(this.#machine, reader, trusted, options);
    return weighLedger(this.memory, repository, looked, await readLedger(this.#machine, reader, repository, options, signal), options.anchor ?? [], signal);
  }

  async candidate(written: string, env: string, trusted: Pick<Trusted, 'policy'>, signal: AbortSignal): Promise<FoundCandidate> {
    return candidateOf(this.#candidateParts(), await findVersion(this.#models, written, signal), env, trusted, signal);
  }

  /** A candidate with all evidence that can be found of it now, to be signed. `reports`: files that a person names. */
  async collect(written: string, env: string, trusted: Trusted, { reports = [] }: { readonly reports?: readonly string[] }, signal: AbortSignal): Promise<Collected> {
    const found = await this.candidate(written, env, trusted, signal);
    requireEnvironment(trusted, found.model.name, env);
    const { repository, prefix } = await this.place(signal);
    const sources = await this.#catalog.entries(signal);
    const units = await readUnits(this.#machine, this.folder);
    const now = new Date(this.#machine.clock.nowMs()).toISOString();
    const { items, problems } = await gatherEvidence(found, { machine: this.#machine, repository, folder: this.folder, prefix, trusted, units, reports, now, providerOf: (source) => sources.find(({ config }) => config.id === source)?.config.provider }, this.#evidence, signal);
    return { ...found, items, problems };
  }

  /**
   * Whether a version may go to an environment. Throws `integrity` for a ledger or an artifact that cannot be trusted, `invalid` for a
   * policy that is wrong, and what a source or remote that does not answer throws: none of that is a decision.
   */
  async gate(written: string, env: string, options: GateOptions, signal: AbortSignal): Promise<Gated> {
    const place = await this.place(signal);
    const ending = new AbortController();
    const reader = new LedgerReader(place.repository, AbortSignal.any([signal, ending.signal]));
    try {
      return await this.#gate(written, env, options, { ...place, reader }, signal);
    } finally {
      ending.abort(); // What is read ahead is nobody's business any more where something else failed first.
    }
  }

  async #gate(written: string, env: string, { policyRef, anchor = [], fetches, trustsRequest = false, read }: GateOptions, { repository, prefix, reader }: Place & { readonly reader: LedgerReader }, signal: AbortSignal): Promise<Gated> {
    const now = new Date(this.#machine.clock.nowMs()).toISOString();
    this.#requireTrust();
    const skims = read ? undefined : readAhead(this.#machine, reader, repository, signal);
    const finding = begun(findVersion(this.#models, written, signal));
    const { trusted, ref } = read ? { trusted: read.trusted, ref: null } : await this.trusted({ policyRef, fetches }, signal);
    const problems: Problem[] = ref === null ? [] : refProblems(ref);
    const base: GateBase = { model: written, version: null, env, trusted: null, view: null, candidate: null, now };
    const stop = (at: GateBase, why: Ungoverned): Gated => ({ report: ungoverned(at, why, prefix), problems, decision: null, found: null, trusted: at.trusted, view: at.view });
    if ('unknown' in trusted) return stop(base, trusted);
    const asked = async () => {
      const version = await finding;
      requireEnvironment(trusted, version.model.name, env);
      const looked = inspected(this.#machine, reader, trusted, { model: version.model.name, mustCheck: concerns }, skims);
      const reading = trustsRequest ? null : begun(candidateOf(this.#candidateParts(), version, env, trusted, signal));
      return { version, looked, reading, fields: anchor.length === 0 && fetches ? await this.#fieldsOf(version.model, trusted, signal) : null };
    };
    const [{ version, looked, reading, fields }, lists] = await Promise.all([asked(), ref === null ? null : readLedger(this.#machine, reader, repository, { fetches, fetched: ref.ledger }, signal)]);
    const seen = lists === null ? read!.view : await weighLedger(this.memory, repository, looked, lists, anchor, signal);
    const held = 'unknown' in seen || fields === null ? { view: seen, problems: [] } : heldAgainstRegistries(seen, version.model.name, fields.pointers);
    const { view } = held;
    problems.push(...(fields?.problems ?? []), ...held.problems);
    const claimed: Claimed | undefined = 'unknown' in view ? undefined : (name, version) => askedArtifact(view, name, version, env);
    const found = await (reading ?? candidateOf(this.#candidateParts(), version, env, trusted, signal, claimed));
    const { candidate } = found;
    if (trustsRequest && found.files.length === 0) problems.push(problemOf(found.version.id, { code: 'notPulled', message: 'The files of the model were not read: they are taken to be those that approval was asked for.' }, 'info'));
    const known: GateBase = { ...base, model: candidate.model, version: candidate.version, trusted, candidate };
    if ('unknown' in view) return stop(known, view);
    requireWhole(view.weighed, await this.memory.path(repository.root, view.genesis));
    requireSameArtifact(view, found, Date.parse(now));
    const before = caseOf(view.weighed, candidate, Date.parse(now)).base?.entry.candidate ?? null;
    const makers = await makersOf(this.#machine, repository, { candidate, base: before, run: found.run, trusted, fetches }, signal);
    const decision = decide({ policy: trusted.policy, candidate, weighed: view.weighed, makers, anchor: view.anchor, now });
    const { quarantined } = view.weighed;
    if (quarantined.length > 0) problems.push(problemOf('mlops-ledger', { code: 'corrupt', message: `${counted(quarantined.length, 'entry of the ledger does not count', 'entries of the ledger do not count, the first')} because ${quarantined[0]!.reason}.`, hint: 'See “mlops approvals list --all”.' }, 'warning'));
    problems.push(...uncountedEvidence(decision, trusted, candidate), ...oddClocks(decision));
    return { report: gateReport({ ...known, view }, decision, prefix), problems, decision, found, trusted, view };
  }

  /** What registries' own fields say of a model. One that does not answer holds nothing, which is told. */
  async #fieldsOf(model: RegisteredModel, { policy }: Trusted, signal: AbortSignal): Promise<{ readonly pointers: readonly HeldPointer[]; readonly problems: readonly Problem[] }> {
    const { mirrors, problems: unread } = await mirrorsOf({ catalog: this.#catalog, models: this.#models }, model.name, signal);
    const { pointers, problems: unanswered } = await pointersOf(mirrors, policy.models.get(model.name)?.environments ?? [], signal);
    return { pointers, problems: [...unread, ...unanswered].map((one): Problem => ({ ...one, severity: 'warning' })) };
  }

  #candidateParts(): CandidateParts {
    return { models: this.#models, runs: this.#runs, signatures: this.#machine.signatures };
  }

  #requireTrust(): void {
    if (!this.#machine.trust.isTrusted) throw fail('untrusted', 'Approvals are read in trusted folders only.', { hint: 'Trust this workspace first.' });
  }
}

/** Goes on while something else is awaited. Whoever awaits it gets its failure; that nobody does is no crash. */
function begun<T>(work: Promise<T>): Promise<T> {
  work.catch(() => undefined);
  return work;
}

/** Entries that claim to be older than what they build on: a clock is wrong, or somebody wants to have been earlier. */
function oddClocks({ about: { flagged } }: Decision): Problem[] {
  if (flagged.length === 0) return [];
  return [problemOf('mlops-ledger', { code: 'invalid', message: `${counted(flagged.length, 'entry claims a time more than five minutes before what it builds on:', 'entries claim a time more than five minutes before what they build on, the first')} ${flagged[0]!.slice(0, 8)}.`, hint: 'A clock is wrong, or somebody dates back: ask who signed it. Ages count from claimed times.' }, 'warning')];
}

/** Entries of a model's own that a decision depends on. */
function concerns({ kind }: Entry): boolean {
  return kind !== 'comment' && kind !== 'join' && kind !== 'anchor';
}

/** Evidence that is there, is nobody’s who may measure for this environment, and that nobody else brought: else it would seem to be missing. */
function uncountedEvidence({ about }: Decision, { policy }: Trusted, { model, env }: Candidate): Problem[] {
  const roles = policy.models.get(model)?.evidenceFrom.get(env);
  if (roles === undefined) return [];
  const counts = ({ signer }: CountedEntry) => signer.roles.some((role) => roles.includes(role));
  const brought = new Set(about.evidence.filter(counts).flatMap(({ entry }) => entry.items.map(({ kind }) => kind)));
  const others = about.evidence.filter((one) => !counts(one) && one.entry.items.some(({ kind }) => !brought.has(kind)));
  if (others.length === 0) return [];
  const people = [...new Set(others.map(({ signer }) => signer.id))].sort().join(', ');
  return [problemOf('mlops-ledger', { code: 'forbidden', message: `Evidence of ${people} does not count in ${env}: the policy takes it from the role ${roles.join(' or ')}.`, hint: `Let the pipeline sign it (mlops approvals evidence ${model} --env ${env}), or write evidence_from: for ${env} in the policy.` }, 'warning')];
}

/** The digest of the newest request for a version. */
function askedArtifact({ weighed }: LedgerView, model: string, version: string, env: string): Digest | null {
  const asked = [...weighed.counted.values()].flatMap(({ entry }) => (entry.kind === 'request' && entry.candidate.model === model && entry.candidate.version === version && entry.candidate.env === env ? [entry] : []));
  return asked.reduce<(typeof asked)[number] | undefined>((last, one) => (last !== undefined && last.seq > one.seq ? last : one), undefined)?.candidate.artifact ?? null;
}

/** The same version, made from the same commit, with other bytes than what was asked for: somebody swapped the weights. */
function requireSameArtifact({ weighed }: LedgerView, { candidate }: FoundCandidate, now: number): void {
  const about = caseOf(weighed, candidate, now);
  if (about.requests.length > 0) return;
  const other = about.otherRequests.find(({ request }) => changedParts(request.entry.candidate, candidate).includes('artifact'));
  if (other === undefined) return;
  throw fail('integrity', `The files of ${candidate.model} ${candidate.version} are not those that approval was asked for: their digest is ${candidate.artifact.slice(0, 8)}, asked for was ${other.request.entry.candidate.artifact.slice(0, 8)}.`, {
    hint: 'Find out who changed the artifact. A model that was meant to change is registered as a new version.',
  });
}

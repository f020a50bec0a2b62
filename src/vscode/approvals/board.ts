import { DisposableStore, type Disposable } from '../../core/base/disposable.ts';
import { Emitter, type Event } from '../../core/base/event.ts';
import { isAway, toFault, type Fault } from '../../core/base/fault.ts';
import type { TruthDrift } from '../../core/governance/audit.ts';
import type { OpenRequest } from '../../core/governance/decision/openRequests.ts';
import { liveEntries } from '../../core/governance/ledger/caseOf.ts';
import { runningIn } from '../../core/governance/ledger/running.ts';
import type { CountedEntry } from '../../core/governance/ledger/weigh.ts';
import type { Problem } from '../../core/model/problem.ts';
import { freshTags } from '../../services/governance/freshTags.ts';
import { driftsOf, hasApprovals, readInbox, type Inbox } from '../../services/governance/inbox.ts';
import { ledgerTips } from '../../services/governance/ledgerFiles.ts';
import { remoteOf } from '../../services/governance/ledgerSync.ts';
import { policyPath, type Ungoverned } from '../../services/governance/readTrusted.ts';
import type { Workbench } from '../../services/workbench.ts';

export type ApprovalState =
  /** Neither a policy nor a ledger, or a folder that is not trusted: nothing is read. */
  | { readonly kind: 'none' | 'untrusted' }
  /** Something is missing before anybody can decide. */
  | { readonly kind: 'unset'; readonly why: Ungoverned }
  | { readonly kind: 'failed'; readonly fault: Fault }
  /** `away`: why the remote was not asked, where it should have been. */
  | { readonly kind: 'read'; readonly inbox: Inbox; readonly live: readonly CountedEntry[]; readonly away: Fault | null };

/** How a version stands in one environment. */
export interface VersionApproval {
  readonly env: string;
  readonly request: OpenRequest | null;
  readonly isRunning: boolean;
}

/** The ledger as views and lenses tell of it: read once, and again when its branch or the policy's moved. It owns no timer. */
export class ApprovalBoard implements Disposable {
  readonly #workbench: Workbench;
  readonly #changed = new Emitter<void>();
  readonly #owned = new DisposableStore();
  readonly #ended = new AbortController();
  #state: Promise<ApprovalState> | undefined;
  #drifts: Promise<readonly TruthDrift[]> | undefined;
  #watch: Disposable | undefined;
  #stamp = '';
  /** The last time that the remote was to be asked and did not answer. */
  #away: Fault | null = null;
  /** Whether somebody wanted the remote to be asked in this window. */
  #wasAsked = false;
  /** The tips of the ledger for which tags were fetched as well. */
  #taggedFor = '';

  constructor(workbench: Workbench) {
    this.#workbench = workbench;
    this.#owned.add(workbench.catalog.onDidChange(() => void this.#look()));
    this.#owned.add(workbench.refresh.onDidRefresh(() => void this.#look()));
  }

  /** Something was asked, said or deployed: here, by the command line, or elsewhere and fetched. */
  get onDidChange(): Event<void> {
    return this.#changed.event;
  }

  state(): Promise<ApprovalState> {
    this.#state ??= this.#read();
    return this.#state;
  }

  /** Registry fields that no decision explains; empty where nothing can be said, as before the remote was asked for the first time. */
  async drifts(): Promise<readonly TruthDrift[]> {
    const state = await this.state();
    if (state.kind !== 'read') return [];
    this.#drifts ??= this.#readDrifts(state.inbox);
    return this.#drifts;
  }

  async ofVersion(model: string, version: string): Promise<VersionApproval[]> {
    const state = await this.state();
    if (state.kind !== 'read') return [];
    const { trusted, requests } = state.inbox;
    return (trusted.policy.models.get(model)?.environments ?? []).flatMap((env) => {
      const request = requests.find(({ request: { entry: { candidate } } }) => candidate.model === model && candidate.version === version && candidate.env === env) ?? null;
      const isRunning = runningIn(state.live, model, env)?.entry.candidate.version === version;
      return request === null && !isRunning ? [] : [{ env, request, isRunning }];
    });
  }

  /** Asks the remote too. One that does not answer leaves what was fetched last, and that is told. */
  async refresh(): Promise<void> {
    const { machine, governance } = this.#workbench;
    this.#away = null;
    try {
      if (machine.trust.isTrusted && (await this.#isHere())) await readInbox(machine, governance, { fetches: true }, this.#ended.signal);
    } catch (error) {
      const fault = toFault(error);
      if (fault.code === 'cancelled') return;
      this.#away = isAway(fault) ? fault : null;
    }
    // Tags come after the ledger, never before: what is told of them is held against what it says.
    this.#wasAsked = true;
    this.#taggedFor = '';
    this.changed();
  }

  /** What is known is forgotten: somebody wrote. */
  changed(): void {
    if (this.#ended.signal.aborted) return;
    this.#state = undefined;
    this.#drifts = undefined;
    this.#changed.fire();
  }

  /** Hears of the ledger's branch, of what was fetched, and of the policy. */
  async watch(): Promise<void> {
    const { machine, catalog } = this.#workbench;
    const [folder] = catalog.folders;
    if (folder === undefined) return;
    try {
      const repository = await machine.git.open(folder, this.#ended.signal);
      const git = repository ? ['refs/heads', 'refs/mlops/remotes/origin', 'refs/remotes/origin', 'packed-refs'].map((name) => `${repository.commonDir}/${name}`) : [];
      if (this.#ended.signal.aborted) return;
      this.#watch?.dispose();
      this.#watch = machine.files.watch([...git, `${folder}/${policyPath}`], () => void this.#look());
      this.#stamp = await this.#stampNow();
    } catch (error) {
      machine.log.warn(`approvals: ${toFault(error).message}`);
    }
  }

  dispose(): void {
    this.#ended.abort();
    this.#watch?.dispose();
    this.#owned.dispose();
    this.#changed.dispose();
  }

  /** Reads again only where a ref moved: a large ledger is not gone through for every run that is logged. */
  async #look(): Promise<void> {
    try {
      const stamp = await this.#stampNow();
      if (stamp === this.#stamp) return;
      this.#stamp = stamp;
      this.changed();
    } catch (error) {
      if (toFault(error).code !== 'cancelled') this.#workbench.machine.log.warn(`approvals: ${toFault(error).message}`);
    }
  }

  async #stampNow(): Promise<string> {
    const { machine, catalog } = this.#workbench;
    const [folder] = catalog.folders;
    const repository = folder === undefined ? undefined : await machine.git.open(folder, this.#ended.signal);
    if (repository === undefined) return `${machine.trust.isTrusted}`;
    const [tips, refs] = await Promise.all([ledgerTips(repository, this.#ended.signal), repository.refs(['refs/remotes', 'refs/heads/main', 'refs/heads/master', 'refs/tags'], this.#ended.signal)]);
    const policy = await machine.files.stat(`${folder}/${policyPath}`);
    return JSON.stringify([machine.trust.isTrusted, tips, refs.map(({ name, sha }) => [name, sha]), policy !== undefined]);
  }

  /** Fields that are tags are as new as the ledger that they are held against. False where that was never made sure of. */
  async #haveTags(): Promise<boolean> {
    const { machine, catalog } = this.#workbench;
    const [folder] = catalog.folders;
    const repository = folder === undefined ? undefined : await machine.git.open(folder, this.#ended.signal);
    if (repository === undefined) return true;
    if (!this.#wasAsked) return (await remoteOf(machine.branches, repository.root, this.#ended.signal)) === null;
    const tips = JSON.stringify(await ledgerTips(repository, this.#ended.signal));
    if (tips === this.#taggedFor) return true;
    this.#taggedFor = tips;
    try {
      for (const { message } of await freshTags(machine, repository.root, this.#ended.signal)) machine.log.warn(`approvals: ${message}`);
    } catch (error) {
      machine.log.warn(`approvals: the tags are as they were fetched last: ${toFault(error).message}`);
    }
    return true;
  }

  async #isHere(): Promise<boolean> {
    const { machine, catalog } = this.#workbench;
    const [folder] = catalog.folders;
    return folder !== undefined && (await hasApprovals(machine, folder, this.#ended.signal));
  }

  async #read(): Promise<ApprovalState> {
    const { machine, governance } = this.#workbench;
    try {
      if (!(await this.#isHere())) return { kind: 'none' };
      if (!machine.trust.isTrusted) return { kind: 'untrusted' };
      const inbox = await readInbox(machine, governance, { fetches: false }, this.#ended.signal);
      if ('unknown' in inbox) return { kind: 'unset', why: inbox };
      return { kind: 'read', inbox, live: liveEntries(inbox.view.weighed, machine.clock.nowMs()), away: this.#away };
    } catch (error) {
      return { kind: 'failed', fault: toFault(error) };
    }
  }

  async #readDrifts(inbox: Inbox): Promise<readonly TruthDrift[]> {
    const { machine, catalog, models } = this.#workbench;
    try {
      if (!(await this.#haveTags())) return [];
      const { drifts, problems } = await driftsOf({ catalog, models }, inbox, machine.clock.nowMs(), this.#ended.signal);
      // A registry that does not answer says so in its own branch.
      for (const { source, message } of problems) machine.log.warn(`approvals: ${source}: ${message}`);
      return drifts;
    } catch (error) {
      machine.log.warn(`approvals: ${toFault(error).message}`);
      return [];
    }
  }
}

/** The problems of a ledger as rows tell them: broken is an error, entries that do not count are a warning. */
export function ledgerProblems({ view: { weighed } }: Pick<Inbox, 'view'>): Problem[] {
  const [broken] = weighed.broken;
  const aside = weighed.quarantined.length;
  return [
    ...(broken === undefined ? [] : [{ source: 'mlops-ledger', severity: 'error' as const, code: 'integrity' as const, message: `The ledger cannot be trusted: ${broken.message}`, hint: '“mlops approvals verify” tells all of it. Nothing is decided until it is whole.' }]),
    ...(aside === 0 ? [] : [{ source: 'mlops-ledger', severity: 'warning' as const, code: 'corrupt' as const, message: aside === 1 ? '1 entry of the ledger does not count.' : `${aside} entries of the ledger do not count.`, hint: `The first because ${weighed.quarantined[0]!.reason}. “mlops approvals list --all” lists them.` }]),
  ];
}

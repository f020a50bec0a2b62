import { DisposableStore, type Disposable } from '../../../core/base/disposable.ts';
import { fail, toFault, type Fault } from '../../../core/base/fault.ts';
import { approvalDecoders as decode, type ApprovalContract, type ApprovalIntent, type ApprovalSubject, type ApprovalWork } from '../../../protocol/approval.ts';
import { HostLink, type Handlers } from '../../../protocol/rpc/hostLink.ts';
import type { Port, ToView } from '../../../protocol/rpc/wire.ts';
import type { ApprovalBench, ApprovalLook, ApprovalUi } from './bench.ts';

/** From a link: what is here is shown, and nothing is asked of a remote before a person says so. */
export interface ShowOptions {
  readonly fetches: boolean;
  /** The ledger that a link is about; null where it names none. */
  readonly ledger?: string | null;
}

/** One Approval panel: reads one version in one environment, and has signed what a person decides on exactly what it showed. */
export class ApprovalController implements Disposable {
  readonly #bench: ApprovalBench;
  readonly #ui: ApprovalUi;
  readonly #link: HostLink<ApprovalContract>;
  readonly #owned = new DisposableStore();
  #subject: ApprovalSubject | null = null;
  #ledger: string | null = null;
  #look: ApprovalLook | null = null;
  #work: ApprovalWork = { state: 'reading', sentence: '', fault: null, isFresh: false };
  #reading = new AbortController();
  #acting: AbortController | null = null;
  #title = '';
  #isDisposed = false;

  constructor(bench: ApprovalBench, ui: ApprovalUi, port: Port<ToView>) {
    this.#bench = bench;
    this.#ui = ui;
    this.#link = this.#owned.add(new HostLink<ApprovalContract>(port, this.#handlers(), (fault) => ui.warn(fault.message)));
    this.#owned.add(bench.onDidChange(() => this.#changed()));
  }

  get posted(): number {
    return this.#link.posted;
  }

  get subject(): ApprovalSubject | null {
    return this.#subject;
  }

  /** As the webview was last sent it. */
  get look(): ApprovalLook | null {
    return this.#look;
  }

  get work(): ApprovalWork {
    return this.#work;
  }

  setVisible(isVisible: boolean): void {
    this.#link.setVisible(isVisible);
  }

  dispose(): void {
    this.#isDisposed = true;
    this.#reading.abort();
    this.#acting?.abort();
    this.#owned.dispose();
  }

  /** What is here at once; then, unless it came by a link, what the remote has. */
  async show(subject: ApprovalSubject | null, { fetches, ledger = null }: ShowOptions): Promise<void> {
    if (JSON.stringify(subject) !== JSON.stringify(this.#subject)) this.#look = null;
    this.#subject = subject;
    this.#ledger = ledger;
    this.#work = { ...this.#work, isFresh: false };
    this.#link.event('kept', subject);
    if (subject === null) return this.#tell({ state: 'failed', sentence: '', fault: { code: 'notFound', message: 'It is not known any more what stood here.', hint: 'Open it from the Approvals view.' }, isFresh: false });
    this.#rename(`Approval: ${subject.reference} → ${subject.env}`);
    // What a fresh clone lacks, or a version that is not here yet, may be there once the remote was asked.
    const goesOn = await this.#read(false, fetches);
    if (fetches && goesOn) await this.#read(true);
  }

  /** `isFirst`: the remote is asked next, so what is lacking is not told yet. False where that would change nothing. */
  async #read(fetches: boolean, isFirst = false): Promise<boolean> {
    const subject = this.#subject;
    if (subject === null) return false;
    this.#reading.abort();
    const { signal } = (this.#reading = new AbortController());
    // What was asked of the remote before is no older for having changed here since.
    const isFresh = fetches || this.#work.isFresh;
    this.#tell({ state: 'reading', sentence: fetches ? 'Asking the remote' : 'Reading the ledger', fault: null, isFresh: this.#work.isFresh });
    try {
      const look = await this.#bench.look(subject, { fetches }, signal);
      if (signal.aborted) return false;
      if (this.#ledger !== null && look.ledger !== this.#ledger) throw fail('notFound', 'This link is about another repository than the one that is open here.', { hint: 'Open the folder that it belongs to, and follow it again.' });
      this.#look = look;
      const { version, model, env } = look.picture.report;
      this.#rename(`Approval: ${model}${version === null ? '' : ` ${version}`} → ${env}`);
      this.#link.event('picture', look.picture);
      this.#tell({ state: 'idle', sentence: '', fault: null, isFresh });
      return true;
    } catch (error) {
      if (signal.aborted) return false;
      const fault = toFault(error);
      if (isFirst && fault.code !== 'untrusted') return true;
      // What was here stays to be looked at; that it could not be refreshed is said above it.
      const isAway = fetches && this.#look !== null && away.has(fault.code);
      if (!isAway) this.#look = null;
      this.#tell({ state: isAway ? 'idle' : 'failed', sentence: '', fault: isAway ? notFetched(fault) : fault, isFresh: false });
      return false;
    }
  }

  #changed(): void {
    if (this.#acting === null && this.#look !== null && this.#work.state === 'idle') void this.#read(false);
  }

  /** A person's decision. The page said what it showed, for comparison only: what is signed is read anew, and repeated by the editor. */
  async #act(intent: ApprovalIntent): Promise<void> {
    if (this.#acting !== null) throw fail('conflict', 'Something is being signed already.');
    const [subject, shown] = [this.#subject, this.#look?.picture.id ?? null];
    if (subject === null || shown === null || intent.shown !== shown) return this.#hasChanged();
    const { signal } = (this.#acting = new AbortController());
    this.#reading.abort();
    try {
      const until = intent.kind === 'waive' ? await this.#ui.askUntil(intent.rule ?? '') : null;
      this.#tell({ ...this.#work, state: 'acting', sentence: 'Reading everything anew', fault: null });
      const ready = await this.#bench.prepare(subject, intent, until, signal);
      this.#tell({ ...this.#work, sentence: 'Waiting for you to confirm' });
      if (!(await this.#ui.confirm(ready.facts))) throw fail('cancelled', 'Nothing was signed.');
      signal.throwIfAborted();
      this.#tell({ ...this.#work, sentence: ready.facts.needsTouch ? 'Touch your security key when it blinks' : 'Signing' });
      const { queued, remote } = await ready.sign();
      this.#link.signal('acted', { kind: intent.kind });
      this.#link.signal('notice', queued !== null ? `Signed and kept here. It is not on ${remote ?? 'the remote'} yet: ${queued.message}` : 'Signed.');
    } catch (error) {
      const fault = toFault(error);
      if (fault.code === 'conflict') return await this.#hasChanged(fault);
      if (fault.code === 'cancelled') this.#link.signal('notice', 'Nothing was signed.');
      else {
        // Why it was refused stays to be read.
        this.#tell({ ...this.#work, state: 'idle', sentence: '', fault });
        return;
      }
    } finally {
      this.#acting = null;
      if (this.#work.state === 'acting') this.#tell({ ...this.#work, state: 'idle', sentence: '' });
    }
    await this.#read(false);
  }

  /** Refused, and shown again as it is. */
  async #hasChanged(fault: Fault = { code: 'conflict', message: 'What you looked at has changed, so nothing was signed.', hint: 'Look at it again as it is now.' }): Promise<void> {
    this.#acting = null;
    await this.#read(false);
    this.#tell({ ...this.#work, fault });
  }

  #tell(work: ApprovalWork): void {
    this.#work = work;
    if (!this.#isDisposed) this.#link.event('work', work);
  }

  #rename(title: string): void {
    if (title !== this.#title) this.#ui.rename(title);
    this.#title = title;
  }

  get #shown(): ApprovalLook {
    if (this.#look === null) throw fail('conflict', 'This is not shown any more.');
    return this.#look;
  }

  #handlers(): Handlers<ApprovalContract> {
    return {
      queries: {
        code: {
          decode: decode.queries.code,
          run: async (_, signal) => {
            const { champion, commit } = this.#shown.picture;
            return champion?.commit && commit !== null ? this.#bench.code(champion.commit, commit, signal) : null;
          },
        },
        card: {
          decode: decode.queries.card,
          run: async (_, signal) => {
            const { evidence, commit } = this.#shown.picture;
            const card = evidence.find(({ kind }) => kind === 'card');
            return card === undefined || commit === null ? null : this.#bench.card(card.from, commit, signal);
          },
        },
      },
      commands: {
        refresh: { decode: decode.commands.refresh, run: async () => void (await this.#read(true)) },
        act: { decode: decode.commands.act, run: (intent) => this.#act(intent) },
        openRule: { decode: decode.commands.openRule, run: ({ rule }) => this.#openRule(rule) },
        openCause: { decode: decode.commands.openCause, run: ({ rule }) => this.#openCause(rule) },
        openRun: { decode: decode.commands.openRun, run: ({ side }) => this.#openRun(side) },
        openCompare: { decode: decode.commands.openCompare, run: () => this.#openCompare() },
        openDiff: { decode: decode.commands.openDiff, run: ({ path }) => this.#openDiff(path) },
        openDrift: { decode: decode.commands.openDrift, run: () => this.#openDrift() },
        copy: { decode: decode.commands.copy, run: ({ what }) => this.#copy(what) },
        request: { decode: decode.commands.request, run: async () => (this.#subject === null ? undefined : this.#ui.request(this.#subject)) },
        promote: { decode: decode.commands.promote, run: async () => (this.#subject === null ? undefined : this.#ui.promote(this.#subject)) },
        rollBack: { decode: decode.commands.rollBack, run: async () => (this.#subject === null ? undefined : this.#ui.rollBack(this.#subject)) },
        manageTrust: { decode: decode.commands.manageTrust, run: () => this.#ui.manageTrust() },
      },
    };
  }

  #openRule(rule: string): Promise<void> {
    const at = this.#shown.picture.rules.find(({ id }) => id === rule)?.at;
    if (!at) throw fail('notFound', `It is not known where the rule “${rule}” stands.`);
    return this.#ui.openPolicy(at.path, at.range.start.line);
  }

  #openCause(rule: string): Promise<void> {
    const cause = this.#shown.picture.rules.find(({ id }) => id === rule)?.cause ?? null;
    if (cause === 'run') return this.#openRun('candidate');
    if (cause === 'drift') return this.#openDrift();
    if (cause === 'code') return this.#openCompare();
    const item = this.#shown.picture.evidence.find(({ kind }) => kind === (cause === 'card' ? 'card' : 'columns'));
    if (item === undefined) throw fail('notFound', 'There is no evidence that could be opened.');
    return this.#ui.openFile(item.from);
  }

  #openRun(side: 'candidate' | 'champion'): Promise<void> {
    const run = this.#shown.runs[side];
    if (run === null) throw fail('notFound', side === 'candidate' ? 'The registry names no run that trained this version.' : 'The run of what runs now is not known here.');
    return this.#ui.openRun(run);
  }

  #openCompare(): Promise<void> {
    const { candidate, champion } = this.#shown.runs;
    if (candidate === null) throw fail('notFound', 'The registry names no run that trained this version.');
    return champion === null || champion === candidate ? this.#ui.openRun(candidate) : this.#ui.openCompare([champion, candidate]);
  }

  async #openDiff(path: string): Promise<void> {
    const { champion, commit } = this.#shown.picture;
    if (!champion?.commit || commit === null) throw fail('notFound', 'One of the two versions names no commit.');
    const code = await this.#bench.code(champion.commit, commit, new AbortController().signal);
    const file = code?.files.find((one) => one.path === path);
    if (file === undefined) throw fail('notFound', 'This file does not differ between the two.');
    await this.#ui.openDiff({ from: champion.commit, to: commit, path, status: file.status, title: `${path} (${champion.version} ↔ ${this.#shown.picture.report.version ?? ''})` });
  }

  #openDrift(): Promise<void> {
    const { drift } = this.#shown.picture;
    if (drift === null) throw fail('notFound', 'There is no evidence of drift.');
    return this.#ui.openReport(drift.from);
  }

  async #copy(what: 'digest' | 'link'): Promise<void> {
    const { picture, ledger } = this.#shown;
    await this.#ui.copy(what === 'link' ? this.#ui.link(picture.subject, ledger) : (picture.report.modelDigest ?? ''));
    this.#link.signal('notice', what === 'link' ? 'The link was copied. It opens this page and nothing else.' : 'The digest was copied.');
  }
}

const away: ReadonlySet<Fault['code']> = new Set(['unreachable', 'auth', 'forbidden', 'timeout', 'throttled', 'notPulled']);

/** A remote's own words tell why, and not that there is something to look at all the same. */
function notFetched(fault: Fault): Fault {
  return fault.code === 'notPulled' ? fault : { ...fault, message: `The remote does not answer, so what was fetched last is shown: ${fault.message}` };
}

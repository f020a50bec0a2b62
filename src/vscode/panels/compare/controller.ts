import { DisposableStore, type Disposable } from '../../../core/base/disposable.ts';
import { fail, toFault } from '../../../core/base/fault.ts';
import { allEqual } from '../../../core/compare/compareRuns.ts';
import { toCsv } from '../../../core/compare/csv.ts';
import type { MetricDirections } from '../../../core/compare/direction.ts';
import { toMarkdown } from '../../../core/compare/markdown.ts';
import type { Problem } from '../../../core/model/problem.ts';
import { isFinal, type Run } from '../../../core/model/run.ts';
import { compareDecoders as decode, type CompareContract, type CompareSnapshot, type CopyFormat } from '../../../protocol/compare.ts';
import { HostLink, type Handlers } from '../../../protocol/rpc/hostLink.ts';
import type { Port, ToView } from '../../../protocol/rpc/wire.ts';
import type { CompareBench, CompareUi } from './bench.ts';
import { codeOf, treeOf } from './code.ts';
import { curvesOf } from './curves.ts';
import { listImages, readImage } from './images.ts';
import { comparisonOf, snapshotOf, type Member } from './snapshot.ts';

const livePoints = 1000;

/** One Compare panel: holds its runs, answers the webview, sends what changes while runs are alive. */
export class CompareController implements Disposable {
  readonly #bench: CompareBench;
  readonly #ui: CompareUi;
  readonly #link: HostLink<CompareContract>;
  readonly #owned = new DisposableStore();
  #members: readonly Member[] = [];
  #baseline: string | null = null;
  #curveKeys: readonly string[] = [];
  #directions: MetricDirections = new Map();
  #problems: readonly Problem[] = [];
  #followed: readonly string[] = [];
  #hasLive = false;
  #title = '';
  #loading = new AbortController();

  constructor(bench: CompareBench, ui: CompareUi, port: Port<ToView>) {
    this.#bench = bench;
    this.#ui = ui;
    this.#link = this.#owned.add(new HostLink<CompareContract>(port, this.#handlers(), (fault) => ui.warn(fault.message)));
    this.#owned.add(bench.onDidChange((change) => this.#absorb(change.upserted)));
    this.#owned.add(bench.onDidRefresh(({ source }) => void this.#sendPoints(source)));
  }

  get posted(): number {
    return this.#link.posted;
  }

  get ids(): readonly string[] {
    return this.#members.map((member) => member.id);
  }

  /** The whole picture as the webview was last sent it. */
  get snapshot(): CompareSnapshot {
    return snapshotOf(this.#inputs(false), this.#bench);
  }

  setVisible(isVisible: boolean): void {
    this.#link.setVisible(isVisible);
  }

  dispose(): void {
    this.#loading.abort();
    this.#owned.dispose();
  }

  /** Shows these runs. What is known already is on screen at once, the rest follows. */
  async show(ids: readonly string[], baseline: string | null): Promise<void> {
    const known = new Map(this.#members.map((member) => [member.id, member]));
    const wanted = [...new Set(ids)];
    this.#members = wanted.map((id) => known.get(id) ?? { id, run: null, fault: null });
    this.#baseline = baseline !== null && wanted.includes(baseline) ? baseline : (wanted[0] ?? null);
    if (wanted.every((id) => known.get(id)?.run)) this.#send(false);
    else await this.#load();
  }

  async #load(): Promise<void> {
    this.#loading.abort();
    const controller = (this.#loading = new AbortController());
    const { signal } = controller;
    this.#send(true);
    const ids = this.ids;
    const [members, keys, written] = await Promise.all([
      Promise.all(ids.map((id) => this.#read(id, signal))),
      Promise.all(ids.map((id) => this.#bench.seriesKeys(id, signal).catch(() => null))),
      this.#bench.directions(),
    ]);
    if (signal.aborted) return;
    this.#members = members;
    this.#directions = written.directions;
    this.#problems = written.problems;
    // A run whose keys could not be listed still has its last values, and those may have curves.
    const all = keys.flatMap((own, place) => own ?? Object.keys(members[place]?.run?.metrics ?? {}));
    this.#curveKeys = [...new Set(all)].sort();
    this.#send(false);
  }

  async #read(id: string, signal: AbortSignal): Promise<Member> {
    try {
      return { id, run: await this.#bench.run(id, signal), fault: null };
    } catch (error) {
      return { id, run: null, fault: toFault(error) };
    }
  }

  #inputs(isLoading: boolean) {
    return { members: this.#members, baseline: this.#baseline, curveKeys: this.#curveKeys, directions: this.#directions, problems: this.#problems, isLoading };
  }

  #send(isLoading: boolean): void {
    const snapshot: CompareSnapshot = snapshotOf(this.#inputs(isLoading), this.#bench);
    this.#link.event('comparison', snapshot);
    const [only, second] = snapshot.runs;
    const title = only === undefined ? 'Compare Runs' : second === undefined ? only.name : `Compare ${snapshot.runs.length} Runs`;
    if (title !== this.#title) this.#ui.rename(title);
    this.#title = title;
  }

  #absorb(upserted: readonly Run[]): void {
    const fresh = new Map(upserted.map((run) => [run.id, run]));
    if (!this.#members.some((member) => fresh.has(member.id))) return;
    this.#hasLive ||= this.#live().length > 0;
    this.#members = this.#members.map((member) => {
      const run = fresh.get(member.id);
      return run ? { id: member.id, run, fault: null } : member;
    });
    const keys = upserted.filter((run) => this.ids.includes(run.id)).flatMap((run) => Object.keys(run.metrics));
    this.#curveKeys = [...new Set([...this.#curveKeys, ...keys])].sort();
    this.#send(false);
  }

  #live(): Run[] {
    return this.#members.flatMap(({ run }) => (run && !isFinal(run.status) && run.status !== 'queued' ? [run] : []));
  }

  /** New points of live runs, once more after the last of them ended. */
  async #sendPoints(source: string): Promise<void> {
    const live = this.#live();
    const runs = live.length > 0 ? live : this.#hasLive ? this.#members.flatMap(({ run }) => (run ? [run] : [])) : [];
    this.#hasLive = live.length > 0;
    const ids = runs.filter((run) => run.source === source).map((run) => run.id);
    if (ids.length === 0 || this.#followed.length === 0) return;
    try {
      const args = { runs: ids, keys: this.#followed, maxPoints: livePoints, fromStep: null, toStep: null };
      this.#link.event('points', await curvesOf(this.#bench, args, this.#loading.signal));
    } catch (error) {
      const fault = toFault(error);
      if (fault.code !== 'cancelled') this.#ui.warn(fault.message);
    }
  }

  #runOf(id: string): Run | null {
    const member = this.#members.find((one) => one.id === id);
    if (!member) throw fail('invalid', 'This run is not in the comparison.');
    return member.run;
  }

  #baselineRun(): Run | null {
    return this.#members.find((member) => member.id === this.#baseline)?.run ?? null;
  }

  #handlers(): Handlers<CompareContract> {
    return {
      queries: {
        series: {
          decode: decode.queries.series,
          run: (args, signal) => {
            args.runs.forEach((id) => this.#runOf(id));
            return curvesOf(this.#bench, args, signal);
          },
        },
        code: { decode: decode.queries.code, run: ({ run }, signal) => codeOf(this.#bench, this.#baselineRun(), this.#runOf(run), run, signal) },
        images: { decode: decode.queries.images, run: (_, signal) => listImages(this.#bench, this.#members.flatMap(({ id, run }) => (run ? [id] : [])), signal) },
        image: {
          decode: decode.queries.image,
          run: ({ run, path }, signal) => {
            this.#runOf(run);
            return readImage(this.#bench, run, path, signal);
          },
        },
      },
      commands: {
        arrange: { decode: decode.commands.arrange, run: ({ ids, baseline }) => this.show(ids.filter((id) => this.ids.includes(id)), baseline) },
        follow: { decode: decode.commands.follow, run: ({ keys }) => void (this.#followed = keys) },
        openDiff: { decode: decode.commands.openDiff, run: ({ run, path }) => this.#openDiff(run, path) },
        openRun: { decode: decode.commands.openRun, run: ({ run }) => (this.#runOf(run), this.#ui.openRun(run)) },
        copy: { decode: decode.commands.copy, run: ({ format, onlyDiffering }) => this.#copy(format, onlyDiffering) },
        addRuns: { decode: decode.commands.addRuns, run: () => this.#addRuns() },
        refresh: { decode: decode.commands.refresh, run: () => this.#refresh() },
      },
    };
  }

  async #refresh(): Promise<void> {
    await this.#bench.refresh();
    await this.#load();
  }

  async #addRuns(): Promise<void> {
    const more = await this.#ui.pickRuns(this.ids);
    if (more && more.length > 0) await this.show([...this.ids, ...more], this.#baseline);
  }

  async #openDiff(id: string, path: string): Promise<void> {
    const baseline = this.#baselineRun();
    const run = this.#runOf(id);
    const from = baseline && treeOf(baseline);
    const to = run && treeOf(run);
    if (!from || !to) throw fail('notFound', 'One of the two runs has no recorded commit.');
    const changed = (await this.#bench.code(from, to, this.#loading.signal))?.files.find((file) => file.path === path);
    if (!changed) throw fail('notFound', 'This file does not differ between the two commits.');
    await this.#ui.openDiff({ from, to, path, status: changed.status, title: `${path} (${from.slice(0, 7)} ↔ ${to.slice(0, 7)})` });
  }

  async #copy(format: CopyFormat, onlyDiffering: boolean): Promise<void> {
    const { comparison: all, runs, baseline } = comparisonOf(this.#inputs(false));
    const differing = <T extends { readonly differs: boolean }>(rows: readonly T[]) => (onlyDiffering ? rows.filter((row) => row.differs) : rows);
    const metrics = onlyDiffering ? all.metrics.filter((row) => !allEqual(row.values)) : all.metrics;
    const comparison = { ...all, metrics, params: differing(all.params), data: differing(all.data) };
    const names = runs.map((run) => this.#bench.nameOf(run.id) ?? run.name ?? run.id);
    await this.#ui.copy(format === 'csv' ? toCsv(comparison, runs.map((run) => run.id)) : toMarkdown(comparison, names, Math.max(0, baseline)));
    this.#link.signal('notice', format === 'csv' ? 'The table was copied as CSV.' : 'The table was copied as Markdown.');
  }
}

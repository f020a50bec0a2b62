import { DisposableStore, type Disposable } from '../../../core/base/disposable.ts';
import { fail, toFault, type Fault } from '../../../core/base/fault.ts';
import { driftHtml } from '../../../core/drift/export/html.ts';
import { isForeign } from '../../../core/drift/foreign/sideBySide.ts';
import { driftMarkdown } from '../../../core/drift/export/markdown.ts';
import type { DriftEvent } from '../../../core/drift/events/driftEvent.ts';
import type { DriftReport } from '../../../core/model/drift.ts';
import { driftDecoders as decode, type ArrivedArgs, type ArrivedRows, type ColumnArgs, type NamedData, type DriftContract, type DriftKept, type DriftPicture, type DriftRequest, type DriftWork, type ExportFormat, type ShownColumn } from '../../../protocol/drift.ts';
import type { DriftRoles } from '../../../protocol/driftRoles.ts';
import { HostLink, type Handlers } from '../../../protocol/rpc/hostLink.ts';
import type { Port, ToView } from '../../../protocol/rpc/wire.ts';
import { Arrivals } from './arrivals.ts';
import type { DriftBench, DriftProgress, DriftUi, WindowEntry } from './bench.ts';
import { modelViewOf } from './modelView.ts';
import { inTimeOrder, pictureOf, rowsOf } from './picture.ts';

type Work = Omit<DriftWork, 'canCompare' | 'arriving'>;

/** With the panel's question and its answer each time some ten messages a second. */
const tellEveryMs = 250;

/** One Drift panel: holds its reports, computes them where asked, answers the webview. */
export class DriftController implements Disposable {
  readonly #bench: DriftBench;
  readonly #ui: DriftUi;
  readonly #link: HostLink<DriftContract>;
  readonly #owned = new DisposableStore();
  #request: DriftRequest | null = null;
  #entries: readonly WindowEntry[] = [];
  /** Of other tools, opened along with ours; alone they are windows like any. */
  #others: readonly WindowEntry[] = [];
  #retrainable: ReadonlySet<string> = new Set();
  #arrivals: Arrivals | null = null;
  #work: Work = { state: 'idle', sentence: '', share: null, fault: null };
  #computing = new AbortController();
  /** Progress is told a few times a second, with the newest state of it. */
  #telling: ReturnType<typeof setTimeout> | undefined;
  #title = '';
  #isDisposed = false;

  constructor(bench: DriftBench, ui: DriftUi, port: Port<ToView>) {
    this.#bench = bench;
    this.#ui = ui;
    this.#link = this.#owned.add(new HostLink<DriftContract>(port, this.#handlers(), (fault) => ui.warn(fault.message)));
  }

  get posted(): number {
    return this.#link.posted;
  }

  /** The picture as the webview was last sent it. */
  get picture(): DriftPicture {
    return pictureOf(this.#entries, this.#retrainable, this.#others.map(({ report }) => report), this.#request?.roles ?? null);
  }

  get work(): DriftWork {
    return { ...this.#work, canCompare: this.#request !== null, arriving: this.#arrivals?.head() ?? null };
  }

  /** What a reload needs to bring this panel back. */
  get kept(): DriftKept {
    return { request: this.#request, windows: [...this.#entries, ...this.#others].map(({ report, reference, current }) => ({ digest: report.digest, reference, current })) };
  }

  setVisible(isVisible: boolean): void {
    this.#link.setVisible(isVisible);
  }

  /** Ends what is computed; a closed panel is told nothing more. */
  dispose(): void {
    this.#isDisposed = true;
    clearTimeout(this.#telling);
    this.#computing.abort();
    this.#owned.dispose();
  }

  /** Shows reports that were computed elsewhere: saved ones, a monitor's, another tool's. */
  async show(reports: readonly DriftReport[]): Promise<void> {
    this.#request = null;
    this.#arrivals = null;
    this.#take(reports.map((report) => ({ report, reference: null, current: null })));
    for (const report of reports) await this.#bench.save(report);
    this.#tell({ state: 'idle', sentence: '', share: null, fault: null });
  }

  /** Computes every window of the request, one after the other; each shows as soon as it is there. */
  async compare(request: DriftRequest): Promise<void> {
    this.#computing.abort();
    this.#arrivals = null;
    const controller = (this.#computing = new AbortController());
    const { signal } = controller;
    // Other columns of the same data: what is shown stays until the new report is there.
    const isOther = JSON.stringify({ ...this.#request, roles: null }) !== JSON.stringify({ ...request, roles: null });
    this.#request = request;
    if (isOther) this.#take([]);
    const entries: WindowEntry[] = [];
    for (const [index, current] of request.currents.entries()) {
      const of = request.currents.length > 1 ? `Window ${index + 1} of ${request.currents.length}, ${current.name}: ` : '';
      const step = (sentence: string, share: number | null): Work => ({ state: 'computing', sentence: `${of}${sentence}`, share: share === null ? null : (index + share) / request.currents.length, fault: null });
      const arrivals = (this.#arrivals = new Arrivals({ referenceName: request.reference.name, currentName: current.name }));
      this.#tell(step('starting', request.currents.length > 1 ? 0 : null));
      const onProgress = ({ sentence, share }: DriftProgress) => {
        if (!signal.aborted) this.#tellSoon(step(sentence, share));
      };
      const onEvent = (event: DriftEvent) => {
        if (signal.aborted) return;
        arrivals.take(event);
        this.#tellSoon(this.#work);
      };
      try {
        const report = await this.#bench.compute({ folder: request.folder, reference: request.reference, current, roles: request.roles ?? null }, { onProgress, onEvent }, signal);
        if (signal.aborted) throw fail('cancelled', 'Cancelled.');
        entries.push({ report, reference: request.reference, current });
        await this.#bench.save(report);
        this.#arrivals = null;
        this.#take(entries);
      } catch (error) {
        if (this.#computing === controller) this.#ended(toFault(error), current);
        return;
      }
    }
    this.#tell({ state: 'idle', sentence: '', share: null, fault: null });
    await this.#findRetrainable(signal);
  }

  /** After a reload: saved reports are read, what is gone is computed again. */
  async restore(kept: DriftKept): Promise<void> {
    this.#request = kept.request;
    this.#tell({ state: 'computing', sentence: 'Reading the saved report', share: null, fault: null });
    const found: WindowEntry[] = [];
    for (const { digest, reference, current } of kept.windows) {
      const report = await this.#bench.load(digest);
      if (report) found.push({ report, reference, current });
    }
    const isWhole = found.length === kept.windows.length && (kept.request === null || kept.request.currents.length === found.length);
    if (!isWhole && kept.request) return this.compare(kept.request);
    this.#take(found);
    const lost = kept.windows.length - found.length;
    const fault: Fault | null = lost === 0 ? null : { code: 'notFound', message: `${lost} saved ${lost === 1 ? 'report is' : 'reports are'} gone.`, hint: 'Open the report files again.' };
    this.#tell({ state: fault && found.length === 0 ? 'failed' : 'idle', sentence: '', share: null, fault });
    await this.#findRetrainable(this.#computing.signal);
  }

  #take(entries: readonly WindowEntry[]): void {
    // Two windows of the same data and settings are one and the same report.
    const distinct = entries.filter(({ report }, place) => entries.findIndex((other) => other.report.digest === report.digest) === place);
    const ours = distinct.filter(({ report }) => !isForeign(report));
    this.#others = ours.length === 0 ? [] : distinct.filter(({ report }) => isForeign(report));
    this.#entries = inTimeOrder(ours.length === 0 ? distinct : ours);
    this.#send();
  }

  #send(): void {
    if (this.#isDisposed) return;
    this.#link.event('picture', this.picture);
    this.#link.event('kept', this.kept);
    const [first] = this.#entries;
    const name = this.#request?.reference.name ?? first?.reference?.name;
    const title = name === undefined ? 'Drift' : `Drift: ${name.split('/').at(-1) ?? name}`;
    if (title !== this.#title) this.#ui.rename(title);
    this.#title = title;
  }

  #tellSoon(work: Work): void {
    this.#work = work;
    this.#telling ??= setTimeout(() => this.#tell(this.#work), tellEveryMs);
  }

  #tell(work: Work): void {
    clearTimeout(this.#telling);
    this.#telling = undefined;
    if (this.#isDisposed) return;
    this.#work = work;
    this.#link.event('work', this.work);
  }

  #ended(fault: Fault, current: NamedData): void {
    if (fault.code === 'cancelled') this.#tell({ state: 'cancelled', sentence: `${current.name} was not compared to the end.`, share: null, fault: null });
    else this.#tell({ state: 'failed', sentence: `${current.name} could not be compared.`, share: null, fault });
  }

  async #findRetrainable(signal: AbortSignal): Promise<void> {
    const found = new Set<string>();
    for (const { report, reference, current } of this.#entries) {
      if (reference && current && (await this.#bench.canRetrain(reference, current, signal))) found.add(report.digest);
    }
    if (signal.aborted || found.size === 0) return;
    this.#retrainable = found;
    this.#send();
  }

  #entry(window: string): WindowEntry {
    const entry = this.#entries.find(({ report }) => report.digest === window);
    if (!entry) throw fail('conflict', 'This window is not shown any more.');
    return entry;
  }

  #column({ window, place }: ColumnArgs): ShownColumn {
    if (this.#arrivals?.isCalled(window)) return this.#arrivals.column(place);
    const column = this.#entry(window).report.columns[place];
    if (!column) throw fail('invalid', 'This column is not in the report.');
    return column;
  }

  #arrived({ id, since }: ArrivedArgs): ArrivedRows {
    if (!this.#arrivals) throw fail('conflict', 'This comparison is not shown any more.');
    return this.#arrivals.since(id, since);
  }

  #handlers(): Handlers<DriftContract> {
    return {
      queries: {
        window: { decode: decode.queries.window, run: async ({ window }) => rowsOf(this.#entry(window).report) },
        model: { decode: decode.queries.model, run: async ({ window }) => modelViewOf(this.#entry(window).report) },
        column: { decode: decode.queries.column, run: async (args) => this.#column(args) },
        arrived: { decode: decode.queries.arrived, run: async (args) => this.#arrived(args) },
      },
      commands: {
        cancel: { decode: decode.commands.cancel, run: () => this.#computing.abort() },
        compareAgain: { decode: decode.commands.compareAgain, run: () => this.#compareAgain() },
        chooseData: { decode: decode.commands.chooseData, run: () => this.#chooseData() },
        setRoles: { decode: decode.commands.setRoles, run: (roles) => this.#setRoles(roles) },
        export: { decode: decode.commands.export, run: ({ window, format }) => this.#export(window, format) },
        copy: { decode: decode.commands.copy, run: ({ window }) => this.#copy(window) },
        openCode: { decode: decode.commands.openCode, run: (args) => this.#ui.openCode(this.#column(args).name) },
        retrain: { decode: decode.commands.retrain, run: ({ window }) => this.#retrain(window) },
      },
    };
  }

  #compareAgain(): Promise<void> {
    if (!this.#request) throw fail('unsupported', 'Only the report is known here, not where its data lies.', { hint: 'Choose the data to compare.' });
    return this.compare(this.#request);
  }

  #setRoles(roles: DriftRoles): Promise<void> {
    if (!this.#request) throw fail('unsupported', 'Only the report is known here, not where its data lies.', { hint: 'Choose the data to compare.' });
    return this.compare({ ...this.#request, roles });
  }

  async #chooseData(): Promise<void> {
    const request = await this.#ui.pickData(this.#request);
    if (request) await this.compare(request);
  }

  async #copy(window: string): Promise<void> {
    await this.#ui.copy(driftMarkdown(this.#entry(window).report));
    this.#link.signal('notice', 'The report was copied as Markdown.');
  }

  /** HTML holds the chosen window in full and the others as a heat map; JSON is the report with its digest. */
  async #export(window: string, format: ExportFormat): Promise<void> {
    const { report } = this.#entry(window);
    const stem = `drift-${report.digest.replace(/^sha256:/, '').slice(0, 12)}`;
    const content =
      format === 'json'
        ? `${JSON.stringify(report, null, 2)}\n`
        : driftHtml(report, { windows: this.#entries.map((entry) => entry.report), names: this.#names(window) });
    if (await this.#ui.saveFile(`${stem}.${format}`, content)) this.#link.signal('notice', format === 'json' ? 'The evidence was saved.' : 'The page was saved.');
  }

  #names(window: string): { readonly reference: string | null; readonly current: string | null } {
    const { reference, current } = this.#entry(window);
    return { reference: reference?.name ?? null, current: current?.name ?? null };
  }

  async #retrain(window: string): Promise<void> {
    const { reference, current } = this.#entry(window);
    if (!reference || !current) throw fail('unsupported', 'Only the report is known here, not where its data lies.');
    await this.#ui.retrain(reference, current);
  }
}

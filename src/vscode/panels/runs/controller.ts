import { disposable, DisposableStore, type Disposable } from '../../../core/base/disposable.ts';
import { fail, toFault } from '../../../core/base/fault.ts';
import { problemOf, type Problem } from '../../../core/model/problem.ts';
import type { Run } from '../../../core/model/run.ts';
import type { Scalar } from '../../../core/model/value.ts';
import { HostLink, type Handlers } from '../../../protocol/rpc/hostLink.ts';
import type { Port, ToView } from '../../../protocol/rpc/wire.ts';
import { markBits, rowsPerBlock, runsDecoders as decode, type CellBlock, type CellsAnswer, type CellsArgs, type FindArgs, type RunsContract, type RunsLayout, type SortKey } from '../../../protocol/runs.ts';
import type { RunsBench, RunsUi } from './bench.ts';
import { cellColumn } from './columns.ts';
import { RunRows } from './rows.ts';

/** While a long list arrives the table is arranged again at most this often. */
const arrangeMs = 150;

export class RunsController implements Disposable {
  readonly #bench: RunsBench;
  readonly #ui: RunsUi;
  readonly #link: HostLink<RunsContract>;
  readonly #rows: RunRows;
  readonly #owned = new DisposableStore();
  readonly #nowMs: () => number;
  #filter: string;
  #sort: readonly SortKey[];
  #layout: RunsLayout | null;
  #showsHidden = false;
  #isLoading = false;
  #problems: readonly Problem[] = [];
  #loading = new AbortController();

  constructor(bench: RunsBench, ui: RunsUi, port: Port<ToView>, nowMs: () => number) {
    this.#bench = bench;
    this.#ui = ui;
    this.#nowMs = nowMs;
    const memory = ui.recall();
    this.#filter = memory.filter ?? '';
    this.#sort = memory.sort ?? [];
    this.#layout = memory.layout ?? null;
    this.#rows = new RunRows((run) => bench.marksOf(run));
    this.#link = this.#owned.add(new HostLink<RunsContract>(port, this.#handlers(), (fault) => ui.warn(fault.message)));
    this.#owned.add(bench.onDidChange(({ upserted, removed }) => this.#absorb(upserted, removed)));
    this.#owned.add(bench.onDidChangeMarks(() => this.#send()));
    this.#owned.add(disposable(() => this.#loading.abort()));
  }

  get posted(): number {
    return this.#link.posted;
  }

  setVisible(isVisible: boolean): void {
    this.#link.setVisible(isVisible);
  }

  setFilter(filter: string): void {
    this.#filter = filter;
    this.#send();
    this.#remember();
  }

  dispose(): void {
    this.#owned.dispose();
  }

  /** Reads every source; rows show as they arrive, a failing source becomes a problem. */
  async load(): Promise<void> {
    this.#loading.abort();
    const controller = (this.#loading = new AbortController());
    this.#isLoading = true;
    const problems: Problem[] = [];
    const seen = new Set<string>();
    this.#send();
    let lastMs = this.#nowMs();
    try {
      for await (const batch of this.#bench.stream(controller.signal)) {
        this.#rows.put(batch.runs);
        for (const run of batch.runs) seen.add(run.id);
        problems.push(...batch.problems);
        this.#problems = problems;
        if (this.#nowMs() - lastMs < arrangeMs) continue;
        this.#send();
        lastMs = this.#nowMs();
      }
    } catch (error) {
      const fault = toFault(error);
      if (fault.code === 'cancelled') return;
      problems.push(problemOf('', fault));
    }
    if (controller.signal.aborted) return;
    this.#isLoading = false;
    this.#problems = problems;
    // A failed source keeps the rows it gave before; what a read source no longer has is gone.
    const failed = new Set(problems.filter((problem) => problem.severity === 'error').map((problem) => problem.source));
    this.#rows.drop(this.#rows.order.filter((run) => !seen.has(run.id) && !failed.has(run.source)).map((run) => run.id));
    this.#send();
  }

  #absorb(upserted: readonly Run[], removed: readonly string[]): void {
    this.#rows.put(upserted);
    this.#rows.drop(removed);
    this.#send();
  }

  #send(): void {
    const rows = this.#rows;
    rows.arrange({ filter: this.#filter, sort: this.#sort, showsHidden: this.#showsHidden });
    this.#link.event('table', {
      version: rows.version,
      isLoading: this.#isLoading,
      rows: rows.order.length,
      total: rows.total,
      hidden: rows.hidden,
      columns: rows.columnList,
      sort: this.#sort,
      filter: this.#filter,
      filterFault: rows.filterFault,
      showsHidden: this.#showsHidden,
      problems: this.#problems.map((problem) => ({ ...problem, source: problem.source && this.#bench.sourceLabel(problem.source) })),
      layout: this.#layout,
    });
  }

  #remember(): void {
    this.#ui.remember({ filter: this.#filter, sort: this.#sort, layout: this.#layout });
  }

  #value(run: Run, key: string): Scalar | undefined {
    if (key === 'name') return this.#bench.nameOf(run.id) ?? run.name;
    if (key === 'source') return this.#bench.sourceLabel(run.source);
    if (key === 'commit') return run.commit?.slice(0, 7);
    return this.#rows.columns.field(key)(run);
  }

  #cells({ version, blocks }: CellsArgs): CellsAnswer {
    if (version !== this.#rows.version) return { version: this.#rows.version, blocks: [] };
    return { version, blocks: blocks.map(({ block, columns }) => this.#block(block, columns)) };
  }

  #block(block: number, columns: readonly string[]): CellBlock {
    const runs = this.#rows.order.slice(block * rowsPerBlock, (block + 1) * rowsPerBlock);
    return {
      block,
      ids: runs.map((run) => run.id),
      marks: Uint8Array.from(runs, (run) => this.#bits(run.id)),
      columns: columns.map((key) => cellColumn(key, runs.map((run) => this.#value(run, key)))),
    };
  }

  #bits(run: string): number {
    const marks = this.#bench.marksOf(run);
    return (marks.star ? markBits.star : 0) | (marks.pin ? markBits.pin : 0) | (marks.hide ? markBits.hide : 0);
  }

  #find({ version, text, from, columns }: FindArgs): number {
    if (version !== this.#rows.version) throw fail('conflict', 'The table changed meanwhile.');
    const wanted = text.toLowerCase();
    const { order } = this.#rows;
    for (let step = 0; step < order.length; step++) {
      const row = (from + step) % order.length;
      const run = order[row];
      if (run && [...columns, 'id'].some((key) => String(this.#value(run, key) ?? '').toLowerCase().includes(wanted))) return row;
    }
    return -1;
  }

  #handlers(): Handlers<RunsContract> {
    return {
      queries: {
        cells: { decode: decode.queries.cells, run: async (args) => this.#cells(args) },
        ids: {
          decode: decode.queries.ids,
          run: async ({ version, from, to }) => {
            if (version !== this.#rows.version) throw fail('conflict', 'The table changed meanwhile.');
            return this.#rows.order.slice(from, to).map((run) => run.id);
          },
        },
        find: { decode: decode.queries.find, run: async (args) => this.#find(args) },
      },
      commands: {
        filter: { decode: decode.commands.filter, run: ({ text }) => this.setFilter(text) },
        sort: {
          decode: decode.commands.sort,
          run: ({ keys }) => {
            this.#sort = keys.filter(({ key }) => key === 'star' || this.#rows.columnList.some((column) => column.key === key));
            this.#send();
            this.#remember();
          },
        },
        mark: { decode: decode.commands.mark, run: ({ ids, mark, isOn }) => this.#bench.mark(ids, mark, isOn) },
        showHidden: {
          decode: decode.commands.showHidden,
          run: ({ isOn }) => {
            this.#showsHidden = isOn;
            this.#send();
          },
        },
        compare: { decode: decode.commands.compare, run: ({ ids }) => this.#ui.compare(ids) },
        openRun: { decode: decode.commands.openRun, run: ({ run }) => this.#ui.openRun(run) },
        remember: {
          decode: decode.commands.remember,
          run: (layout) => {
            this.#layout = layout;
            this.#remember();
          },
        },
        refresh: {
          decode: decode.commands.refresh,
          run: async () => {
            await this.#bench.refresh();
            await this.load();
          },
        },
      },
    };
  }
}

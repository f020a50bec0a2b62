import { fail } from '../core/base/fault.ts';
import { LruMap } from '../core/base/lru.ts';
import type { Page } from '../core/capability/page.ts';
import type { ToolResult } from '../core/model/toolResult.ts';
import type { Clock } from '../core/port/clock.ts';
import type { Locator } from './locate.ts';

const recentMs = 60_000;

/** What other tools found about a run's model or data, wherever it is kept. */
export class ToolResults {
  readonly #locator: Locator;
  readonly #clock: Clock;
  readonly #read = new LruMap<string, { readonly atMs: number; readonly page: Page<ToolResult> }>(50);

  constructor(locator: Locator, clock: Clock) {
    this.#locator = locator;
    this.#clock = clock;
  }

  /** Throws `unsupported` where the run's source keeps no such results. */
  async ofRun(run: string, signal: AbortSignal): Promise<Page<ToolResult>> {
    const { connection, config } = await this.#locator.find(run, signal);
    if (!connection.monitors) throw fail('unsupported', `Source “${config.label}” keeps no results of other tools.`);
    const page = await connection.monitors.results(run, signal);
    this.#read.set(run, { atMs: this.#clock.nowMs(), page });
    return page;
  }

  /** The same, up to a minute old: a view that is drawn with every poll lists no artifacts each time. */
  async recent(run: string, signal: AbortSignal): Promise<Page<ToolResult>> {
    const known = this.#read.get(run);
    return known && this.#clock.nowMs() - known.atMs < recentMs ? known.page : this.ofRun(run, signal);
  }
}

import { Emitter, type Event } from '../../../src/core/base/event.ts';
import { toFault } from '../../../src/core/base/fault.ts';
import { rowsPerBlock, type CellBlock, type CellColumn, type CellsAnswer, type CellsArgs } from '../../../src/protocol/runs.ts';
import type { Span } from '../table/window.ts';

interface Block {
  readonly ids: readonly string[];
  readonly marks: Uint8Array;
  readonly columns: Map<string, CellColumn>;
  /** Grows with each answer that touched it. */
  readonly stamp: number;
}

export type Ask = (args: CellsArgs, signal: AbortSignal) => Promise<CellsAnswer>;

/** undefined = not here yet, null = the run has no value. */
export type CellValue = number | string | null | undefined;

const maxBlocks = 96;
const maxColumnsAsked = 128;
const maxBlocksAsked = 32;

/**
 * The part of the table this panel holds: blocks of rows, filled column by column as they come into sight. One query is
 * under way at a time; what was scrolled past meanwhile is never asked for. After a change of order the old cells stay
 * visible until the new ones arrive.
 */
export class Blocks {
  readonly #ask: Ask;
  readonly #changed = new Emitter<void>();
  #version = -1;
  #blocks = new Map<number, Block>();
  #stale = new Map<number, Block>();
  #wanted: { rows: Span; columns: readonly string[] } = { rows: { start: 0, end: 0 }, columns: [] };
  #flight: AbortController | null = null;
  #flightBlocks: readonly number[] = [];
  #stamps = 0;

  constructor(ask: Ask) {
    this.#ask = ask;
  }

  readonly onDidChange: Event<void> = this.#changed.event;

  get held(): number {
    return this.#blocks.size;
  }

  setVersion(version: number): void {
    if (version === this.#version) return;
    this.#version = version;
    this.#stale = this.#blocks.size > 0 ? this.#blocks : this.#stale;
    this.#blocks = new Map();
    this.#cancel();
    this.#request();
  }

  want(rows: Span, columns: readonly string[]): void {
    this.#wanted = { rows, columns };
    const first = Math.floor(rows.start / rowsPerBlock);
    const last = Math.floor(Math.max(rows.start, rows.end - 1) / rowsPerBlock);
    if (this.#flight && !this.#flightBlocks.some((block) => block >= first && block <= last)) this.#cancel();
    this.#request();
  }

  value(row: number, key: string): CellValue {
    const number = Math.floor(row / rowsPerBlock);
    const column = this.#blocks.get(number)?.columns.get(key) ?? this.#stale.get(number)?.columns.get(key);
    if (!column) return undefined;
    const value = column.values[row % rowsPerBlock];
    if (value === undefined) return undefined;
    return typeof value === 'number' && Number.isNaN(value) ? null : value;
  }

  id(row: number): string | undefined {
    return this.#at(row)?.ids[row % rowsPerBlock];
  }

  marks(row: number): number {
    return this.#at(row)?.marks[row % rowsPerBlock] ?? 0;
  }

  stamp(row: number): number {
    return this.#at(row)?.stamp ?? 0;
  }

  dispose(): void {
    this.#cancel();
    this.#changed.dispose();
  }

  #at(row: number): Block | undefined {
    const number = Math.floor(row / rowsPerBlock);
    return this.#blocks.get(number) ?? this.#stale.get(number);
  }

  #cancel(): void {
    this.#flight?.abort();
    this.#flight = null;
    this.#flightBlocks = [];
  }

  #missing(): CellsArgs['blocks'] {
    const { rows, columns } = this.#wanted;
    const missing: Array<{ block: number; columns: string[] }> = [];
    if (rows.end <= rows.start) return missing;
    const last = Math.floor((rows.end - 1) / rowsPerBlock);
    for (let block = Math.floor(rows.start / rowsPerBlock); block <= last && missing.length < maxBlocksAsked; block++) {
      const held = this.#blocks.get(block);
      const absent = columns.filter((key) => !held?.columns.has(key)).slice(0, maxColumnsAsked);
      if (absent.length > 0 || !held) missing.push({ block, columns: absent });
    }
    return missing;
  }

  #request(): void {
    if (this.#flight || this.#version < 0) return;
    const blocks = this.#missing();
    if (blocks.length === 0) {
      this.#stale.clear();
      return;
    }
    const controller = (this.#flight = new AbortController());
    this.#flightBlocks = blocks.map(({ block }) => block);
    const version = this.#version;
    this.#ask({ version, blocks }, controller.signal).then(
      (answer) => {
        if (this.#flight !== controller) return;
        this.#flight = null;
        // Another version: the event that announces it is on its way and asks again.
        if (answer.version !== version) return;
        for (const block of answer.blocks) this.#store(block);
        this.#forget();
        this.#changed.fire();
        this.#request();
      },
      (error: unknown) => {
        if (this.#flight !== controller) return;
        this.#flight = null;
        // Not cancelled by us: the host let go of it, and what is in sight is still missing.
        if (toFault(error).code === 'cancelled') this.#request();
        else this.#changed.fire();
      },
    );
  }

  #store(answer: CellBlock): void {
    const columns = new Map(this.#blocks.get(answer.block)?.columns);
    for (const column of answer.columns) columns.set(column.key, column);
    this.#stamps++;
    this.#blocks.set(answer.block, { ids: answer.ids, marks: answer.marks, columns, stamp: this.#stamps });
  }

  #forget(): void {
    if (this.#blocks.size <= maxBlocks) return;
    const middle = (this.#wanted.rows.start + this.#wanted.rows.end) / 2 / rowsPerBlock;
    const far = [...this.#blocks.keys()].sort((a, b) => Math.abs(b - middle) - Math.abs(a - middle));
    for (const block of far.slice(0, this.#blocks.size - maxBlocks)) this.#blocks.delete(block);
  }
}

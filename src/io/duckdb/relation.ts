import type { Session } from './session.ts';

/** Something with rows, as SQL has it. */
export interface Relation {
  readonly from: string;
  /** For the question marks in `from`. */
  readonly values: readonly string[];
  /** An expression that tells the order of the rows. */
  readonly order: string;
}

/** How often a text is in a column, in order of first appearance; null = missing. */
export interface TextCount {
  readonly text: string | null;
  readonly count: number;
}

/** Values of a piece; about as many as a page of Parquet has. */
const pieceLength = 65_536;
/** What is read ahead at most, so that several columns cost one pass. */
const aheadBytes = 48 * 1024 * 1024;
const mostAtOnce = 8;

/**
 * Reads columns of a relation. DuckDB gives raw values and whole counts only. Every pass costs some ten microseconds for each
 * 2,048 rows, whatever it reads, so columns that are known to be wanted next are read along, within a bound of memory.
 */
export class RelationReader {
  readonly #session: Session;
  readonly #relation: Relation;
  readonly #rows: number;
  /** Expressions of type DOUBLE by name. */
  readonly #numbers: ReadonlyMap<string, string>;
  #expected: readonly string[] = [];
  readonly #held = new Map<string, Float64Array>();
  /** Columns that were read and given: their memory serves the next ones, so that none waits for the collector. */
  readonly #free: Float64Array[] = [];
  /** Columns of the next pass, at most: the first ones are waited for, so they come in small passes. */
  #next = 1;

  constructor(session: Session, relation: Relation, rows: number, numbers: ReadonlyMap<string, string>) {
    this.#session = session;
    this.#relation = relation;
    this.#rows = rows;
    this.#numbers = numbers;
  }

  expect(names: readonly string[]): void {
    this.#expected = names.filter((name) => this.#numbers.has(name));
    this.#free.push(...this.#held.values());
    this.#held.clear();
  }

  /** Numbers in row order, NaN where there is none. A piece is to be read before the next is asked for. */
  async *numbers(name: string, signal: AbortSignal): AsyncGenerator<Float64Array> {
    if (this.#held.has(name)) {
      yield* this.#given(name);
      return;
    }
    const together = this.#together(name);
    if (together.length === 1) {
      yield* this.#pieces(name, signal);
      return;
    }
    const columns = await this.#columns(together, signal).catch(() => {
      signal.throwIfAborted();
      return undefined;
    });
    if (columns === undefined) {
      // One of them cannot be read, and it may be another one.
      yield* this.#pieces(name, signal);
      return;
    }
    columns.forEach((values, at) => this.#held.set(together[at]!, values));
    yield* this.#given(name);
  }

  *#given(name: string): Generator<Float64Array> {
    const values = this.#held.get(name)!;
    this.#held.delete(name);
    try {
      yield values;
    } finally {
      this.#free.push(values);
    }
  }

  /** `text`: an expression of type VARCHAR. */
  async texts(text: string, signal: AbortSignal): Promise<TextCount[]> {
    const { from, values, order } = this.#relation;
    const sql = `SELECT encode(t), CAST(count(*) AS DOUBLE), CAST(min(o) AS DOUBLE) AS first FROM (SELECT ${text} AS t, ${order} AS o FROM ${from}) GROUP BY t ORDER BY first`;
    const counts: TextCount[] = [];
    let done = 0;
    for await (const chunk of this.#session.chunks(sql, values, signal)) {
      for (const [bytes, count] of chunk.getRows()) {
        counts.push({ text: decoded(bytes), count: count as number });
        done += count as number;
      }
    }
    this.#all(done);
    return counts;
  }

  /** Every text in row order, null where there is none; some thousand at a time. */
  async *everyText(text: string, signal: AbortSignal): AsyncGenerator<Array<string | null>> {
    let done = 0;
    for await (const chunk of this.#session.chunks(`SELECT encode(${text}) FROM ${this.#relation.from}`, this.#relation.values, signal)) {
      done += chunk.rowCount;
      yield chunk.getRows().map(([bytes]) => decoded(bytes));
    }
    this.#all(done);
  }

  /** Is a condition true in any row? */
  async some(condition: string, signal: AbortSignal): Promise<boolean> {
    return (await this.#session.rows(`SELECT 1 FROM ${this.#relation.from} WHERE ${condition} LIMIT 1`, this.#relation.values, signal)).length > 0;
  }

  /** The column and those expected right after it, as many as fit. */
  #together(name: string): string[] {
    const most = Math.min(this.#next, mostAtOnce, Math.floor(aheadBytes / (8 * Math.max(1, this.#rows))));
    this.#next = Math.min(mostAtOnce, 2 * this.#next);
    const at = this.#expected.indexOf(name);
    if (at === -1 || most < 2) return [name];
    return this.#expected.slice(at, at + most).filter((one) => !this.#held.has(one));
  }

  #select(names: readonly string[]): string {
    const nothing = "CAST('NaN' AS DOUBLE)";
    return `SELECT ${names.map((name) => `coalesce(${this.#numbers.get(name)!}, ${nothing})`).join(', ')} FROM ${this.#relation.from}`;
  }

  async #columns(names: readonly string[], signal: AbortSignal): Promise<Float64Array[]> {
    const columns = names.map(() => this.#free.pop() ?? new Float64Array(this.#rows));
    let done = 0;
    for await (const chunk of this.#session.chunks(this.#select(names), this.#relation.values, signal)) {
      columns.forEach((values, at) => values.set(this.#session.doubles(chunk, at), done));
      done += chunk.rowCount;
    }
    this.#all(done);
    return columns;
  }

  async *#pieces(name: string, signal: AbortSignal): AsyncGenerator<Float64Array> {
    const piece = new Float64Array(Math.min(pieceLength, this.#rows));
    let used = 0;
    let done = 0;
    for await (const chunk of this.#session.chunks(this.#select([name]), this.#relation.values, signal)) {
      if (used + chunk.rowCount > piece.length) {
        yield piece.subarray(0, used);
        used = 0;
      }
      piece.set(this.#session.doubles(chunk, 0), used);
      used += chunk.rowCount;
      done += chunk.rowCount;
    }
    this.#all(done);
    if (used > 0) yield piece.subarray(0, used);
  }

  /** An error in the middle of a result looks like its end. */
  #all(done: number): void {
    if (done !== this.#rows) throw new Error(`it gave ${done} of ${this.#rows} rows`);
  }
}

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** Texts come as bytes, so that one that begins with a byte order mark keeps it. */
function decoded(bytes: unknown): string | null {
  return bytes === null ? null : decoder.decode((bytes as { readonly bytes: Uint8Array }).bytes);
}

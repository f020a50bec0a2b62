import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { randomInt } from 'node:crypto';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { parquetMetadata } from 'hyparquet';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { toFault } from '../../../src/core/base/fault.ts';
import { isNumberColumn, type Column } from '../../../src/core/table/column.ts';
import { missingTexts } from '../../../src/core/table/missingTexts.ts';
import type { TableSource } from '../../../src/core/table/tableSource.ts';
import { nodeSqlite } from '../../../src/io/sqlite.ts';
import { nodeTables } from '../../../src/io/table/tables.ts';
import { missing, tools } from '../../support/tools.ts';

interface OracleColumn {
  readonly name: string;
  readonly kind: string;
  /** Numbers with every digit, moments in nanoseconds, texts; null = missing. */
  readonly values: ReadonlyArray<string | null>;
}

interface OracleTable {
  readonly file: string;
  readonly about: string;
  readonly rows: number;
  readonly columns: readonly OracleColumn[];
}

interface Oracle {
  readonly missing: readonly string[];
  readonly csv: readonly OracleTable[];
  readonly parquet: readonly OracleTable[];
  readonly whole: readonly string[];
}

const signal = new AbortController().signal;
const tables = nodeTables({ sqlite: nodeSqlite() });
/** A double holds today's milliseconds in steps of 0.00024. */
const momentStepMs = 0.000_25;
const seeds = [7, Number(process.env['MLOPS_TEST_SEED'] ?? randomInt(2 ** 31))];

describe.skipIf(missing('python'))('tables are what pandas and pyarrow read', () => {
  const folders: string[] = [];
  const oracles: Oracle[] = [];

  beforeAll(async () => {
    console.log(`seeds ${seeds.join(', ')} (MLOPS_TEST_SEED repeats the last)`);
    const asked: string[] = [];
    for (const seed of seeds) {
      folders.push(await mkdtemp(path.join(tmpdir(), 'mlops-pandas-')));
      asked.push(folders.at(-1)!, String(seed));
    }
    const { stdout } = await promisify(execFile)(tools.python, [path.join(import.meta.dirname, 'oracle.py'), ...asked], { maxBuffer: 256 * 1024 * 1024 });
    oracles.push(...(JSON.parse(stdout) as Oracle[]));
  });
  afterAll(async () => {
    for (const folder of folders) await rm(folder, { recursive: true, force: true });
  });

  const each = async (pick: (oracle: Oracle) => readonly OracleTable[]) => {
    let count = 0;
    for (const [at, oracle] of oracles.entries()) {
      for (const wanted of pick(oracle)) {
        const table = await tables.openFile(path.join(folders[at]!, wanted.file), { name: wanted.file }, signal);
        const about = `seed ${seeds[at]!}, ${wanted.file}: ${wanted.about}`;
        expect(table.rows, about).toBe(wanted.rows);
        expect(table.columns.map(({ name }) => name), about).toEqual(wanted.columns.map(({ name }) => name));
        for (const column of wanted.columns) {
          count += 1;
          expectSame(await table.column(column.name, signal), column, `${about}, ${column.name}`);
        }
      }
    }
    return count;
  };

  it('missing texts are pandas’ own', () => {
    expect([...missingTexts].sort()).toEqual([...oracles[0]!.missing].sort());
  });

  it('delimited text', async () => {
    const count = await each((oracle) => oracle.csv);
    console.log(`${count} columns of delimited text equal pandas'`);
  });

  it('Parquet of every type, in every compression', async () => {
    const count = await each((oracle) => oracle.parquet);
    console.log(`${count} columns of Parquet equal pyarrow's`);
  });

  const at = (name: string) => path.join(folders[0]!, name);
  const faultOf = async (work: Promise<unknown>) => work.then(() => undefined, toFault);
  const openBytes = (bytes: Uint8Array) => tables.openBytes(bytes, { name: 'x.parquet' }, signal);

  it('pieces are the column', async () => {
    const table = await tables.openFile(at('whole.parquet'), { name: 'whole' }, signal);
    const pieces: number[] = [];
    for await (const piece of table.pieces!('c0', signal)) pieces.push(...piece);
    expect(pieces).toEqual(oracles[0]!.whole.map(Number));
  });

  it('two Parquet columns of one name are told apart', async () => {
    const table = await tables.openFile(at('twice.parquet'), { name: 'twice' }, signal);
    const [first, second] = await Promise.all(table.columns.map(({ name }) => table.column(name, signal)));
    expect(table.columns.map(({ name }) => name)).toEqual(['a', 'a (2)']);
    expect([read(first!), read(second!)]).toEqual([[1, 2], ['x', 'y']]);
    expect(second!.problems.map(({ code }) => code)).toEqual(['duplicateName']);
  });

  it('a Parquet file that is cut off is corrupt, wherever it is cut', async () => {
    const bytes = await readFile(at('whole.parquet'));
    for (const share of [0.001, 0.1, 0.5, 0.9, 0.999, 0.99999]) {
      expect(await faultOf(openBytes(bytes.subarray(0, Math.floor(bytes.length * share)))), String(share)).toMatchObject({
        code: 'corrupt',
        hint: expect.stringContaining('cut off') as string,
      });
    }
  });

  it.each(['whole.parquet', 'plain.parquet'])('a column of %s with a broken page fails alone', async (name) => {
    const bytes = new Uint8Array(await readFile(at(name)));
    const chunk = parquetMetadata(bytes.buffer).row_groups.at(-1)!.columns[2]!.meta_data!;
    const middle = Number(chunk.dictionary_page_offset ?? chunk.data_page_offset) + Math.floor(Number(chunk.total_compressed_size) / 2);
    bytes[middle] = bytes[middle]! ^ 0xff;
    const table = await openBytes(bytes);
    expect(await faultOf(table.column('c2', signal))).toMatchObject({ code: 'corrupt', message: expect.stringContaining('“c2”') as string });
    for (const other of ['c0', 'c1', 'c3', 'c4']) expect(read(await table.column(other, signal))).toHaveLength(20_000);
    expect(read(await table.column('c0', signal))).toEqual(oracles[0]!.whole.map(Number));
  });

  it('bytes of any kind make a fault and no crash', async () => {
    const whole = new Uint8Array(await readFile(at('whole.parquet')));
    let state = seeds[1]!;
    const next = (below: number) => (state = (state * 1_103_515_245 + 12_345) % 2 ** 31) % below;
    let faults = 0;
    for (let time = 0; time < 30; time += 1) {
      const bytes = whole.slice();
      // Half of them in the footer, where the structure is.
      for (let flip = 0; flip < 4; flip += 1) {
        const place = time % 2 === 0 ? bytes.length - 1 - next(3_000) : next(bytes.length);
        bytes[place] = next(256);
      }
      const opened: TableSource | { readonly code: string } = await openBytes(bytes).catch(toFault);
      const codes = 'columns' in opened ? await Promise.all(opened.columns.map(({ name }) => faultOf(opened.column(name, signal)))) : [opened];
      for (const fault of codes) {
        if (!fault) continue;
        faults += 1;
        expect(['corrupt', 'unsupported', 'schema'], JSON.stringify(fault)).toContain(fault.code);
      }
    }
    expect(faults).toBeGreaterThan(10);
  });
});

function read(column: Column): Array<number | string | null> {
  if (column.kind === 'empty') return Array.from({ length: column.rows }, () => null);
  if (isNumberColumn(column)) return [...column.values].map((value) => (Number.isNaN(value) ? null : value));
  return [...column.codes].map((code) => (code < 0 ? null : column.levels[code]!));
}

/** Written-down differences: signed digits beyond 2^53 and leading zeros stay texts here, and dates become dates; the oracle's columns have neither. */
function expectSame(ours: Column, wanted: OracleColumn, about: string): void {
  expect(ours.kind, about).toBe(wanted.kind);
  const values = read(ours);
  expect(values.length, about).toBe(wanted.values.length);
  const wrong = wanted.values.findIndex((value, row) => !isSame(values[row]!, value, wanted.kind));
  expect(wrong === -1 ? undefined : { row: wrong, ours: values[wrong], theirs: wanted.values[wrong] }, about).toBeUndefined();
}

function isSame(ours: number | string | null, theirs: string | null, kind: string): boolean {
  if (theirs === null || ours === null) return theirs === ours;
  if (kind === 'datetime') return Math.abs((ours as number) - Number(BigInt(theirs) / 1_000_000n) - Number(BigInt(theirs) % 1_000_000n) / 1e6) <= momentStepMs;
  if (kind !== 'numeric') return ours === theirs;
  return Object.is(ours, Number(theirs.replace('inf', 'Infinity')));
}

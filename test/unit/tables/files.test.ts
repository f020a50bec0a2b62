import { createHash } from 'node:crypto';
import { appendFile, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { toFault } from '../../../src/core/base/fault.ts';
import { isNumberColumn, type Column } from '../../../src/core/table/column.ts';
import type { TableSource } from '../../../src/core/table/tableSource.ts';
import type { TableFormat } from '../../../src/core/port/tables.ts';
import { nodeSqlite } from '../../../src/io/sqlite.ts';
import { nodeTables } from '../../../src/io/table/tables.ts';

const signal = new AbortController().signal;
const tables = nodeTables({ sqlite: nodeSqlite() });
let folder = '';

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'mlops-tables-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function open(content: string | Uint8Array, name = 'x.csv', format?: TableFormat): Promise<TableSource> {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
  return tables.openBytes(bytes, { name, ...(format ? { format } : {}) }, signal);
}

async function contents(table: TableSource): Promise<Record<string, unknown[]>> {
  const all: Record<string, unknown[]> = {};
  for (const { name, kind } of table.columns) {
    const column = await table.column(name, signal);
    expect(column.kind).toBe(kind);
    all[name] = valuesOf(column);
    expect(all[name]).toHaveLength(table.rows);
  }
  return all;
}

function valuesOf(column: Column): unknown[] {
  if (column.kind === 'empty') return Array.from({ length: column.rows }, () => null);
  if (isNumberColumn(column)) return [...column.values].map((value) => (Number.isNaN(value) ? null : value));
  return [...column.codes].map((code) => (code < 0 ? null : column.levels[code]));
}

const problemsOf = (table: TableSource) => table.problems.map(({ code }) => code);
const faultOf = async (work: Promise<unknown>) => {
  try {
    await work;
  } catch (error) {
    return toFault(error);
  }
  throw new Error('it was read');
};

describe('delimited text', () => {
  it.each([
    ['a,b\n1,x\n2,y\n', { a: [1, 2], b: ['x', 'y'] }],
    ['a;b\r\n1;x\r\n2;y', { a: [1, 2], b: ['x', 'y'] }],
    ['a\tb\n1\tx\n2\ty\n', { a: [1, 2], b: ['x', 'y'] }],
    ['a|b\r1|x\r2|y\r', { a: [1, 2], b: ['x', 'y'] }],
    ['a,b\r\n1,"x"\n2,y\r\n', { a: [1, 2], b: ['x', 'y'] }],
    ['a,b\n1,"x,\n""y"""\n2,\n', { a: [1, 2], b: ['x,\n"y"', null] }],
    ['\n  \na,b\n\n1,x\n   \n2,y\n\n', { a: [1, 2], b: ['x', 'y'] }],
    ['a\n1\n2\n', { a: [1, 2] }],
    ['a,b\n1,x\n', { a: [1], b: ['x'] }],
    ['x;y\n1,5;2\n2,5;3\n', { x: ['1,5', '2,5'], y: [2, 3] }],
    ['a,b\n', { a: [], b: [] }],
    ['a,b', { a: [], b: [] }],
    ['', undefined],
  ])('%j', async (text, wanted) => {
    if (wanted === undefined) expect((await faultOf(open(text))).code).toBe('schema');
    else expect(await contents(await open(text))).toEqual(wanted);
  });

  it('is told where rows differ in length', async () => {
    const table = await open('a,b\n1,"x\ny"\n2\n3,z,4,5\n5,w\n');
    expect(await contents(table)).toEqual({ a: [1, 2, 3, 5], b: ['x\ny', null, 'z', 'w'] });
    expect(table.problems).toEqual([{
      code: 'raggedRows',
      message: '1 row has too few cells (what lacks counts as missing), 1 row has too many cells (what is beyond is dropped); line 4 has 1 instead of 2.',
    }]);
  });

  it('is told where there are no names', async () => {
    const table = await open('1,2\n3,4\n');
    expect([await contents(table), problemsOf(table)]).toEqual([{ c1: [1, 3], c2: [2, 4] }, ['noHeader']]);
  });

  it('is told where quotes do not match', async () => {
    expect(problemsOf(await open('a,b\n1,"x"y\n2,z\n'))).toContain('brokenQuotes');
    expect(problemsOf(await open('a,b\n1,"x\n2,z\n'))).toContain('brokenQuotes');
    // What an open quote took is told in lines.
    const swallowed = await open(`a,b\n1,x\n2,"y\n${'3,z\n'.repeat(1_500)}`);
    expect(swallowed.problems.map(({ message }) => message).join(' ')).toContain('in row 3, which holds 1,502 lines of the file');
  });

  it('may have a cell of 10 MB, with the others whole', async () => {
    const long = `${'x'.repeat(5_000_000)}\n${'"'.repeat(2)}${'y'.repeat(5_000_000)}`;
    const table = await open(`a,b,c\n1,"${long}",x\n2,short,y\n`);
    const read = await contents(table);
    expect([read['a'], read['c'], problemsOf(table)]).toEqual([[1, 2], ['x', 'y'], []]);
    expect((read['b']?.[0] as string).length).toBe(10_000_002);
  });

  it('is read the same however it is cut', async () => {
    const rows = Array.from({ length: 30_000 }, (_, at) => `${at},"text, ${at % 7}\n""${at}""",${at % 3 === 0 ? '' : at / 4},é`);
    const table = await open(`id,text,half,letter\n${rows.join('\n')}`);
    const read = await contents(table);
    expect(table.rows).toBe(30_000);
    expect(read['text']?.[29_999]).toBe(`text, ${29_999 % 7}\n"29999"`);
    expect(read['half']?.slice(0, 3)).toEqual([null, 0.25, 0.5]);
    expect(table.columns.map(({ kind }) => kind)).toEqual(['numeric', 'categorical', 'numeric', 'categorical']);
  });
});

describe('the encodings', () => {
  const text = 'name,größe\nMüller,1\nŠimek,2\nO’Neill,3\n';
  const wanted = { name: ['Müller', 'Šimek', 'O’Neill'], größe: [1, 2, 3] };
  const latin: Record<string, number> = { Š: 0x8a, '’': 0x92 };
  const utf16 = (content: string, swap: boolean) => new Uint8Array(swap ? Buffer.from(content, 'utf16le').swap16() : Buffer.from(content, 'utf16le'));
  it.each<[string, Uint8Array, string[]]>([
    ['UTF-8', Buffer.from(text), []],
    ['UTF-8 with a mark', Buffer.from(`\ufeff${text}`), []],
    ['UTF-16 LE', utf16(`\ufeff${text}`, false), []],
    ['UTF-16 BE', utf16(`\ufeff${text}`, true), []],
    ['UTF-16 LE without a mark', utf16(text, false), ['guessedEncoding']],
    ['UTF-16 BE without a mark', utf16(text, true), ['guessedEncoding']],
    ['Windows-1252', Buffer.from([...text].map((one) => latin[one] ?? one.charCodeAt(0))), ['guessedEncoding']],
    ['gzipped UTF-8', gzipSync(text), []],
    ['gzipped UTF-16', gzipSync(utf16(`\ufeff${text}`, false)), []],
  ])('%s', async (_, bytes, problems) => {
    const table = await open(bytes);
    expect([await contents(table), problemsOf(table)]).toEqual([wanted, problems]);
    expect(table.digest).toBe(`sha256:${createHash('sha256').update(bytes).digest('hex')}`);
  });
  it('show late that they are another', async () => {
    const head = `a,b\n${'1,plain\n'.repeat(100_000)}`;
    const latinTable = await open(Buffer.concat([Buffer.from(head), Buffer.from('2,M\xfcller\n', 'latin1')]));
    expect([problemsOf(latinTable), (await contents(latinTable))['b']?.at(-1)]).toEqual([['guessedEncoding'], 'Müller']);
    const broken = await open(Buffer.concat([Buffer.from(`${head}2,Müller\n3,`), Buffer.of(0xff), Buffer.from('\n')]));
    expect([problemsOf(broken), (await contents(broken))['b']?.slice(-2)]).toEqual([['brokenText'], ['Müller', '\ufffd']]);
  });
});

describe('JSON', () => {
  const records = [{ a: 1, b: { c: 'x', d: [1, 2] } }, { a: null, b: { c: 'y' }, e: true }, { a: 3 }];
  const wanted = { a: [1, null, 3], 'b.c': ['x', 'y', null], 'b.d': ['[1,2]', null, null], e: [null, 'true', null] };
  it.each([
    ['lines', records.map((one) => JSON.stringify(one)).join('\n'), 'x.jsonl'],
    ['lines named json', `${records.map((one) => JSON.stringify(one)).join('\r\n')}\n\n`, 'x.json'],
    ['an array', JSON.stringify(records, null, 1), 'x.json'],
    ['an array named jsonl', JSON.stringify(records), 'x.jsonl'],
    ['without an ending', JSON.stringify(records), 'x'],
  ])('%s', async (_, text, name) => {
    const table = await open(text, name);
    expect([await contents(table), problemsOf(table)]).toEqual([wanted, []]);
  });
  it('columns and data are the table they describe', async () => {
    const table = await open(JSON.stringify({ columns: ['a', 'b'], data: [[1, 'x'], [null, 'y']] }), 'x.json');
    expect(await contents(table)).toEqual({ a: [1, null], b: ['x', 'y'] });
  });
  it('a broken line is told with its number and left out', async () => {
    const table = await open('{"a":1}\n{"a":\n{"a":3}\n[1]\n', 'x.jsonl');
    expect([table.rows, problemsOf(table), (await contents(table))['a']]).toEqual([2, ['brokenLines'], [1, 3]]);
    expect(table.problems[0]?.message).toMatch(/^2 records .* first is in line 2: /);
    expect((await open('{"a":1}\n[1]\n', 'x.jsonl')).problems[0]?.message).toMatch(/^1 record cannot be read and is left out; it is in line 2/);
    expect(problemsOf(await open('[{"a":1},{"a":', 'x.json'))).toEqual(['brokenLines']);
  });
  it('numbers that lose digits are told', async () => {
    const table = await open('{"id":9007199254740993}\n', 'x.jsonl');
    expect((await table.column('id', signal)).problems.map(({ code }) => code)).toEqual(['precisionLost']);
  });
});

describe('a file', () => {
  const write = async (name: string, content: string | Uint8Array) => {
    const file = path.join(folder, name);
    await writeFile(file, content);
    return file;
  };
  it('that changes while it is open is a conflict', async () => {
    const file = await write('live.csv', 'a\n1\n');
    const table = await tables.openFile(file, { name: 'live' }, signal);
    expect(await contents(table)).toEqual({ a: [1] });
    await appendFile(file, '2\n');
    expect(await faultOf(table.column('a', signal))).toMatchObject({ code: 'conflict', hint: expect.stringContaining('again') as string });
    const gone = await tables.openFile(file, { name: 'gone' }, signal);
    await rm(file);
    expect((await faultOf(gone.column('a', signal))).code).toBe('conflict');
  });
  it('that is replaced by one of the same size is a conflict', async () => {
    const file = await write('same.csv', 'a\n1\n');
    const table = await tables.openFile(file, { name: 'same' }, signal);
    await rm(file);
    await write('same.csv', 'a\n2\n');
    await utimes(file, 1, 1);
    expect((await faultOf(table.column('a', signal))).code).toBe('conflict');
  });
  it('that changes while it is read is a conflict', async () => {
    const file = await write('growing.csv', `a\n${'1\n'.repeat(200_000)}`);
    const reading = faultOf(tables.openFile(file, { name: 'growing' }, signal));
    // The reader has taken its size by then and is under way.
    await new Promise((resolve) => setImmediate(resolve));
    await appendFile(file, '2\n'.repeat(10));
    expect((await reading).code).toBe('conflict');
  });
  it('that is not there, a folder, empty or of another kind is told', async () => {
    const fault = (name: string) => faultOf(tables.openFile(path.join(folder, name), { name }, signal));
    await write('empty.csv', '');
    await write('x.zip', Buffer.from('PK\u0003\u0004rest'));
    await write('x.parquet', 'PAR1');
    await write('short.csv.gz', gzipSync(`a\n${Array.from({ length: 5000 }, (_, at) => at).join('\n')}`).subarray(0, 3000));
    expect((await fault('nothing.csv')).code).toBe('notFound');
    expect((await fault('.')).code).toBe('invalid');
    expect((await fault('empty.csv')).code).toBe('schema');
    expect((await fault('x.zip')).code).toBe('unsupported');
    expect((await fault('x.parquet')).code).toBe('corrupt');
    expect((await fault('short.csv.gz')).code).toBe('corrupt');
    const table = await tables.openFile(await write('ok.csv', 'a\n1\n'), { name: 'ok' }, signal);
    expect((await faultOf(table.column('b', signal))).code).toBe('notFound');
    expect((await faultOf(tables.openFile(path.join(folder, 'ok.csv'), { name: 'ok' }, AbortSignal.abort()))).code).toBe('cancelled');
  });
});

import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { sha256 } from '../../../src/core/base/sha256.ts';
import { canonicalJson } from '../../../src/core/drift/report/canonicalJson.ts';
import { reportDigest } from '../../../src/core/drift/report/reportDigest.ts';
import type { DriftReport } from '../../../src/core/model/drift.ts';
import { levelColumn, numberColumn } from '../../../src/core/table/makeColumn.ts';
import { compare, normals, tableOf } from './tables.ts';

describe('digests', () => {
  it('sha256 is that of Node, at every length around a block', () => {
    for (let length = 0; length < 200; length += 1) {
      const text = 'aé€😀'.repeat(60).slice(0, length);
      // Half a surrogate pair is written as the replacement character by both.
      expect(sha256(text)).toBe(createHash('sha256').update(new TextEncoder().encode(text)).digest('hex'));
    }
    const long = 'x'.repeat(1_000_003);
    expect(sha256(long)).toBe(createHash('sha256').update(long).digest('hex'));
  });

  it('canonical JSON does not depend on the order of keys', () => {
    expect(canonicalJson({ b: [1, { d: null, c: 'x' }], a: 0 })).toBe('{"a":0,"b":[1,{"c":"x","d":null}]}');
  });
});

describe('a report', () => {
  const side = (seed: string, shift: number) =>
    tableOf(
      seed,
      numberColumn('at', Float64Array.from({ length: 300 }, (_, row) => 1.7e12 + row * 1000), { kind: 'datetime' }),
      numberColumn('x', normals(seed, 300, shift)),
      levelColumn('who', Array.from({ length: 300 }, (_, row) => (row % 7 === 0 ? null : `u${row % 40}`))),
    );
  const settings = { time: 'at', entity: 'who' } as const;

  it('is the same, byte for byte, when it is made again', async () => {
    const [first, second] = [await compare(side('a', 0), side('b', 0.4), settings), await compare(side('a', 0), side('b', 0.4), settings)];
    expect(JSON.stringify(second)).toBe(JSON.stringify(first));
    expect(first.digest).toMatch(/^sha256:[0-9a-f]{64}$/);
  });

  it('has a digest of what was found, not of who asked', async () => {
    const plain = await compare(side('a', 0), side('b', 0));
    const named = await compare({ ...side('a', 0), reader: 'another' }, side('b', 0), { key: { model: 'm:1', commit: 'c0ffee' } });
    expect(named.engine.reader).toBe('another, own');
    const other = await compare(side('a', 0), side('b', 0), { thresholds: { numericEffect: 0.2 } });
    expect(named).toMatchObject({ digest: plain.digest, key: { model: 'm:1', commit: 'c0ffee' } });
    expect(other.digest).not.toBe(plain.digest);
    const { digest, ...rest } = JSON.parse(JSON.stringify(plain)) as DriftReport;
    const turned = Object.fromEntries(Object.entries(rest).reverse()) as unknown as Omit<DriftReport, 'digest'>;
    expect(reportDigest(turned)).toBe(digest);
  });

  it('has the same states without intervals', async () => {
    const states = async (intervals: boolean) => (await compare(side('a', 0), side('b', 0.3), { intervals })).columns.map(({ state, pAdjusted, effect }) => ({ state, pAdjusted, effect }));
    expect(await states(false)).toEqual(await states(true));
  });

  it('tells its window and its dependence', async () => {
    const report = await compare(side('a', 0), side('b', 0), settings);
    expect(report.window).toEqual({ from: '2023-11-14T22:13:20.000Z', to: '2023-11-14T22:18:19.000Z' });
    expect(report.engine.dependence).toMatch(/^blocks of \d+( to \d+)? rows in time order; clusters of "who"$/);
    expect((await compare(side('a', 0), side('b', 0))).engine.dependence).toBe('rows assumed independent');
  });
});

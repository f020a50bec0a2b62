import { snappyUncompress } from 'hyparquet/src/snappy.js';
import { describe, expect, it } from 'vitest';
import { RandomGenerator } from '../../../src/core/statistics/random/randomGenerator.ts';
import { isAllOnes, mostBits, unpackHybrid } from '../../../src/io/table/parquet/hybrid.ts';
import { unpackSnappy } from '../../../src/io/table/parquet/snappy.ts';

/** A run of one value, then groups of eight, each value bit by bit. */
function packed(run: readonly number[], groups: readonly number[], bits: number): Uint8Array {
  const size = Math.ceil(bits / 8);
  const bytes = [run.length << 1, ...Array.from({ length: size }, (_, at) => (run[0]! >>> (8 * at)) & 255), ((groups.length / 8) << 1) | 1];
  const body = new Uint8Array((groups.length * bits) / 8);
  groups.forEach((value, at) => {
    for (let bit = 0; bit < bits; bit += 1) {
      const place = at * bits + bit;
      body[place >>> 3] = body[place >>> 3]! | (((value >>> bit) & 1) << (place & 7));
    }
  });
  return Uint8Array.of(...bytes, ...body);
}

describe('packed numbers of Parquet', () => {
  it.each(Array.from({ length: mostBits }, (_, at) => at + 1))('of %i bits, runs and groups', (bits) => {
    const random = new RandomGenerator(`a${bits.toString(16)}`);
    const run = Array.from({ length: 9 }, () => 2 ** bits - 1);
    const groups = Array.from({ length: 24 }, () => random.integerBelow(2 ** bits));
    const bytes = packed(run, groups, bits);
    // The last group is filled up: fewer values are asked for than there are.
    const into = new Int32Array(run.length + groups.length - 3);
    unpackHybrid(bytes, bits, into);
    expect([...into]).toEqual([...run, ...groups.slice(0, -3)]);
    for (let end = 0; end < bytes.length - bits; end += 1) expect(() => unpackHybrid(bytes.subarray(0, end), bits, into)).toThrow('end early');
  });
});

describe('a run of ones', () => {
  it.each([
    ['as long as asked', [10 << 1, 1], 10, true],
    ['longer', [0x80 | (200 << 1) % 128, (200 << 1) >>> 7, 1], 150, true],
    ['too short', [10 << 1, 1], 11, false],
    ['of zeros', [10 << 1, 0], 10, false],
    ['groups of bits', [(2 << 1) | 1, 255, 255], 10, false],
    ['without its value', [10 << 1], 10, false],
    ['without an end', [0xff, 0xff, 0xff, 0xff, 0xff, 0xff], 10, false],
    ['nothing', [], 10, false],
  ] satisfies Array<[string, number[], number, boolean]>)('%s', (_, bytes, count, is) => {
    expect(isAllOnes(Uint8Array.from(bytes), count)).toBe(is);
  });
});

/** Elements of every kind, drawn; and how many bytes they make. */
function drawnStream(random: RandomGenerator): { readonly bytes: Uint8Array; readonly size: number } {
  const body: number[] = [];
  let size = 0;
  for (let element = 0; element < 40; element += 1) {
    const kind = size === 0 ? 0 : random.integerBelow(4);
    if (kind === 0) {
      const length = random.integerBelow(element % 7 === 0 ? 3_000 : 50) + 1;
      if (length <= 60) body.push((length - 1) << 2);
      else if (length <= 256) body.push(60 << 2, length - 1);
      else body.push(61 << 2, (length - 1) & 255, (length - 1) >>> 8);
      for (let at = 0; at < length; at += 1) body.push(random.integerBelow(256));
      size += length;
      continue;
    }
    const offset = 1 + random.integerBelow(Math.min(size, kind === 1 ? 2_047 : 60_000));
    const length = kind === 1 ? 4 + random.integerBelow(8) : 1 + random.integerBelow(64);
    if (kind === 1) body.push(((offset >>> 8) << 5) | ((length - 4) << 2) | 1, offset & 255);
    else body.push(((length - 1) << 2) | kind, offset & 255, offset >>> 8, ...(kind === 3 ? [0, 0] : []));
    size += length;
  }
  return { bytes: Uint8Array.of((size & 127) | 128, ((size >>> 7) & 127) | 128, size >>> 14, ...body), size };
}

describe('Snappy', () => {
  it('unpacks what hyparquet unpacks, and throws where bytes are missing or damaged', () => {
    const random = new RandomGenerator('5a');
    for (let round = 0; round < 50; round += 1) {
      const { bytes, size } = drawnStream(random);
      const [ours, theirs] = [new Uint8Array(size), new Uint8Array(size)];
      unpackSnappy(bytes, ours);
      snappyUncompress(bytes, theirs);
      expect(ours).toEqual(theirs);
      const cut = bytes.subarray(0, 3 + random.integerBelow(bytes.length - 3));
      expect(() => unpackSnappy(cut, ours)).toThrow('packed bytes');
      expect(() => unpackSnappy(bytes, new Uint8Array(size + 1))).toThrow('end early');
    }
    expect(() => unpackSnappy(Uint8Array.of(4, 0, 1, (1 << 2) | 2, 9, 0), new Uint8Array(3))).toThrow('damaged');
  });
});

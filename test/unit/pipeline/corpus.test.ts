import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { parseYamlSyntax } from '../../../src/io/yamlSyntax.ts';
import { bytesOf, corpus, origins, recogniseText, type Sample } from './corpus.ts';

interface Row {
  development: [hits: number, all: number];
  heldOut: [hits: number, all: number];
  near: [falseHits: number, all: number];
  files: number;
}

const least = { real: 10, near: 5 };

function judge(sample: Sample): { isHit: boolean; found: string[] } {
  // A file of parameters is told by the file that names it: the entry is an outline of that one.
  const isNamed = sample.kind === 'params';
  const nearby = isNamed ? [{ path: '/work/dvc.yaml', root: parseYamlSyntax(sample.text).root }] : [];
  const found = recogniseText(sample.path, isNamed ? 'a: 1\n' : sample.text, nearby).map(({ kind }) => kind);
  return { found, isHit: sample.kind === null ? found.length > 0 : found.length === 1 && found[0] === sample.kind };
}

describe('pipeline files of others', () => {
  const rows = new Map<string, Row>();
  const wrong: string[] = [];
  for (const sample of corpus()) {
    const row = rows.get(sample.row) ?? { development: [0, 0], heldOut: [0, 0], near: [0, 0], files: 0 };
    rows.set(sample.row, row);
    const { isHit, found } = judge(sample);
    const part = sample.kind === null ? row.near : sample.isHeldOut ? row.heldOut : row.development;
    part[1] += 1;
    if (isHit) part[0] += 1;
    if (sample.kind !== null && sample.form === 'file') row.files += 1;
    if (isHit !== (sample.kind !== null)) wrong.push(`${sample.origin}: ${sample.kind ?? 'nothing'} expected, ${found.join(', ') || 'nothing'} found`);
  }

  it('are told by what they are, and nothing that only looks like one is', () => {
    const lines = [...rows].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, { development, heldOut, near, files }]) => {
      const real = development[1] + heldOut[1];
      const note = real < least.real ? `unproven (${real} of ${least.real})` : '';
      return [name, development.join('/'), heldOut.join('/'), `${near[0]} of ${near[1]}`, `${files}`, note];
    });
    const table = [['kind', 'development', 'held out', 'false hits', 'whole files', ''], ...lines];
    const widths = table[0]?.map((_, column) => Math.max(...table.map((line) => line[column]?.length ?? 0))) ?? [];
    console.log(table.map((line) => line.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ').trimEnd()).join('\n'));
    expect(wrong).toEqual([]);
  });

  it('come with enough that only looks like one', () => {
    expect([...rows].filter(([, { near }]) => near[1] < least.near).map(([name]) => name)).toEqual([]);
  });

  it('are the bytes that their origin names', () => {
    expect(origins().filter((one) => createHash('sha256').update(bytesOf(one)).digest('hex') !== one.sha256)).toEqual([]);
  });
});

import { describe, expect, it } from 'vitest';
import { moved } from '../../../webview-ui/src/table/move.ts';
import { ColumnTrack, rowSpan } from '../../../webview-ui/src/table/window.ts';
import { Blocks } from '../../../webview-ui/src/runs/blocks.ts';
import { nextSort, shownColumns, withMove } from '../../../webview-ui/src/runs/layout.ts';
import { judge, linesOf } from '../../../webview-ui/src/compare/lines.ts';
import { plain, shortNumber } from '../../../webview-ui/src/shell/words.ts';
import { rowsPerBlock, type CellsArgs, type CellsAnswer, type ColumnInfo } from '../../../src/protocol/runs.ts';

const key = (name: string, more: { ctrlKey?: boolean; altKey?: boolean } = {}) => ({ key: name, ctrlKey: false, metaKey: false, altKey: false, ...more });

describe('the window of a grid', () => {
  it('holds the rows in sight and no more than the overscan besides', () => {
    expect(rowSpan(2200, 220, 22, 10_000, 5)).toEqual({ start: 95, end: 115 });
    expect(rowSpan(0, 220, 22, 3, 5)).toEqual({ start: 0, end: 3 });
    expect(rowSpan(9e9, 220, 22, 10, 5)).toEqual({ start: 10, end: 10 });
  });
  it('finds columns by pixel at every edge', () => {
    const track = new ColumnTrack([100, 50, 200]);
    expect(track.total).toBe(350);
    expect(track.span(0, 99, 0)).toEqual({ start: 0, end: 1 });
    expect(track.span(100, 149, 0)).toEqual({ start: 1, end: 2 });
    expect(track.span(149, 350, 0)).toEqual({ start: 1, end: 3 });
    expect(new ColumnTrack([]).span(0, 100, 2)).toEqual({ start: 0, end: 0 });
  });
  it('moves as the ARIA grid pattern says and never leaves the table', () => {
    const extent = { rows: 100, columns: 5, pageRows: 10, hasHeader: true };
    expect(moved({ row: 0, column: 0 }, key('ArrowUp'), extent)).toEqual({ row: -1, column: 0 });
    expect(moved({ row: 99, column: 4 }, key('ArrowDown'), extent)).toEqual({ row: 99, column: 4 });
    expect(moved({ row: 5, column: 2 }, key('End', { ctrlKey: true }), extent)).toEqual({ row: 99, column: 4 });
    expect(moved({ row: 50, column: 2 }, key('PageUp'), extent)).toEqual({ row: 40, column: 2 });
    expect(moved({ row: 5, column: 2 }, key('x'), extent)).toBeUndefined();
    expect(moved({ row: 5, column: 2 }, key('ArrowLeft', { altKey: true }), extent)).toBeUndefined();
  });
});

describe('blocks', () => {
  it('asks once for what is missing, one query at a time, and shows old cells until new ones come', async () => {
    const asked: CellsArgs[] = [];
    const answers: Array<(answer: CellsAnswer) => void> = [];
    const blocks = new Blocks((args) => {
      asked.push(args);
      return new Promise((resolve) => answers.push(resolve));
    });
    const answer = async (value: number) => {
      const args = asked.at(-1);
      answers.at(-1)?.({
        version: args?.version ?? 0,
        blocks: (args?.blocks ?? []).map(({ block, columns }) => ({
          block,
          ids: Array.from({ length: rowsPerBlock }, (_, row) => `run ${block * rowsPerBlock + row}`),
          marks: new Uint8Array(rowsPerBlock),
          columns: columns.map((column) => ({ key: column, kind: 'number' as const, values: new Float64Array(rowsPerBlock).fill(value) })),
        })),
      });
      await Promise.resolve();
      await Promise.resolve();
    };
    blocks.setVersion(1);
    blocks.want({ start: 60, end: 70 }, ['a', 'b']);
    blocks.want({ start: 61, end: 71 }, ['a', 'b']);
    expect(asked).toHaveLength(1);
    expect(asked[0]?.blocks.map(({ block }) => block)).toEqual([0, 1]);
    await answer(1);
    expect(blocks.value(65, 'a')).toBe(1);
    expect(blocks.id(65)).toBe('run 65');
    blocks.want({ start: 62, end: 70 }, ['a', 'b']);
    expect(asked).toHaveLength(1);
    blocks.want({ start: 62, end: 70 }, ['a', 'c']);
    expect(asked[1]?.blocks.map(({ columns }) => columns)).toEqual([['c'], ['c']]);
    blocks.setVersion(2);
    expect(blocks.value(65, 'a')).toBe(1);
    await answer(2);
    expect(blocks.value(65, 'a')).toBe(2);
    // Far away: what is under way is dropped, and memory stays bounded.
    for (let far = 0; far < 300; far++) {
      blocks.want({ start: far * rowsPerBlock, end: far * rowsPerBlock + 10 }, ['a']);
      await answer(3);
    }
    expect(blocks.held).toBeLessThanOrEqual(96);
  });
});

describe('columns and rows', () => {
  const column = (name: string, group: ColumnInfo['group'] = 'metric'): ColumnInfo => ({ key: name, label: name, group, isNumeric: group === 'metric' });
  it('keeps the name first, pinned columns next', () => {
    const all = [column('name', 'run'), column('a'), column('b'), column('c')];
    const { columns, pinned } = shownColumns(all, { shown: ['name', 'a', 'gone', 'b', 'c'], pinned: ['c'], widths: [] });
    expect(columns.map(({ key: name }) => name)).toEqual(['name', 'c', 'a', 'b']);
    expect(pinned).toBe(2);
    expect(withMove({ shown: null, pinned: [], widths: [] }, ['name', 'a', 'b'], 2, 0).shown).toEqual(['name', 'b', 'a']);
  });
  it('turns a sort round, then lets go; Shift adds', () => {
    const accuracy = column('metrics.acc');
    expect(nextSort([], accuracy, false)).toEqual([{ key: 'metrics.acc', descending: true }]);
    expect(nextSort([{ key: 'metrics.acc', descending: true }], accuracy, false)).toEqual([{ key: 'metrics.acc', descending: false }]);
    expect(nextSort([{ key: 'metrics.acc', descending: false }], accuracy, false)).toEqual([]);
    expect(nextSort([{ key: 'name', descending: false }], accuracy, true)).toHaveLength(2);
  });
  it('leads with what differs, under a heading that counts', () => {
    const row = (name: string, differs: boolean) => ({ key: name, values: [1, differs ? 2 : 1], differs });
    const parts = [{ label: 'Params', rows: [row('b.x', false), row('a.y', true), row('a.z', false)] }];
    const options = { onlyDiffering: false, grouped: false, search: '' };
    expect(linesOf(parts, options).map((line) => (line.kind === 'row' ? line.row.key : `${line.label} ${line.differing}/${line.total}`))).toEqual(['Params 1/3', 'a.y', 'a.z', 'b.x']);
    expect(linesOf(parts, { ...options, onlyDiffering: true })).toHaveLength(2);
    expect(linesOf(parts, { ...options, grouped: true }).filter((line) => line.kind === 'section')).toHaveLength(2);
    expect(linesOf(parts, { ...options, search: 'Z' }).map((line) => (line.kind === 'row' ? line.row.key : ''))).toEqual(['', 'a.z']);
  });
  it('judges a change by the direction and guesses nothing', () => {
    expect([judge(1, 'maximize'), judge(1, 'minimize'), judge(-1, 'minimize'), judge(1, null), judge(0, 'maximize')]).toEqual(['better', 'worse', 'better', 'changed', 'same']);
  });
  it('shows control characters as pictures and numbers short but true', () => {
    expect(plain('a\nb\u001b[31m\u202e')).toBe('a␊b␛[31m�');
    expect([shortNumber(0.1 + 0.2), shortNumber(1e-9), shortNumber(12), shortNumber(-Infinity), shortNumber(NaN)]).toEqual(['0.3', '1e-9', '12', '-Infinity', 'NaN']);
  });
});

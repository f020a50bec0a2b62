import { expect, it } from 'vitest';
import { toFault } from '../../../src/core/base/fault.ts';
import type { Machine } from '../../../src/core/port/machine.ts';
import { levelColumn, numberColumn } from '../../../src/core/table/makeColumn.ts';
import { memoryTable } from '../../../src/core/table/memoryTable.ts';
import type { Rule } from '../../../src/core/validation/checks/check.ts';
import { runCheck } from '../../../src/core/validation/checks/runCheck.ts';
import { PythonSession } from '../../../src/services/validation/python/session.ts';
import { withHint } from '../../../src/services/validation/withHint.ts';

const signal = new AbortController().signal;
const city = (rows: number) => memoryTable('t', [levelColumn('city', Array.from({ length: rows }, (_, row) => (row % 2 === 0 ? 'north' : 'south')))]);

it.each<[Rule, number, string]>([
  [{ kind: 'values', column: 'city', values: ['north', 'south'] }, 4, 'All 4 values of “city” are allowed.'],
  [{ kind: 'values', column: 'city', values: ['north'] }, 1, 'The one value of “city” is allowed.'],
  [{ kind: 'unique', columns: ['city'] }, 2, 'All 2 values of “city” are there once.'],
  [{ kind: 'rows', min: 1, max: null }, 1, 'There is 1 row.'],
  [{ kind: 'rows', min: 1, max: null }, 2, 'There are 2 rows.'],
])('%j of %i rows is told without a double no', async (rule, rows, words) => {
  expect(await runCheck({ name: 'c', rule }, city(rows), 0, signal)).toMatchObject({ outcome: 'pass', message: words });
});

it('tells of a range that holds', async () => {
  const table = memoryTable('t', [numberColumn('age', [30, 41])]);
  expect((await runCheck({ name: 'c', rule: { kind: 'range', column: 'age', min: 0, max: null } }, table, 0, signal)).message).toBe('All 2 values of “age” are within the range.');
});

it('sets a full stop between what a program said and the next step', () => {
  expect(withHint({ message: "module 'recipes' has no attribute 'logistik'", hint: 'Correct the recipe.' })).toBe("module 'recipes' has no attribute 'logistik'. Correct the recipe.");
  expect(withHint({ message: 'It is none.', hint: 'Correct it.' })).toBe('It is none. Correct it.');
  expect(withHint({ message: 'It is none' })).toBe('It is none');
});

it('names the way to a Python in a terminal as well', async () => {
  const machine = { trust: { isTrusted: true }, python: { interpreter: () => Promise.resolve(undefined) } } as unknown as Machine;
  const fault = await new PythonSession(machine, '/f', signal).begin({}).then(() => undefined, toFault);
  expect(fault).toMatchObject({ code: 'missingTool', hint: expect.stringMatching(/in a terminal by a \.venv .*VIRTUAL_ENV.*in the editor by mlops\.python\.path/) as string });
});

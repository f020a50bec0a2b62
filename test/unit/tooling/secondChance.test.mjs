import { describe, expect, it } from 'vitest';
import { secondTry, withSecondChance } from '../../../scripts/lib/secondChance.mjs';
import { printSummary } from '../../../scripts/lib/summary.mjs';
import { resultOf } from '../../../scripts/lib/vitestSuite.mjs';

const passed = (name) => ({ suite: 'host', name, state: 'passed', ms: 1 });
const failed = (name, message = `${name} broke`) => ({ suite: 'host', name, state: 'failed', ms: 1, message });
const states = (results) => results.map(({ name, state, unsteady }) => [name, state, unsteady]);

async function played(...plays) {
  let count = 0;
  const results = await withSecondChance('one', async () => plays[count++], () => undefined);
  return { count, results };
}

function printed(results) {
  const lines = [];
  printSummary(results, (line) => lines.push(...line.split('\n')));
  return lines;
}

describe('second chance', () => {
  it('plays once what passes', async () => {
    expect(await played([passed('a')])).toEqual({ count: 1, results: [passed('a')] });
  });

  it('counts what passes the second time as passed, with what it said the first time', async () => {
    const { count, results } = await played([passed('a'), failed('b')], [passed('a'), passed('b')]);
    expect(count).toBe(2);
    expect(states(results)).toEqual([['a', 'passed', undefined], ['b', 'passed', 'b broke']]);
  });

  it('leaves failed what fails twice, and plays no third time', async () => {
    const { count, results } = await played([failed('a', 'first')], [failed('a', 'second')]);
    expect(count).toBe(2);
    expect(results).toEqual([failed('a', 'second')]);
  });

  it('keeps a failure that only the second play had', () => {
    expect(states(secondTry([failed('a'), passed('b')], [passed('a'), failed('b')]))).toEqual([['a', 'passed', 'a broke'], ['b', 'failed', undefined]]);
  });

  it('a result that is told only where it fails counts as passed where the whole second play passed', () => {
    expect(states(secondTry([failed('plays to its end')], [passed('a')]))).toEqual([['a', 'passed', undefined], ['plays to its end', 'passed', 'plays to its end broke']]);
  });

  it('a failure that the second play did not reach stays one', () => {
    expect(secondTry([passed('a'), failed('b')], [failed('a')])).toEqual([failed('a'), failed('b')]);
    expect(secondTry([failed('b')], [])).toEqual([failed('b')]);
  });

  it('names that come several times are told of once, and fail where one of them fails twice', () => {
    expect(states(secondTry([failed('a'), passed('a')], [passed('a'), passed('a')]))).toEqual([['a', 'passed', 'a broke'], ['a', 'passed', undefined]]);
    expect(states(secondTry([failed('a'), passed('a')], [passed('a'), failed('a')]))).toEqual([['a', 'passed', undefined], ['a', 'failed', undefined]]);
  });
});

describe('sum', () => {
  it('lists what was unsteady right before the last line, which stays the contract', () => {
    const lines = printed([passed('a'), { ...passed('b'), unsteady: 'b broke\n  at line 3' }, failed('c')]);
    const at = lines.indexOf('Unsteady (passed on the second try):');
    expect(lines.slice(at)).toEqual(['Unsteady (passed on the second try):', '  host: b', '      b broke', '        at line 3', '', '2 passed, 1 failed, 0 skipped']);
    expect(lines.indexOf('Failed:')).toBeLessThan(at);
  });

  it('has no such heading where nothing was', () => {
    expect(printed([passed('a')]).join('\n')).not.toContain('Unsteady');
  });
});

describe('report of vitest', () => {
  const one = { fullName: 'a test', duration: 2, failureMessages: [] };

  it('a test that passed on its retry says what it said before', () => {
    expect(resultOf('webview', 'a.test.ts', { ...one, status: 'passed', failureMessages: ['too late'] })).toMatchObject({ state: 'passed', unsteady: 'too late', message: undefined });
    expect(resultOf('webview', 'a.test.ts', { ...one, status: 'passed' })).not.toHaveProperty('unsteady');
    expect(resultOf('webview', 'a.test.ts', { ...one, status: 'failed', failureMessages: ['too late'] })).toMatchObject({ state: 'failed', message: 'too late' });
  });
});

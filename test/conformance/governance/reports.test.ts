import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { gateJunit } from '../../../src/core/governance/report/junit.ts';
import { gateSarif } from '../../../src/core/governance/report/sarif.ts';
import { missing, tools } from '../../support/tools.ts';
import { gateReport, hostile, withoutPolicy } from '../../unit/governance/report/reports.ts';

interface Checked {
  readonly sarif: readonly string[];
  readonly sums: readonly number[];
  readonly cases: ReadonlyArray<{ readonly suite: string; readonly name: string; readonly results: readonly string[] }>;
}

describe.skipIf(missing('checkersPython', 'sarif'))('a gate’s reports, read by others', () => {
  const schema = path.join(tools.sarif, 'node_modules/@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json');

  it('are SARIF as its schema has it, and JUnit as junitparser reads it', () => {
    const passed = { ...gateReport, decision: 'pass', rules: gateReport.rules.filter(({ outcome }) => outcome === 'pass' || outcome === 'waived') } as const;
    const reports = [gateReport, withoutPolicy, passed, hostile];
    const input = JSON.stringify({ schema, reports: reports.map((report) => ({ sarif: gateSarif(report), junit: gateJunit(report) })) });
    const answers = JSON.parse(execFileSync(tools.checkersPython, [path.join(import.meta.dirname, 'reports.py')], { input, encoding: 'utf8' })) as Array<Checked & { control: string[] }>;
    expect(answers.pop()?.control).not.toEqual([]);
    expect(answers.map(({ sarif }) => sarif)).toEqual(reports.map(() => []));
    expect(answers.map(({ sums }) => sums)).toEqual([[4, 1, 1, 0], [1, 0, 1, 0], [2, 0, 0, 0], [4, 1, 1, 0]]);
    expect(answers[0]!.cases.map(({ name, results }) => [name, ...results])).toEqual([['two-people'], ['beats-champion', 'Failure'], ['calm-inputs', 'Error'], ['reproducible']]);
    expect(answers[3]!.cases[0]!.name).toContain('<script>');
  });
});

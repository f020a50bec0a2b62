import { describe, expect, it } from 'vitest';
import { gateText } from '../../../../src/cli/gateText.ts';
import { styleFor } from '../../../../src/cli/style.ts';
import { gateJunit } from '../../../../src/core/governance/report/junit.ts';
import { gateMarkdown, gateMarker } from '../../../../src/core/governance/report/markdown.ts';
import { gateSarif } from '../../../../src/core/governance/report/sarif.ts';
import { gateReport, hostile, withoutPolicy } from './reports.ts';

interface SarifLog {
  readonly runs: ReadonlyArray<{ readonly results: ReadonlyArray<{ ruleId: string; level: string; kind: string; message: { text: string }; suppressions?: unknown[]; locations: Array<{ physicalLocation: { artifactLocation: { uri: string }; region: object } }> }> }>;
}
const results = (text: string) => (JSON.parse(text) as SarifLog).runs[0]!.results;

describe('a gate as SARIF', () => {
  it('tells failed and unknown as errors on their lines, and what is waived as accepted', () => {
    const told = results(gateSarif(gateReport));
    expect(told.map(({ ruleId, level, kind, suppressions }) => [ruleId, level, kind, suppressions?.length ?? 0])).toEqual([['beats-champion', 'error', 'fail', 0], ['calm-inputs', 'error', 'fail', 0], ['reproducible', 'error', 'fail', 1]]);
    expect(told[0]!.locations[0]!.physicalLocation).toEqual({ artifactLocation: { uri: 'conf/my%20params.yaml', uriBaseId: '%SRCROOT%' }, region: { startLine: 5, startColumn: 3, endLine: 6, endColumn: 1 } });
    expect(told[1]!.message.text).toMatch(/^Unknown/);
  });

  it('is never empty where the gate does not pass', () => {
    expect(results(gateSarif(withoutPolicy)).map(({ ruleId, level }) => [ruleId, level])).toEqual([['gate', 'error']]);
  });
});

describe('a gate as JUnit', () => {
  it('never skips', () => {
    const xml = gateJunit(gateReport);
    expect(xml).toContain('tests="4" failures="1" errors="1"');
    expect(xml).not.toContain('skipped');
    expect(gateJunit(withoutPolicy)).toContain('tests="1" failures="0" errors="1"');
  });
});

describe('a gate as a comment', () => {
  it('leads with the verdict and what is missing, under a mark by which it is found again', () => {
    const text = gateMarkdown(gateReport);
    expect(text.startsWith(`${gateMarker(gateReport)}\n## ❌ **fail**: churn 7 → production`)).toBe(true);
    expect(text).toContain('- **beats\\-champion** (conf/my params.yaml:5): auc is 0.01 below the champion. Mend it');
    expect(text).toContain('Nobody knows whether it holds');
    expect(gateMarker({ model: 'churn', env: 'production' })).not.toBe(gateMarker({ model: 'churn', env: 'staging' }));
  });

  it('lets nothing from outside be markup', () => {
    const text = gateMarkdown(hostile).slice(gateMarker(hostile).length);
    expect(text).not.toMatch(/<|(?<!\\)[[\]`]|https?:\/\/|@|\u202e/);
    expect(text.split('\n').filter((line) => line.startsWith('| ')).every((line) => line.match(/(?<!\\)\|/g)?.length === 5)).toBe(true);
  });

  it('stays below what a forge takes', () => {
    const rules = Array.from({ length: 5000 }, (_, at) => ({ ...gateReport.rules[0]!, id: `rule-${at}`, reason: '&'.repeat(10_000), observed: '*'.repeat(10_000), expected: '<'.repeat(10_000) }));
    expect(gateMarkdown({ ...gateReport, rules }).length).toBeLessThan(65_536);
    expect(gateMarkdown({ ...gateReport, rules })).toMatch(/and \d+ more/);
  });
});

describe('a gate in a terminal', () => {
  it('names every rule, its cause and the decision, and no control character of outside', () => {
    const text = gateText(gateReport, styleFor(false, {}));
    for (const part of ['fail    beats-champion', 'conf/my params.yaml:5', 'unknown calm-inputs', 'waived  reproducible', 'pass    two-people', 'decision fail: 1 rule fails, 1 is unknown.']) expect(text).toContain(part);
    expect(gateText(hostile, styleFor(false, {}))).not.toMatch(/[\u001b\u202e]/);
    expect(gateText(withoutPolicy, styleFor(false, {}))).toContain('unknown gate');
  });
});

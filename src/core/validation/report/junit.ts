import { xmlText } from '../../base/xmlText.ts';
import { leafResults, suiteMessage, type LeafResult } from './leaves.ts';
import type { SuiteResult, ValidationReport } from './validationReport.ts';

/** The report as JUnit XML, which build servers show: failed is a failure, unknown an error. */
export function junitXml({ suites }: ValidationReport): string {
  const cases = suites.map((suite) => ({ suite, leaves: casesOf(suite) }));
  const all = cases.flatMap(({ leaves }) => leaves);
  const lines = [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="mlops validate" ${counts(all)}>`,
    ...cases.flatMap(({ suite, leaves }) => [
      `  <testsuite name="${xmlText(suite.name)}" ${counts(leaves)}>`,
      ...leaves.flatMap((leaf) => testCase(suite.name, leaf)),
      '  </testsuite>',
    ]),
    '</testsuites>',
  ];
  return `${lines.join('\n')}\n`;
}

/** A suite without leaves, or without a result, is one case. */
function casesOf(suite: SuiteResult): LeafResult[] {
  const leaves = leafResults(suite);
  if (leaves.length > 0) return leaves;
  return [{ name: suite.name, outcome: suite.outcome, message: suiteMessage(suite), expected: null, observed: null, check: null }];
}

function testCase(suite: string, { name, outcome, message, expected, observed }: LeafResult): string[] {
  const head = `    <testcase classname="${xmlText(suite)}" name="${xmlText(name)}"`;
  if (outcome === 'pass') return [`${head}/>`];
  const element = outcome === 'fail' ? 'failure' : 'error';
  const detail = expected === null ? message : `${message}\nexpected: ${expected}\nobserved: ${observed ?? ''}`;
  return [`${head}>`, `      <${element} message="${xmlText(message)}">${xmlText(detail)}</${element}>`, '    </testcase>'];
}

function counts(leaves: readonly LeafResult[]): string {
  const of = (outcome: LeafResult['outcome']) => leaves.filter((leaf) => leaf.outcome === outcome).length;
  return `tests="${leaves.length}" failures="${of('fail')}" errors="${of('unknown')}"`;
}

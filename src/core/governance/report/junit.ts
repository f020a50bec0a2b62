import { xmlText } from '../../base/xmlText.ts';
import type { GateReport } from '../../model/gate.ts';
import { findingsOf, gateTitle, type GateFinding } from './findings.ts';

/**
 * A gate as JUnit XML, which build servers show: a rule is a test, failed is a failure, unknown an error and never skipped; what is
 * waived is a test that says so.
 */
export function gateJunit(report: GateReport): string {
  const findings = findingsOf(report);
  const of = (outcome: GateFinding['outcome']) => findings.filter((finding) => finding.outcome === outcome).length;
  const counts = `tests="${findings.length}" failures="${of('fail')}" errors="${of('unknown')}"`;
  const facts = Object.entries(report).filter((entry): entry is [string, string] => typeof entry[1] === 'string');
  const lines = [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="mlops gate" ${counts}>`,
    `  <testsuite name="${xmlText(gateTitle(report))}" ${counts} timestamp="${xmlText(report.evaluatedAt.replace(/(?:\.\d+)?Z$/, ''))}">`,
    '    <properties>',
    ...facts.map(([name, value]) => `      <property name="${xmlText(name)}" value="${xmlText(value)}"/>`),
    '    </properties>',
    ...findings.flatMap((finding) => testCase(gateTitle(report), finding)),
    '  </testsuite>',
    '</testsuites>',
  ];
  return `${lines.join('\n')}\n`;
}

function testCase(suite: string, { id, outcome, expected, observed, reason, at }: GateFinding): string[] {
  const place = at === null ? '' : ` file="${xmlText(at.path)}" line="${at.range.start.line + 1}"`;
  const head = `    <testcase classname="${xmlText(suite)}" name="${xmlText(id)}"${place}`;
  if (outcome === 'pass') return [`${head}/>`];
  if (outcome === 'waived') {
    return [`${head}>`, '      <properties>', `        <property name="waived" value="${xmlText(reason)}"/>`, '      </properties>', `      <system-out>${xmlText(`waived: ${reason}`)}</system-out>`, '    </testcase>'];
  }
  const element = outcome === 'fail' ? 'failure' : 'error';
  return [`${head}>`, `      <${element} type="${outcome}" message="${xmlText(reason)}">${xmlText(`${reason}\nexpected: ${expected}\nobserved: ${observed}`)}</${element}>`, '    </testcase>'];
}

// The sum over all suites. Its last line is a contract: `N passed, N failed, N skipped`.

/** In CI a listed part that did not run is a failure: nobody reads a skip there. */
export function judge(results, isCi) {
  if (!isCi) return results;
  return results.map((one) => (one.state === 'skipped' ? { ...one, state: 'failed', message: `skipped in CI: ${one.message ?? 'no reason given'}` } : one));
}

export function printSummary(results, log = console.log) {
  const suites = [...new Set(results.map(({ suite }) => suite))];
  log('');
  for (const suite of suites) log(`${suite.padEnd(12)} ${sum(results.filter((one) => one.suite === suite))}`);
  const skipped = results.filter(({ state }) => state === 'skipped');
  if (skipped.length > 0) log(`\nSkipped:\n${skipped.map(({ suite, name, message }) => `  ${suite}: ${name}: ${message ?? 'the test says so itself'}`).join('\n')}`);
  const failed = results.filter(({ state }) => state === 'failed');
  if (failed.length > 0) log(`\nFailed:\n${failed.map(({ suite, name, message }) => `  ${suite}: ${name}${message ? `\n${indent(message)}` : ''}`).join('\n')}`);
  const unsteady = results.filter((one) => one.unsteady !== undefined);
  if (unsteady.length > 0) log(`\nUnsteady (passed on the second try):\n${unsteady.map((one) => `  ${one.suite}: ${one.name}\n${indent(one.unsteady)}`).join('\n')}`);
  log('');
  log(sum(results));
}

function sum(results) {
  const count = (state) => results.filter((one) => one.state === state).length;
  return `${count('passed')} passed, ${count('failed')} failed, ${count('skipped')} skipped`;
}

const indent = (text) => text.split('\n').slice(0, 30).map((line) => `      ${line}`).join('\n');

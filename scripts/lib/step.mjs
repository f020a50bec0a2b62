// A step of the tooling (a build, a packaging) that counts as one test in the sum.

/** @returns {Promise<{suite: string, name: string, state: 'passed' | 'failed', ms: number, message?: string}>} */
export async function step(suite, name, work, log = console.log) {
  const startedAt = Date.now();
  const outcome = await Promise.resolve()
    .then(work)
    .then((note) => ({ state: 'passed', note }), (error) => ({ state: 'failed', message: error.stack ?? String(error) }));
  const ms = Date.now() - startedAt;
  log(`${outcome.state === 'passed' ? '✓' : '✗'} ${suite}: ${name} (${ms} ms)${outcome.note ? ` · ${outcome.note}` : ''}`);
  if (outcome.message) log(outcome.message);
  return { suite, name, ms, state: outcome.state, message: outcome.message };
}

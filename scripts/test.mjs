// Everything that is tested, on the real things, after setting itself up. The last line on stdout is the sum.
//   --fast          only what needs Node and git, under 20 seconds
//   --only a,b      these suites
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { root, tools } from './lib/cache.mjs';
import { withLock } from './lib/lock.mjs';
import { setUp } from './lib/setup.mjs';
import { judge, printSummary } from './lib/summary.mjs';

const { values } = parseArgs({ options: { fast: { type: 'boolean' }, only: { type: 'string' }, missing: { type: 'string' } } });
const isCi = process.env.CI === 'true';

const { missing } = values.missing ? { missing: JSON.parse(values.missing) } : await setUp({ only: values.fast ? ['project'] : ['project', 'duckdb', 'python', 'editor'] });
if (missing.some(({ part }) => part === 'node_modules')) {
  console.log('0 passed, 1 failed, 0 skipped');
  process.exit(1);
}

// The scenarios share TypeScript with the other suites: they need the Node that set-up made, which reads it.
if (!values.fast && !process.features.typescript && existsSync(tools.node)) {
  const again = spawn(tools.node, [fileURLToPath(import.meta.url), ...process.argv.slice(2), `--missing=${JSON.stringify(missing)}`], { stdio: 'inherit' });
  const [code] = await once(again, 'exit');
  process.exit(code ?? 1);
}

const results = await withLock(path.join(root, '.cache', 'test.lock'), 'another test run of this folder', runAll);
const judged = judge(results, isCi);
printSummary(judged);
process.exitCode = judged.some(({ state }) => state === 'failed') ? 1 : 0;

async function runAll() {
  // The suites import packages: they can be loaded only once set-up made node_modules.
  const [{ suites }, { runInLanes }] = await Promise.all([import('./lib/suites.mjs'), import('./lib/lanes.mjs')]);
  if (values.fast) {
    const [{ runChecks }, { runVitest }] = await Promise.all([import('./lib/checks.mjs'), import('./lib/vitestSuite.mjs')]);
    return [...(await runChecks({ isFast: true })), ...(await runVitest('unit'))];
  }
  const names = values.only?.split(',') ?? Object.keys(suites);
  const unknown = names.filter((name) => !(name in suites));
  if (unknown.length > 0) throw new Error(`No suite is called ${unknown.join(', ')}. There are: ${Object.keys(suites).join(', ')}.`);
  const jobs = names.map((name) => {
    const lacking = whatLacks(suites[name]);
    return lacking ? { name, run: async () => [{ suite: name, name: 'the whole suite', state: 'skipped', ms: 0, message: lacking }] } : { name, ...suites[name] };
  });
  return runInLanes(jobs, play);
}

/** What set-up could not make of what a suite needs, with the reasons; undefined where nothing is missing. */
function whatLacks(suite) {
  const lacks = missing.filter(({ part }) => suite.needs.some((need) => part.startsWith(need)));
  return lacks.length === 0 ? undefined : lacks.map(({ part, reason }) => `${part}: ${reason}`).join('; ');
}

async function play(name, run) {
  const startedAt = Date.now();
  console.log(`\n── ${name}`);
  try {
    return await run();
  } catch (error) {
    return [{ suite: name, name: 'the suite runs', state: 'failed', ms: 0, message: error.stack ?? String(error) }];
  } finally {
    console.log(`── ${name}: ${((Date.now() - startedAt) / 1000).toFixed(1)} s`);
  }
}

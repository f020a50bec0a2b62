// The suites inside a real VS Code: bundles test/host, then plays each scenario of test/host/scenarios.
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { runBuild } from './build.mjs';
import { root, tools } from './cache.mjs';
import { launchChromium } from './chromium.mjs';
import { demoWorkspace } from './demoCopies.mjs';
import { electronProfile } from './electronProfile.mjs';
import { servedProfile } from './servedProfile.mjs';
import { withSecondChance } from './secondChance.mjs';
import { packageVsix } from './vsix.mjs';

const outFolder = path.join(root, '.cache', 'host');
const scenarioFolder = path.join(root, 'test', 'host', 'scenarios');

/** `only`, `except`: names of scenarios; MLOPS_SCENARIOS is an `only`. `MLOPS_HOST=electron` runs them in a desktop VS Code. */
export async function runHostSuites({ only = process.env.MLOPS_SCENARIOS?.split(','), except = [], log = console.log } = {}) {
  await runBuild();
  const { file: vsix } = await packageVsix();
  await bundleSuites();
  const isElectron = process.env.MLOPS_HOST === 'electron';
  const browser = isElectron ? undefined : await launchChromium();
  const results = [];
  try {
    const names = (await readdir(scenarioFolder)).filter((name) => name.endsWith('.mjs')).map((name) => name.slice(0, -4));
    for (const name of names.sort()) {
      if (only ? !only.includes(name) : except.includes(name)) continue;
      results.push(...(await withSecondChance(name, () => playScenario(name, { vsix, browser, isElectron, log }), log)));
    }
  } finally {
    await browser?.close();
  }
  return results;
}

async function bundleSuites() {
  const { build } = await import('esbuild');
  const folder = path.join(root, 'test', 'host');
  const entryPoints = (await readdir(folder)).filter((name) => name.endsWith('.host.test.ts')).map((name) => path.join(folder, name));
  await build({
    entryPoints,
    outdir: outFolder,
    outExtension: { '.js': '.cjs' },
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node22',
    sourcemap: 'inline',
    external: ['vscode'],
    logLevel: 'warning',
  });
  // The suites must not run as part of the extension: what is tested is the installed package, not this folder.
  await mkdir(path.join(outFolder, 'driver'), { recursive: true });
  const driver = { name: 'host-suite-driver', publisher: 'mlops-workbench', version: '0.0.1', engines: { vscode: '^1.101.0' } };
  await writeFile(path.join(outFolder, 'driver', 'package.json'), JSON.stringify(driver));
}

async function playScenario(name, { vsix, browser, isElectron, log }) {
  const scratch = await mkdtemp(path.join(tmpdir(), `mlops-host-${name}-`));
  const resultsFile = path.join(scratch, 'results.jsonl');
  const own = [];
  const profiles = [];
  const context = {
    scratch,
    tools,
    root,
    isElectron,
    demo: () => demoWorkspace(path.join(scratch, 'mlops-demo')),
    /** One profile: the extension installed, nothing else. Closed for you at the end. */
    async profile(options = {}) {
      const env = { MLOPS_HOST_RESULTS: resultsFile, MLOPS_METAFILE: path.join(root, '.cache', 'metafile.json'), MLOPS_NODE: tools.node, ...options.env };
      const make = isElectron ? electronProfile : servedProfile;
      const profile = await make({ ...options, env, vsix, browser, driver: path.join(outFolder, 'driver') });
      profiles.push(profile);
      return {
        ...profile,
        /** Runs test/host/<suite>.host.test.ts; throws when it did not end or failed without saying so. */
        async host({ suite, mayDie = false, ...rest }) {
          const before = (await readResults(resultsFile)).length;
          const run = await profile.host({ testsPath: path.join(outFolder, `${suite}.host.test.cjs`), ...rest });
          const results = (await readResults(resultsFile)).slice(before);
          if (mayDie) return run;
          const isExplained = results.some(({ state }) => state === 'failed');
          if (run.error) throw new Error(`${suite}: ${run.error}`);
          if (results.length === 0) throw new Error(`${suite} ran no test (exit code ${run.exitCode})`);
          if (run.exitCode !== 0 && !isExplained) throw new Error(`${suite} ended with ${run.exitCode}`);
          return run;
        },
      };
    },
    /** A test of the scenario itself, outside the host. */
    async test(title, body) {
      const startedAt = Date.now();
      const outcome = await body().then(() => ({ state: 'passed' }), (error) => ({ state: 'failed', message: error.stack ?? String(error) }));
      own.push({ suite: name, name: title, ms: Date.now() - startedAt, ...outcome });
    },
    skip(title, message) {
      own.push({ suite: name, name: title, state: 'skipped', ms: 0, message });
    },
  };
  const startedAt = Date.now();
  try {
    const { play } = await import(pathToFileURL(path.join(scenarioFolder, `${name}.mjs`)).href);
    await play(context);
  } catch (error) {
    own.push({ suite: name, name: 'the scenario plays to its end', state: 'failed', ms: 0, message: error.stack ?? String(error) });
  }
  const results = [...(await readResults(resultsFile)), ...own].map((one) => ({ ...one, suite: 'host', name: `${name} › ${one.name}` }));
  for (const profile of profiles) await profile.close();
  await rm(scratch, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  for (const one of results) log(`${{ passed: '✓', failed: '✗', skipped: '-' }[one.state]} host: ${one.name} (${one.ms} ms)${one.message ? `\n    ${one.message.split('\n').slice(0, 12).join('\n    ')}` : ''}`);
  log(`  ${name}: ${((Date.now() - startedAt) / 1000).toFixed(1)} s`);
  return results;
}

async function readResults(file) {
  const text = await readFile(file, 'utf8').catch((error) => {
    if (error.code === 'ENOENT') return '';
    throw error;
  });
  return text.split('\n').filter(Boolean).map((line) => JSON.parse(line));
}

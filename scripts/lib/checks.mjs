// The list of checks of `npm run check`. Each one counts as a test in the sum.
import { checkBundle } from '../checks/bundle.mjs';
import { checkFileNames, checkFileSizes } from '../checks/fileSize.mjs';
import { checkLayers, checkLint, checkLoops, checkManifest, checkTypes } from '../checks/programs.mjs';
import { checkProviderNames } from '../checks/providerNames.mjs';
import { checkLockFile, checkMachinePaths } from '../checks/tree.mjs';

const quick = [
  ['lock file names no package host', checkLockFile],
  ['no path of one machine in the tree', checkMachinePaths],
  ['files are small', checkFileSizes],
  ['files are named for what they do', checkFileNames],
  ['no provider is named outside its folder', checkProviderNames],
  ['bundle budgets', checkBundle],
  ['manifest agrees with the code', checkManifest],
];
const slow = [
  ['types', checkTypes],
  ['compiled loops agree with their source', checkLoops],
  ['layers', checkLayers],
  ['lint', checkLint],
];

/** @returns {Promise<{suite: 'check', name: string, state: 'passed' | 'failed', ms: number, message?: string}[]>} */
export async function runChecks({ isFast = false, log = console.log } = {}) {
  const results = [];
  const queue = isFast ? [...quick] : [...quick, ...slow];
  const worker = async () => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      const result = await runCheck(...next, log);
      if (result) results.push(result);
    }
  };
  await Promise.all([worker(), worker()]);
  return results;
}

async function runCheck(name, check, log) {
  const startedAt = Date.now();
  const outcome = await Promise.resolve()
    .then(check)
    .catch((error) => ({ problems: [`the check itself broke: ${error.stack ?? error}`] }));
  if (outcome === undefined) return undefined;
  const ms = Date.now() - startedAt;
  const state = outcome.problems.length === 0 ? 'passed' : 'failed';
  log(`${state === 'passed' ? '✓' : '✗'} check: ${name} (${ms} ms)${outcome.note ? ` · ${outcome.note}` : ''}`);
  for (const problem of outcome.problems) log(`    ${problem}`);
  return { suite: 'check', name, state, ms, message: outcome.problems.join('\n') };
}

// Types, lint, layers, names, sizes, manifest and bundle budgets. `--fast` leaves out what takes longer than a second.
import { setUp } from './lib/setup.mjs';
import { runChecks } from './lib/checks.mjs';

const { missing } = await setUp({ only: ['project'] });
if (missing.length > 0) process.exit(1);
const results = await runChecks({ isFast: process.argv.includes('--fast') });
const failed = results.filter(({ state }) => state === 'failed').length;
console.log(`${results.length - failed} passed, ${failed} failed, 0 skipped`);
process.exitCode = failed === 0 ? 0 : 1;

import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import fs from 'node:fs/promises';
import path from 'node:path';
import { verdictsMarkdown, verdictsOf } from './verdicts.mjs';

/** What our command is told of each table beside its sides; docs/demo-drift.md says why. */
export const tables = {
  census: { file: (part) => `data/census/${part}.parquet`, settings: ['--exclude', 'year'] },
  stocks: { file: (part) => `data/stocks/${part}.csv`, settings: ['--time', 'date'] },
};
export const windowNames = Array.from({ length: 6 }, (_, at) => `window-${at + 1}`);
export const otherTools = [
  { id: 'evidently', name: 'Evidently', files: windowNames.map((window) => `evidently-${window}.json`) },
  { id: 'nannyml', name: 'NannyML', files: ['nannyml.csv'] },
];

/** Real tables that packages ship, cut into windows, and what other tools say of them at their defaults. Minutes of CPU. */
export async function buildRealData({ runner, log }) {
  const { peers } = runner;
  if (!existsSync(peers)) return otherTools.map(({ name }) => ({ name, reason: `${peers} is missing` }));
  log('Demo: real tables in windows, and what other tools say of them');
  await runner.run([peers, runner.drive('realData.py'), 'data']);
  const missing = [];
  for (const { id, name } of otherTools) {
    try {
      await runner.run([peers, runner.drive('otherTools.py'), id, 'data', 'drift']);
    } catch (error) {
      missing.push({ name, reason: error.message.trim().split('\n').at(-1) });
    }
  }
  return missing;
}

/**
 * Our verdicts on the same windows, and all of them side by side: drift/<table>/ours-window-1.json …, side-by-side.json and
 * drift/verdicts.md. `missing`: tools that gave no answer, with the reason.
 */
export async function buildVerdicts({ dir, cli, missing, log }) {
  if (!existsSync(path.join(dir, 'data', 'census'))) return;
  if (!existsSync(cli)) return log(`  not run here: ${cli} is not built`);
  log('Demo: our verdicts beside theirs');
  const sections = {};
  for (const [table, { file, settings }] of Object.entries(tables)) {
    const folder = path.join(dir, 'drift', table);
    const own = [];
    for (const window of windowNames) {
      const name = path.join(folder, `ours-${window}.json`);
      await fs.mkdir(folder, { recursive: true });
      await fs.writeFile(name, await asked(cli, dir, ['drift', '--reference', file('reference'), '--current', file(window), ...settings, '--json']));
      own.push(name);
    }
    const theirs = otherTools.filter(({ name }) => !missing.some((one) => one.name === name)).flatMap(({ files }) => files.map((one) => path.join(folder, one)));
    const together = await asked(cli, dir, ['drift', ...[...own, ...theirs].flatMap((one) => ['--read', one]), '--json']);
    await fs.writeFile(path.join(folder, 'side-by-side.json'), together);
    sections[table] = verdictsOf(JSON.parse(together).data.windows);
  }
  await fs.writeFile(path.join(dir, 'drift', 'verdicts.md'), verdictsMarkdown(sections, missing));
}

/** The answer of `mlops`; exit 1 is a verdict. */
function asked(cli, cwd, args) {
  return new Promise((resolve, reject) => {
    execFile(process.execPath, [cli, ...args], { cwd, maxBuffer: 256 * 1024 * 1024 }, (error, stdout, stderr) => {
      if (error && error.code !== 1) reject(new Error(`mlops ${args.join(' ')} ended with ${error.code}:\n${stderr.slice(-2000)}`));
      else resolve(stdout);
    });
  });
}

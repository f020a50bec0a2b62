// How fast, against the tools themselves, in one run: one table, the median of five, exit 1 where a target is missed.
//   --quick             small sizes and one round, for a look; never fails
//   --only list,log     these parts (list, refresh, mlflow, log, panel, drift, drift-large, drift-nulls, governance)
import { spawn } from 'node:child_process';
import path from 'node:path';
import { cacheDir, root, toolEnvironment, tools } from './lib/cache.mjs';
import { setUp } from './lib/setup.mjs';

const { missing } = await setUp({ only: ['project', 'duckdb', 'python', 'editor'], log: (line) => console.error(line) });
const needed = missing.filter(({ part }) => !/code|system/i.test(part));
if (needed.length > 0) {
  console.error(`bench: cannot run: ${needed.map(({ part, reason }) => `${part}: ${reason}`).join('; ')}`);
  process.exit(1);
}
const { runBuild } = await import('./lib/build.mjs');
console.error(`bench: ${await runBuild()}`);
// The services are measured as they ship: bundled and split, so that what loads on first use counts as it does there.
const { build } = await import('esbuild');
const outdir = path.join(root, '.cache', 'bench');
await build({
  entryPoints: { main: path.join(root, 'test', 'bench', 'main.ts') },
  outdir,
  bundle: true,
  splitting: true,
  minify: true,
  platform: 'node',
  format: 'esm',
  target: 'node20',
  // Finds its own files beside itself.
  external: ['playwright-core'],
  outExtension: { '.js': '.mjs' },
  chunkNames: 'chunks/[name]-[hash]',
  banner: { js: "import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);" },
  logLevel: 'error',
});
const args = ['--expose-gc', '--disable-warning=ExperimentalWarning', path.join(outdir, 'main.mjs'), '--root', root, ...process.argv.slice(2)];
const child = spawn(tools.node, args, { cwd: root, env: { ...toolEnvironment(), MLOPS_DEV_CACHE: cacheDir }, stdio: 'inherit' });
child.once('error', (error) => {
  console.error(`bench: ${error.message}`);
  process.exitCode = 1;
});
child.once('close', (code) => (process.exitCode = code ?? 1));

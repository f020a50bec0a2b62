// Checks that other programs make: the compiler, the linter, the layer rules, the manifest generator.
import path from 'node:path';
import { existsSync } from 'node:fs';
import { root } from '../lib/cache.mjs';
import { run } from '../lib/command.mjs';

/** The other lane's suites take their share of two cores: a limit is for what hangs, not for what waits. */
const timeoutMs = 1_200_000;

const bin = (name) => path.join(root, 'node_modules', ...name);

async function program(script, args) {
  const result = await run(process.execPath, [script, ...args], { cwd: root, timeoutMs });
  if (result.code === 0) return { problems: [] };
  return { problems: result.output.trim().split('\n').slice(-80) };
}

/** By the compiler in Go, in a fifth of the time; the linter needs the one in JavaScript. */
export const checkTypes = () => program(bin(['typescript-native', 'bin', 'tsc']), ['-b', '--pretty', 'false']);

export const checkLint = () =>
  program(bin(['eslint', 'bin', 'eslint.js']), ['--cache', '--cache-location', '.cache/eslint', '--no-color', '--max-warnings', '0', '.']);

export const checkLayers = () =>
  program(bin(['dependency-cruiser', 'bin', 'dependency-cruise.mjs']), ['--config', '.dependency-cruiser.cjs', 'src', 'webview-ui/src']);

export const checkLoops = () => program(path.join(root, 'scripts', 'loops.mjs'), ['--check']);

export const checkManifest = () =>
  existsSync(path.join(root, 'scripts', 'manifest.mjs'))
    ? program(path.join(root, 'scripts', 'manifest.mjs'), ['--check'])
    : { problems: ['scripts/manifest.mjs is missing'] };

// The budgets of the built product, read from what esbuild wrote about it.
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { root } from '../lib/cache.mjs';

const entryBudgetBytes = 150_000;
const entry = 'dist/extension.js';

/** Undefined when nothing was built. */
export async function checkBundle() {
  const text = await readFile(path.join(root, '.cache', 'metafile.json'), 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  const { outputs } = JSON.parse(text).host;
  const problems = [];
  const entryBytes = outputs[entry]?.bytes ?? 0;
  if (entryBytes === 0) problems.push(`${entry} was not built`);
  if (entryBytes >= entryBudgetBytes) problems.push(`${entry} has ${entryBytes} bytes, the budget is ${entryBudgetBytes}`);
  const eager = staticallyReached(outputs, entry);
  for (const file of eager) {
    const provider = Object.keys(outputs[file].inputs).find((input) => /^src\/providers\/[^/]+\//.test(input));
    if (provider) problems.push(`${file} is loaded with the extension and holds ${provider}: a provider loads on first use`);
  }
  const eagerBytes = eager.reduce((sum, file) => sum + outputs[file].bytes, 0);
  return { problems, note: `${entry} ${kb(entryBytes)}, with what it loads at once ${kb(eagerBytes)} in ${eager.length} file(s)` };
}

function staticallyReached(outputs, start) {
  const seen = new Set();
  const queue = outputs[start] ? [start] : [];
  for (let file = queue.shift(); file !== undefined; file = queue.shift()) {
    if (seen.has(file)) continue;
    seen.add(file);
    for (const one of outputs[file]?.imports ?? []) {
      if (one.kind === 'import-statement' && outputs[one.path]) queue.push(one.path);
    }
  }
  return [...seen];
}

const kb = (bytes) => `${(bytes / 1000).toFixed(0)} KB`;

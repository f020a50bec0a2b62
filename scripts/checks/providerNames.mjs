// Features appear because a capability is there, never because of a name: outside its own folder and its row in the
// registry, nothing names a provider.
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { root } from '../lib/cache.mjs';
import { sourceFiles, withoutComments } from './sources.mjs';

const neutralFolders = ['src/services', 'src/vscode', 'src/cli', 'webview-ui'];
const composers = new Set(['src/cli/main.ts']);

export async function checkProviderNames() {
  const rows = await registryRows();
  const files = (await sourceFiles(neutralFolders, /\.(ts|tsx)$/)).filter(({ file }) => !composers.has(file));
  const problems = files.flatMap(({ file, text }) =>
    withoutComments(text)
      .split('\n')
      .flatMap((line, index) =>
        rows.filter((row) => row.pattern.test(line)).map((row) => `${file}:${index + 1} names the provider "${row.id}": ${line.trim()}`),
      ),
  );
  if (rows.length === 0) problems.push('src/providers/registry.ts: no provider row was found, so the rule checks nothing');
  return { problems, note: rows.map((row) => row.id).join(', ') };
}

async function registryRows() {
  const registry = await readFile(path.join(root, 'src', 'providers', 'registry.ts'), 'utf8');
  const rows = registry.matchAll(/^ {4}id: '([a-z][a-z0-9-]*)',\s+label: '([^']*)'([\s\S]*?)^ {2}\},?$/gm);
  return [...rows].map(([, id, label, rest]) => ({
    id,
    // A provider that is always there has a plain word for a name ("local"): only the literal counts.
    pattern: rest.includes('always: true') ? literal(id) : named(id, label),
  }));
}

const literal = (id) => new RegExp(`['"\`]${id}(?:[:/][^'"\`]*)?['"\`]`);

/** `dvc`, `dvcRuns`, `Dvc`, the label, but not a longer word that holds the letters. */
const named = (id, label) => new RegExp(`(?<![A-Za-z])(?:${id}|${id[0].toUpperCase()}${id.slice(1)})(?![a-z])|\\b${label}\\b`);

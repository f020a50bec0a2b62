// Writes package.json's contributions from the typed ids, the registry's rows and scripts/manifest/*.
// `--check` changes nothing: it fails when package.json is out of date or when code and manifest disagree.
import { build } from 'esbuild';
import { mkdtemp, readFile, rm, writeFile, mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { contributions } from './manifest/contributions.mjs';
import { agreement } from './manifest/agreement.mjs';
import { schemaFiles } from './manifest/schemas.mjs';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const isCheck = process.argv.includes('--check');

/** TypeScript modules of pure data, loaded as they are written; provider bundles stay outside. */
async function load(entry) {
  const folder = await mkdtemp(path.join(tmpdir(), 'mlops-manifest-'));
  try {
    const outfile = path.join(folder, 'data.mjs');
    await build({
      entryPoints: [path.join(root, entry)],
      bundle: true,
      format: 'esm',
      platform: 'node',
      outfile,
      logLevel: 'error',
      plugins: [
        {
          name: 'rows-only',
          setup(build) {
            build.onResolve({ filter: /^\.\/[^/]+\/index\.ts$/ }, (args) => ({ path: args.path, external: true }));
          },
        },
      ],
    });
    return await import(pathToFileURL(outfile).href);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const ids = await load('src/vscode/ids.ts');
const { providerRows } = await load('src/providers/registry.ts');
const { policySchema } = await load('src/core/governance/policy/policySchema.ts');
const { rosterSchema } = await load('src/core/governance/roster/rosterSchema.ts');
const governed = { policy: policySchema, roster: rosterSchema };

const manifestPath = path.join(root, 'package.json');
const nlsPath = path.join(root, 'package.nls.json');
const manifest = JSON.parse(await readFile(manifestPath, 'utf8'));
const { nls, ...parts } = contributions(ids, providerRows, governed);

const wanted = new Map([
  [manifestPath, `${JSON.stringify(merge(manifest, parts), null, 2)}\n`],
  [nlsPath, `${JSON.stringify(nls, null, 2)}\n`],
  ...schemaFiles(providerRows, governed).map(({ name, schema }) => [
    path.join(root, 'media/schemas', name),
    `${JSON.stringify(schema, null, 2)}\n`,
  ]),
]);

const problems = await agreement(root, ids, parts);
for (const [file, content] of wanted) {
  const present = await readFile(file, 'utf8').catch(() => '');
  if (present === content) continue;
  if (isCheck) problems.push(`${path.relative(root, file)} is out of date: run \`npm run manifest\`.`);
  else {
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, content);
    console.log(`wrote ${path.relative(root, file)}`);
  }
}
if (problems.length > 0) {
  for (const problem of problems) console.error(`manifest: ${problem}`);
  process.exitCode = 1;
} else {
  console.log(`manifest: ${ids.commandIds.length} commands, ${ids.viewIds.length} views, code and package.json agree`);
}

/** Keeps the order of keys people wrote; the generated ones stand before `scripts`. */
function merge(before, generated) {
  const after = {};
  for (const [key, value] of Object.entries(before)) {
    if (key in generated) continue;
    if (key === 'scripts') Object.assign(after, generated);
    after[key] = value;
  }
  return 'scripts' in before ? after : { ...after, ...generated };
}

// Bundles the product: extension and CLI share chunks (ESM with splitting, so a provider loads on first use), the
// supervisor is one dependency-free file, the webviews are browser bundles.
import { build, context } from 'esbuild';
import { rm, cp, mkdir, readdir, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const isWatch = process.argv.includes('--watch');
const isDevelopment = isWatch || process.argv.includes('--dev');

// CommonJS packages inside an ESM bundle still call require for Node's own modules.
const requireBanner =
  "import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);";

const common = {
  absWorkingDir: root,
  bundle: true,
  minify: !isDevelopment,
  sourcemap: isDevelopment ? 'linked' : false,
  metafile: true,
  legalComments: 'none',
  logLevel: 'warning',
};

const host = {
  ...common,
  entryPoints: { extension: 'src/vscode/extension.ts', cli: 'src/cli/main.ts' },
  outdir: 'dist',
  platform: 'node',
  format: 'esm',
  target: 'node20',
  splitting: true,
  chunkNames: 'chunks/[name]-[hash]',
  external: ['vscode'],
  banner: { js: requireBanner },
};

const supervisor = {
  ...common,
  entryPoints: { supervisor: 'src/providers/local/supervisor/main.ts' },
  outdir: 'dist',
  platform: 'node',
  format: 'esm',
  target: 'node20',
};

async function webviewEntries() {
  const folder = path.join(root, 'webview-ui', 'src');
  const entries = {};
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const main = path.join(folder, entry.name, 'main.tsx');
    if (entry.isDirectory() && existsSync(main)) entries[entry.name] = main;
  }
  return entries;
}

const webview = {
  ...common,
  entryPoints: await webviewEntries(),
  outdir: 'dist/webview',
  platform: 'browser',
  format: 'esm',
  target: 'chrome120',
  splitting: true,
  chunkNames: 'chunks/[name]-[hash]',
  jsx: 'automatic',
  jsxImportSource: 'preact',
  loader: { '.ttf': 'file' },
  assetNames: '[name]',
};

await rm(path.join(root, 'dist'), { recursive: true, force: true });
await mkdir(path.join(root, 'dist'), { recursive: true });
const codicons = path.join(root, 'node_modules/@vscode/codicons/dist');
await cp(path.join(codicons, 'codicon.css'), path.join(root, 'dist/webview/codicon.css'));
await cp(path.join(codicons, 'codicon.ttf'), path.join(root, 'dist/webview/codicon.ttf'));

const bundles = Object.entries({ host, supervisor, webview }).filter(([, options]) => Object.keys(options.entryPoints).length > 0);
if (isWatch) await watchAll();
else await buildAll();

async function buildAll() {
  const results = await Promise.all(bundles.map(async ([name, options]) => [name, (await build(options)).metafile]));
  await mkdir(path.join(root, '.cache'), { recursive: true });
  await writeFile(path.join(root, '.cache/metafile.json'), JSON.stringify(Object.fromEntries(results)));
}

/** The two lines are what .vscode/tasks.json waits for, so that F5 starts on a whole build. */
async function watchAll() {
  let running = bundles.length;
  console.log('[watch] build started');
  const started = new Set();
  const announce = (name) => ({
    name: 'announce',
    setup(hooks) {
      hooks.onStart(() => {
        if (!started.has(name)) return void started.add(name);
        if (running === 0) console.log('[watch] build started');
        running += 1;
      });
      hooks.onEnd(() => {
        running -= 1;
        if (running === 0) console.log('[watch] build finished');
      });
    },
  });
  for (const [name, options] of bundles) {
    const bundle = await context({ ...options, plugins: [announce(name)] });
    await bundle.watch();
  }
}

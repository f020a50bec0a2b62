// Bundles the product: extension and CLI share chunks (ESM with splitting, so a provider loads on first use), the
// supervisor is one dependency-free file, the webviews are browser bundles.
import { context } from 'esbuild';
import { rm, cp, mkdir, readdir } from 'node:fs/promises';
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

const metafiles = {};
for (const [name, options] of Object.entries({ host, supervisor, webview })) {
  if (name !== 'webview' || Object.keys(options.entryPoints).length > 0) {
    const bundle = await context(options);
    const result = await bundle.rebuild();
    metafiles[name] = result.metafile;
    if (isWatch) await bundle.watch();
    else await bundle.dispose();
  }
}
if (!isWatch) {
  const { writeFile } = await import('node:fs/promises');
  await mkdir(path.join(root, '.cache'), { recursive: true });
  await writeFile(path.join(root, '.cache/metafile.json'), JSON.stringify(metafiles));
  const { writeBundleReport } = await import('./lib/bundleReport.mjs').catch(() => ({ writeBundleReport: () => {} }));
  await writeBundleReport(metafiles);
} else {
  console.log('[watch] build finished');
}

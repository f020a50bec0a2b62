import { context } from 'esbuild';
import { createReadStream } from 'node:fs';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { panelHtml } from '../../../src/vscode/panels/html.ts';

const root = path.resolve(import.meta.dirname, '../../..');
const types: Readonly<Record<string, string>> = { '.js': 'text/javascript', '.css': 'text/css', '.ttf': 'font/ttf', '.map': 'application/json' };

export interface HarnessServer {
  readonly origin: string;
  close(): Promise<void>;
}

/** The panels as they ship (same entry points, same document, same policy) with the fake host in the page. */
export async function startHarness(): Promise<HarnessServer> {
  const out = await mkdtemp(path.join(tmpdir(), 'mlops-harness-'));
  const bundle = await context({
    absWorkingDir: root,
    entryPoints: { compare: 'webview-ui/src/compare/main.tsx', runs: 'webview-ui/src/runs/main.tsx', drift: 'webview-ui/src/drift/main.tsx', approval: 'webview-ui/src/approval/main.tsx', fakeHost: 'test/webview/harness/fakeHost.ts' },
    outdir: out,
    bundle: true,
    minify: true,
    format: 'esm',
    splitting: true,
    platform: 'browser',
    target: 'chrome120',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    logLevel: 'warning',
  });
  await bundle.rebuild();
  await bundle.dispose();
  for (const file of ['codicon.css', 'codicon.ttf']) await cp(path.join(root, 'node_modules/@vscode/codicons/dist', file), path.join(out, file));
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://harness');
    if (url.pathname === '/') {
      const asked = url.searchParams.get('panel');
      const panel = asked === 'runs' || asked === 'drift' || asked === 'approval' ? asked : 'compare';
      const page = panelHtml({ title: panel, cspSource: origin, nonce: 'harness', script: `/${panel}.js`, styles: ['/codicon.css', `/${panel}.css`] });
      response.setHeader('content-type', 'text/html');
      response.end(page.replace('<div id="root">', '<script type="module" nonce="harness" src="/fakeHost.js"></script><div id="root">'));
      return;
    }
    const file = path.join(out, path.basename(url.pathname));
    response.setHeader('content-type', types[path.extname(file)] ?? 'application/octet-stream');
    createReadStream(file).on('error', () => response.writeHead(404).end()).pipe(response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const origin = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
  return {
    origin,
    close: async () => {
      await new Promise((resolve) => server.close(resolve));
      await rm(out, { recursive: true, force: true });
    },
  };
}

import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { chromium, type Browser, type Page } from 'playwright-core';
import { disposable } from '../../src/core/base/disposable.ts';
import { nodeClock } from '../../src/io/clock.ts';
import { nodeProcess } from '../../src/io/process.ts';
import type { Port, ToView } from '../../src/protocol/rpc/wire.ts';
import { computeDrift } from '../../src/vscode/drift/compute.ts';
import { DriftController } from '../../src/vscode/panels/drift/controller.ts';
import { tools } from '../support/tools.ts';
import type { HarnessServer } from '../webview/harness/server.ts';
import { below, time, told, type Line } from './line.ts';
import { scrolled } from './scrolled.ts';

export interface PanelSizes {
  readonly rows: number;
  readonly columns: number;
}

/** The Drift panel as it ships, in a real browser: its own command compares two wide tables, and 500 columns are scrolled. */
export async function panelLines(root: string, { rows, columns }: PanelSizes): Promise<Line[]> {
  const folder = await wideTables(root, rows, columns);
  // Not bundled: the harness bundles the panels itself, from the sources beside it.
  const harness = path.join(root, 'test', 'webview', 'harness');
  const { startHarness } = (await import(path.join(harness, 'server.ts'))) as { startHarness(): Promise<HarnessServer> };
  const server = await startHarness();
  const browser = await chromium.launch({ executablePath: tools.chromium, args: ['--no-sandbox', '--disable-gpu'] });
  try {
    const lines = await compared(browser, { origin: server.origin, root, folder, of: `${rows} x ${columns}`, tokens: themeTokens(harness) });
    return [...lines, ...(await scrolled(browser, server.origin))];
  } finally {
    await browser.close();
    await server.close();
  }
}

/** Kept in the cache: a gigabyte takes a minute to make. */
async function wideTables(root: string, rows: number, columns: number): Promise<string> {
  const folder = path.join(tools.cache, 'bench', `wide-${rows}x${columns}`);
  if (existsSync(path.join(folder, 'current.parquet'))) return folder;
  mkdirSync(folder, { recursive: true });
  await promisify(execFile)(tools.peersPython, [path.join(root, 'test', 'bench', 'wideTable.py'), folder, String(rows), String(columns)]);
  return folder;
}

function themeTokens(harness: string): Record<string, string> {
  return (JSON.parse(readFileSync(path.join(harness, 'themes.json'), 'utf8')) as { dark: Record<string, string> }).dark;
}

interface Comparison {
  readonly origin: string;
  readonly root: string;
  readonly folder: string;
  readonly of: string;
  readonly tokens: Record<string, string>;
}

/** From the start of the command to what a person sees; the controller runs here as it does in the editor's extension host. */
async function compared(browser: Browser, { origin, root, folder, of, tokens }: Comparison): Promise<Line[]> {
  const page = await browser.newPage({ viewport: { width: 1180, height: 760 } });
  const port = await outsideHost(page, tokens);
  await page.goto(`${origin}/?panel=drift`);
  const processes = nodeProcess();
  const machine = { process: processes, clock: nodeClock(), settings: { get: () => undefined }, trust: { isTrusted: true, onDidGrant: () => disposable(() => undefined) }, log: { info: () => undefined, warn: console.error, error: console.error } };
  const refuse = () => Promise.reject(new Error('Nobody asks for it here.'));
  const controller = new DriftController(
    {
      compute: (what, listener, signal) => computeDrift(machine, path.join(root, 'dist', 'cli.js'), what, listener, signal),
      save: () => Promise.resolve(),
      load: () => Promise.resolve(undefined),
      canRetrain: () => Promise.resolve(false),
    },
    { saveFile: refuse, copy: refuse, openCode: refuse, pickData: refuse, retrain: refuse, rename: () => undefined, warn: console.error },
    port,
  );
  const named = (side: string) => ({ text: path.join(folder, `${side}.parquet`), name: `${side}.parquet` });
  const from = performance.now();
  const seen = async (columns: number, selector: string) => {
    await page.waitForFunction(([least, wanted]) => document.querySelectorAll(String(wanted)).length >= Number(least), [columns, selector] as const, { polling: 'raf', timeout: 600_000 });
    return performance.now() - from;
  };
  const row = '#grid-columns .state';
  const comparing = controller.compare({ folder, reference: named('reference'), currents: [named('current')] });
  const namesMs = await seen(10, row);
  const firstMs = await seen(1, `${row}:not(.state-waiting)`);
  const tenMs = await seen(10, `${row}:not(.state-waiting)`);
  const reportMs = await seen(10, `main:has(.verdict-drift, .verdict-no-drift) ${row}`);
  await comparing;
  const { reader } = controller.picture.windows[0]?.engine ?? { reader: 'none' };
  controller.dispose();
  await page.close();
  return [
    told(`panel, ${of}: names of columns on screen`, time(namesMs)),
    told(`panel, ${of}: first column on screen (reader: ${reader})`, time(firstMs)),
    below(`panel, ${of}: first 10 columns on screen`, tenMs, 3000, 'ms'),
    told(`panel, ${of}: whole report on screen`, time(reportMs)),
  ];
}

/** The page's end of an editor whose extension host is this process: messages cross as JSON, typed arrays as they are. */
async function outsideHost(page: Page, tokens: Record<string, string>): Promise<Port<ToView>> {
  const listeners = new Set<(message: unknown) => void>();
  await page.exposeFunction('mlopsToHost', (message: unknown) => listeners.forEach((listener) => listener(message)));
  await page.route('**/fakeHost.js', (route) => route.fulfill({ contentType: 'text/javascript', body: '' }));
  await page.addInitScript((values) => {
    const host = window as unknown as { mlopsToHost(message: unknown): void; acquireVsCodeApi: () => unknown };
    host.acquireVsCodeApi = () => ({ postMessage: (message: unknown) => host.mlopsToHost(message), getState: () => undefined, setState: () => undefined });
    document.addEventListener('DOMContentLoaded', () => {
      document.body.className = 'vscode-dark';
      for (const [token, value] of Object.entries(values)) document.documentElement.style.setProperty(token, value);
    });
  }, tokens);
  return {
    post: async (message) => {
      await page.evaluate((value) => window.postMessage(value, '*'), message as object);
      return true;
    },
    onMessage: (listener) => {
      listeners.add(listener);
      return disposable(() => listeners.delete(listener));
    },
  };
}

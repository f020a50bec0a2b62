// The editor that shows the demo: the desktop's VS Code where there is one, else a served VS Code with the .vsix in it.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { root, toolEnvironment, tools } from './cache.mjs';
import { freePort } from './codeServer.mjs';
import { must, which } from './command.mjs';

const editorHome = path.join(root, '.demo', 'editor');

/** True where a window can be opened for the person at this machine. */
export function hasDesktopEditor() {
  const hasScreen = process.platform !== 'linux' || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);
  return hasScreen && which('code') !== undefined;
}

export async function openDesktopEditor(workspace) {
  await must('code', ['--new-window', `--extensionDevelopmentPath=${root}`, workspace], { env: toolEnvironment() });
}

/**
 * Serves VS Code on the loopback address with the extension installed.
 * @returns {Promise<{url: string, stop: () => Promise<void>, ended: Promise<number | null>}>}
 */
export async function serveEditor(workspace, vsix, { port } = {}) {
  const entry = path.join(tools.codeServer, 'out', 'node', 'entry.js');
  const folders = [
    ...['--user-data-dir', path.join(editorHome, 'user')],
    ...['--extensions-dir', path.join(editorHome, 'extensions')],
    ...['--config', path.join(editorHome, 'config.yaml')],
  ];
  await prepareSettings();
  const env = { ...toolEnvironment(), PORT: undefined };
  await must(tools.node, [entry, ...folders, '--install-extension', vsix, '--force'], { env, timeoutMs: 120_000 });
  const chosen = port ?? (await freePort());
  const args = [
    ...[entry, '--auth', 'none', '--bind-addr', `127.0.0.1:${chosen}`],
    ...['--disable-telemetry', '--disable-update-check', '--disable-workspace-trust', '--disable-getting-started-override'],
    ...folders,
    workspace,
  ];
  const child = spawn(tools.node, args, { env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => { output = (output + chunk).slice(-10_000); });
  const ended = new Promise((resolve) => child.once('close', resolve));
  const base = `http://127.0.0.1:${chosen}/`;
  await answers(`${base}healthz`, ended, () => output);
  const stop = async () => {
    if (child.exitCode === null) process.kill(-child.pid, 'SIGTERM');
    await ended;
  };
  return { url: `${base}?folder=${encodeURIComponent(workspace)}`, stop, ended };
}

async function prepareSettings() {
  const file = path.join(editorHome, 'user', 'User', 'settings.json');
  if (existsSync(file)) return;
  await mkdir(path.dirname(file), { recursive: true });
  const settings = {
    'workbench.startupEditor': 'none',
    'telemetry.telemetryLevel': 'off',
    'chat.disableAIFeatures': true,
    'extensions.ignoreRecommendations': true,
  };
  await writeFile(file, JSON.stringify(settings, null, 2));
}

async function answers(url, ended, outputOf) {
  const until = Date.now() + 60_000;
  let isRunning = true;
  void ended.then(() => { isRunning = false; });
  while (Date.now() < until && isRunning) {
    const response = await fetch(url, { signal: AbortSignal.timeout(2_000) }).catch(() => undefined);
    if (response?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error(`The demo's editor did not start.\n${outputOf()}`);
}

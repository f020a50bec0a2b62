// A real VS Code without a desktop: the server and web workbench that the code-server package carries, driven by
// Chromium. Every instance has its own port and its own user data, extensions and server folders.
import { spawn, execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { createServer } from 'node:net';
import { mkdtemp, mkdir, writeFile, rm, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { root, tools, editorEnvironment } from './cache.mjs';
import { launchChromium } from './chromium.mjs';
import { Workbench } from './workbench.mjs';

const serverMain = path.join(tools.codeServer, 'lib', 'vscode', 'out', 'server-main.js');

/** Names of the themes of each kind, as VS Code's own settings call them. */
export const themes = {
  dark: 'Default Dark Modern',
  light: 'Default Light Modern',
  hc: 'Default High Contrast',
  'hc-light': 'Default High Contrast Light',
};

const calmSettings = {
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'workbench.welcomePage.walkthroughs.openOnInstall': false,
  'extensions.ignoreRecommendations': true,
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'git.openRepositoryInParentFolders': 'never',
  'chat.commandCenter.enabled': false,
  'chat.disableAIFeatures': true,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
};

export async function freePort() {
  const probe = createServer();
  await new Promise((resolve, reject) => probe.once('error', reject).listen(0, '127.0.0.1', resolve));
  const { port } = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  return port;
}

/**
 * Starts one VS Code server.
 * @param {object} options
 * @param {string} [options.vsix] package to install first; without it use `extensionPath` when a page is opened
 * @param {boolean} [options.trust] false: workspace trust is on, folders open untrusted. Default true
 * @param {Record<string, unknown>} [options.settings] machine settings
 * @param {keyof typeof themes} [options.theme]
 * @param {Record<string, string | undefined>} [options.env] added to the server's (and so the extension host's) environment
 * @returns {Promise<VsCodeServer>}
 */
export async function startServer({ vsix, trust = true, settings = {}, theme = 'dark', env = {} } = {}) {
  const home = await mkdtemp(path.join(tmpdir(), 'mlops-vscode-'));
  const folders = { user: path.join(home, 'user'), extensions: path.join(home, 'ext'), server: path.join(home, 'server') };
  await Promise.all(Object.values(folders).map((folder) => mkdir(folder, { recursive: true })));
  // Application-wide settings are read from the user's file only, machine ones from the server's.
  const settingsText = JSON.stringify({ ...calmSettings, 'workbench.colorTheme': themes[theme] ?? theme, ...settings }, null, 2);
  for (const file of [path.join(folders.server, 'data', 'Machine', 'settings.json'), path.join(folders.user, 'User', 'settings.json')]) {
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, settingsText);
  }
  const environment = {
    ...editorEnvironment(home),
    MLOPS_DEV_CACHE: path.dirname(path.dirname(path.dirname(tools.nodeHome))),
    ...env,
  };
  const dirs = ['--user-data-dir', folders.user, '--extensions-dir', folders.extensions, '--server-data-dir', folders.server];
  if (vsix) {
    await promisify(execFile)(tools.node, [serverMain, '--install-extension', vsix, '--force', ...dirs], {
      env: environment,
      timeout: 120_000,
    });
  }
  const server = new VsCodeServer({ home, folders, dirs, trust, environment });
  try {
    await server.start();
  } catch (error) {
    await server.close();
    throw error;
  }
  return server;
}

class VsCodeServer {
  constructor({ home, folders, dirs, trust, environment }) {
    this.home = home;
    this.folders = folders;
    this.environment = environment;
    this.dirs = dirs;
    this.trust = trust;
    this.output = '';
    this.workbenches = new Set();
  }

  async start() {
    this.port = await freePort();
    const args = [
      serverMain,
      ...['--host', '127.0.0.1', '--port', String(this.port), '--without-connection-token'],
      ...['--accept-server-license-terms', '--enable-smoke-test-driver', '--disable-telemetry'],
      ...(this.trust ? ['--disable-workspace-trust'] : []),
      ...this.dirs,
    ];
    this.process = spawn(tools.node, args, { env: this.environment, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
    const collect = (chunk) => { this.output = (this.output + chunk).slice(-20_000); };
    this.process.stdout.on('data', collect);
    this.process.stderr.on('data', collect);
    await new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`The VS Code server did not start in 60 s.\n${this.output}`)), 60_000);
      this.process.once('exit', (code) => reject(new Error(`The VS Code server ended with ${code}.\n${this.output}`)));
      this.process.stdout.on('data', () => {
        if (!this.output.includes('Extension host agent listening')) return;
        clearTimeout(timer);
        resolve();
      });
    });
  }

  uri(absolutePath) {
    return `vscode-remote://127.0.0.1:${this.port}${absolutePath}`;
  }

  /**
   * Opens a window. `workspace` is a folder, a `.code-workspace` file, or absent for an empty window.
   * @returns {Promise<Workbench>}
   */
  async open({ workspace, extensionPath, testsPath, browser, viewport = { width: 1280, height: 800 } } = {}) {
    const payload = [['skipWelcome', 'true'], ['skipReleaseNotes', 'true']];
    if (extensionPath) payload.push(['extensionDevelopmentPath', this.uri(extensionPath)]);
    if (testsPath) payload.push(['extensionTestsPath', this.uri(testsPath)]);
    const query = new URLSearchParams();
    if (workspace?.endsWith('.code-workspace')) query.set('workspace', workspace);
    else if (workspace) query.set('folder', workspace);
    else query.set('ew', 'true');
    query.set('payload', JSON.stringify(payload));
    const own = browser ? undefined : await launchChromium();
    const workbench = new Workbench({ browser: browser ?? own, ownsBrowser: own !== undefined, viewport });
    this.workbenches.add(workbench);
    await workbench.open(`http://127.0.0.1:${this.port}/?${query}`);
    return workbench;
  }

  /** The end of the extension host's own log files, for a failure report. */
  async hostLog() {
    const { readdir } = await import('node:fs/promises');
    const names = await readdir(this.home, { recursive: true }).catch(() => []);
    const logs = names.filter((name) => /remoteexthost\.log$|Extension Host.*\.log$/i.test(name));
    const texts = await Promise.all(logs.map((name) => readFile(path.join(this.home, name), 'utf8').catch(() => '')));
    return texts.join('\n').slice(-8_000);
  }

  async close() {
    for (const workbench of this.workbenches) await workbench.close();
    if (this.process && this.process.exitCode === null) {
      const ended = new Promise((resolve) => this.process.once('exit', resolve));
      signalGroup(this.process.pid, 'SIGTERM');
      const timer = setTimeout(() => signalGroup(this.process.pid, 'SIGKILL'), 5_000);
      await ended;
      clearTimeout(timer);
    }
    await rm(this.home, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }
}

function signalGroup(pid, signal) {
  try {
    process.kill(-pid, signal);
  } catch (error) {
    if (error.code !== 'ESRCH') throw error;
  }
}

/**
 * One window on a workspace with the extension in it: the short way for screenshots and UI tests.
 * @returns {Promise<Workbench & {server: VsCodeServer}>} its `close()` ends the server too
 */
export async function startVsCode({ workspace, extensionPath, vsix, trust, settings, theme, env, viewport, browser } = {}) {
  const server = await startServer({ vsix, trust, settings, theme, env });
  try {
    const workbench = await server.open({
      workspace,
      extensionPath: vsix ? extensionPath : (extensionPath ?? root),
      viewport,
      browser,
    });
    server.workbenches.delete(workbench);
    const closeWindow = workbench.close.bind(workbench);
    return Object.assign(workbench, {
      server,
      close: async () => {
        await closeWindow();
        await server.close();
      },
    });
  } catch (error) {
    await server.close();
    throw error;
  }
}

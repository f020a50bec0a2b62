// One VS Code window in a browser page: what a person does with it, by the selectors of the web workbench.
import { mkdir } from 'node:fs/promises';
import path from 'node:path';

export class Workbench {
  constructor({ browser, ownsBrowser, viewport }) {
    this.browser = browser;
    this.ownsBrowser = ownsBrowser;
    this.viewport = viewport;
    /** What the extension host's console printed, oldest first. */
    this.consoleLines = [];
    this.exited = new Promise((resolve) => { this.resolveExit = resolve; });
  }

  async open(url) {
    this.context = await this.browser.newContext({ viewport: this.viewport, deviceScaleFactor: 1 });
    // Two busy cores take their time; what never comes is told a little later.
    this.context.setDefaultTimeout(60_000);
    await this.context.grantPermissions(['clipboard-read', 'clipboard-write']);
    this.page = await this.context.newPage();
    await this.page.exposeFunction('codeAutomationLog', (type, args) => {
      this.consoleLines.push(`${type}: ${Array.isArray(args) ? args.map(String).join(' ') : String(args)}`);
    });
    await this.page.exposeFunction('codeAutomationExit', (code) => this.resolveExit(code));
    await this.page.goto(url, { waitUntil: 'domcontentloaded', timeout: 60_000 });
    await this.page.locator('.monaco-workbench').waitFor({ timeout: 60_000 });
  }

  /** Reloads the window. In a browser the editor writes its open tabs and their state every 5 s, when it is idle; what is newer is lost to a reload. */
  async reload() {
    await this.page.waitForTimeout(8_000);
    await this.page.reload({ waitUntil: 'domcontentloaded', timeout: 60_000 });
    await this.page.locator('.monaco-workbench').waitFor({ timeout: 60_000 });
  }

  /** Waits for the in-host suite to end. Resolves with its exit code; rejects after the limit. */
  async waitForExit(timeoutMs) {
    let timer;
    const late = new Promise((_, reject) => {
      timer = setTimeout(() => reject(new Error(`The suite did not end in ${timeoutMs / 1000} s.`)), timeoutMs);
    });
    try {
      return await Promise.race([this.exited, late]);
    } finally {
      clearTimeout(timer);
    }
  }

  /** Opens the command palette and leaves `text` typed in it. */
  async openPalette(text = '') {
    await this.page.keyboard.press('F1');
    const input = this.page.locator('.quick-input-widget input.input').first();
    await input.waitFor({ state: 'visible', timeout: 10_000 });
    await input.fill(`>${text}`, { timeout: 10_000 });
    return input;
  }

  /**
   * Runs a command by its title in the palette. A window that is still starting may miss the key, close the palette or
   * list half of it: it is asked again. A command whose `when` comes and goes is no command to run by this.
   */
  async runCommand(title, limitMs = 60_000) {
    for (const end = Date.now() + limitMs; ; ) {
      try {
        await this.openPalette(title);
        await this.page.locator('.quick-input-list .monaco-list-row').filter({ hasText: title }).first().click({ timeout: 6_000 });
        return;
      } catch (error) {
        if (Date.now() > end) throw error;
        await this.page.keyboard.press('Escape');
      }
    }
  }

  /** Opens a file of the workspace by name. */
  async openFile(name) {
    await this.page.keyboard.press('Control+P');
    const input = this.page.locator('.quick-input-widget input.input').first();
    await input.waitFor({ state: 'visible' });
    await input.fill(name);
    await this.page.locator('.quick-input-list .monaco-list-row').filter({ hasText: path.basename(name) }).first().click();
    await this.page.locator('.tab').filter({ hasText: path.basename(name) }).first().waitFor();
  }

  /** Shows a view container by the title of its activity-bar item. */
  async showContainer(title = 'MLOps') {
    const action = this.page.locator(`.activitybar .action-item a[aria-label^="${title}"]`).first();
    await action.waitFor({ timeout: 60_000 });
    const isOpen = await action.evaluate((node) => node.closest('.action-item')?.classList.contains('checked') ?? false);
    if (!isOpen) await action.click();
    await this.page.locator('.sidebar .pane-header, .sidebar .composite.title').first().waitFor();
  }

  /** Rows of every tree now rendered in the side bar, as their accessible labels. */
  async treeRows() {
    return await this.page
      .locator('.sidebar .monaco-list-row')
      .evaluateAll((rows) => rows.map((row) => row.getAttribute('aria-label') ?? row.textContent ?? ''));
  }

  row(text) {
    return this.page.locator('.sidebar .monaco-list-row').filter({ hasText: text }).first();
  }

  /** The inner frame of a webview that holds `selector`, waiting for it to be there. */
  async webview(selector, timeoutMs = 30_000) {
    const until = Date.now() + timeoutMs;
    while (Date.now() < until) {
      for (const frame of this.page.frames()) {
        if (frame === this.page.mainFrame()) continue;
        // A frame may be navigating or gone: then it is simply not the one we look for yet.
        const found = await frame.locator(selector).count().catch(() => 0);
        if (found > 0) return frame;
      }
      await this.page.waitForTimeout(100);
    }
    throw new Error(`No webview shows ${selector} after ${timeoutMs / 1000} s.`);
  }

  async screenshot(file) {
    await mkdir(path.dirname(path.resolve(file)), { recursive: true });
    await this.page.screenshot({ path: file });
    return file;
  }

  async close() {
    if (this.closed) return;
    this.closed = true;
    await this.context?.close();
    if (this.ownsBrowser) await this.browser.close();
  }
}

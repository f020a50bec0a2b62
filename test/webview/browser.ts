import { chromium, type Browser, type Page } from 'playwright-core';
import { tools } from '../support/tools.ts';
import { startHarness, type HarnessServer } from './harness/server.ts';

const args = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];

/** A real browser on the panels as they ship. */
export class Bench {
  readonly #browser: Browser;
  readonly #server: HarnessServer;

  constructor(browser: Browser, server: HarnessServer) {
    this.#browser = browser;
    this.#server = server;
  }

  static async start(): Promise<Bench> {
    const server = await startHarness();
    return new Bench(await chromium.launch({ executablePath: tools.chromium, args }), server);
  }

  /** Opens a panel; `query` chooses the scenario (see harness/fakeHost.ts). */
  async open(query: string, more: { reducedMotion?: 'reduce' } = {}): Promise<{ page: Page; errors: string[] }> {
    const page = await this.#browser.newPage({ viewport: { width: 1180, height: 760 }, ...more });
    const errors: string[] = [];
    page.on('pageerror', (error) => errors.push(error.message));
    await page.goto(`${this.#server.origin}/?${query}`);
    await page.waitForSelector('main');
    return { page, errors };
  }

  async close(): Promise<void> {
    await this.#browser.close();
    await this.#server.close();
  }
}

export async function violations(page: Page): Promise<string[]> {
  return page.evaluate(() => window.harness.violations);
}

/** Waits until the host sent nothing for a while: only then what one change sends can be counted. Answers with the count so far. */
export async function quiet(page: Page, forMs = 400): Promise<number> {
  for (let before = -1; ; ) {
    const now = await page.evaluate(() => window.harness.posted());
    if (now === before) return now;
    before = now;
    await page.waitForTimeout(forMs);
  }
}

export async function calls(page: Page, name: string): Promise<unknown[]> {
  return page.evaluate((wanted) => window.harness.calls.filter(([call]) => call === wanted).map(([, argument]) => argument), name);
}

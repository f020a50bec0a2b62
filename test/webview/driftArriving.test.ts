import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { missing } from '../support/tools.ts';
import { findingsInThemes, seriousFindings } from './axe.ts';
import { Bench, violations } from './browser.ts';

const reason = missing('chromium');
const grid = '#grid-columns';

const arrive = (page: Page, columns: number) => page.evaluate((count) => window.harness.arrive(count), columns);
const read = (page: Page, words: string) => page.waitForFunction((wanted) => document.querySelector('h1')?.textContent?.includes(wanted) ?? false, words);
const selected = (page: Page) => page.locator(`${grid} .is-selected .column-name`).innerText();
/** Where the chosen row is on the screen. */
const height = async (page: Page) => Math.round((await page.locator(`${grid} .is-selected`).boundingBox())?.y ?? -1);
const shown = (page: Page) => page.locator(`${grid} .grid-row`).evaluateAll((rows) => rows.map((row) => [Number(row.getAttribute('aria-rowindex')), row.querySelector('.column-name')?.textContent ?? '', row.querySelector('.state')?.className.replace('state state-', '') ?? ''] as const).sort((a, b) => a[0] - b[0]));

describe.skipIf(reason)('Drift panel while columns arrive', () => {
  let bench: Bench;
  beforeAll(async () => {
    bench = await Bench.start();
  });
  afterAll(() => bench.close());

  it('columns without a verdict say so, without its colour, in all four themes', async () => {
    const { page, errors } = await bench.open('panel=drift&scenario=arrives');
    await page.waitForSelector(`${grid} .state-waiting`);
    await arrive(page, 14);
    await read(page, '14 of 40 columns read, not judged yet');
    const rows = await shown(page);
    // In the file's order.
    expect(rows.slice(0, 3).map(([, name]) => name)).toEqual(['age', 'income', 'balance']);
    expect(rows.map(([, , state]) => state)).toEqual(rows.map((_, at) => (at < 14 ? 'judging' : 'waiting')));
    expect(await page.getAttribute(grid, 'aria-rowcount')).toBe('41');
    expect(await page.locator(`${grid} .is-drift, ${grid} .codicon-warning, .verdict-drift`).count()).toBe(0);
    await page.waitForSelector('.detail .canvas-frame');
    expect(await page.locator('.detail').innerText()).toContain('not judged yet');
    expect(await findingsInThemes(page)).toEqual([]);
    expect(await violations(page)).toEqual([]);
    expect(errors).toEqual([]);
    await page.close();
  });

  it('keeps column, place, cursor and focus when more columns and the verdicts come', async () => {
    const { page, errors } = await bench.open('panel=drift&scenario=arrives&columns=200');
    await page.waitForSelector(`${grid} .state-waiting`);
    await arrive(page, 60);
    await read(page, '60 of 200');
    await page.focus(grid);
    for (let step = 0; step < 34; step++) await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowRight');
    const name = await selected(page);
    await page.waitForFunction((wanted) => document.querySelector('.detail h2')?.textContent === wanted, name);
    const [y, cell] = [await height(page), await page.getAttribute(grid, 'aria-activedescendant')];
    const detail = await page.locator('.detail .numbers').innerText();
    const posted = await page.evaluate(() => window.harness.posted());
    const from = Date.now();
    for (let batch = 0; batch < 10; batch++) {
      await arrive(page, 10);
      await page.waitForTimeout(50);
    }
    await read(page, '160 of 200');
    // A word and the answer to one question, some four times a second, and the first at once.
    expect((await page.evaluate(() => window.harness.posted())) - posted).toBeLessThanOrEqual(4 + ((Date.now() - from) / 1000) * 10);
    expect([await selected(page), await height(page), await page.getAttribute(grid, 'aria-activedescendant')]).toEqual([name, y, cell]);
    await arrive(page, 41);
    await page.waitForSelector('.verdict-drift');
    await page.waitForSelector(`${grid} .state-drift, ${grid} .state-none`);
    expect(await selected(page)).toBe(name);
    // Ranked now: the row is another, at the same height where the list is long enough to scroll there, and in sight in any case.
    const box = await page.locator(grid).boundingBox();
    const now = await height(page);
    expect(now).toBeGreaterThan(box?.y ?? 0);
    expect(now).toBeLessThan((box?.y ?? 0) + (box?.height ?? 0));
    const places = (await shown(page)).map(([, , state]) => ['drift', 'unknown', 'negligible', 'none'].indexOf(state));
    expect(places).toEqual([...places].sort((a, b) => a - b));
    expect(places).not.toContain(-1);
    // The keyboard goes on where it was.
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('grid-columns');
    expect(await page.getAttribute(grid, 'aria-activedescendant')).toMatch(/-1$/);
    // What was shown early is what the report shows, but for what depends on all columns.
    const early = detail.split('\n').filter((line) => !/^[–<\d.e-]+$|raw|at 80/.test(line));
    for (const line of early) expect(await page.locator('.detail .numbers').innerText()).toContain(line);
    await page.keyboard.press('ArrowDown');
    expect(await selected(page)).not.toBe(name);
    expect(errors).toEqual([]);
    await page.close();
  });

  it('opens the report at its first column for whoever only waited, and comes back after a reload', async () => {
    const { page } = await bench.open('panel=drift&scenario=arrives');
    await page.waitForSelector(`${grid} .state-waiting`);
    await arrive(page, 9);
    await read(page, '9 of 40');
    await page.reload();
    await page.waitForSelector(`${grid} .state-waiting`);
    await read(page, '0 of 40');
    await arrive(page, 41);
    await page.waitForSelector('.verdict-drift');
    await page.waitForSelector(`[aria-rowindex="2"].is-selected .state-drift`);
    expect(await page.locator('[role="tab"]').count()).toBeGreaterThan(1);
    await page.close();
  });

  it('keeps what is there when it is cancelled, marked as incomplete', async () => {
    const { page } = await bench.open('panel=drift&scenario=arrives&theme=light');
    await page.waitForSelector(`${grid} .state-waiting`);
    await arrive(page, 5);
    await read(page, '5 of 40');
    await page.click('text=Cancel');
    await read(page, 'Incomplete: 5 of 40 columns read, none judged');
    expect((await shown(page)).filter(([, , state]) => state === 'judging')).toHaveLength(5);
    expect(await page.locator('main').innerText()).toContain('was not compared to the end');
    expect(await seriousFindings(page)).toEqual([]);
    await page.click('text=Compare Again');
    await read(page, '0 of 40');
    await page.close();
  });
});

import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { missing } from '../support/tools.ts';
import { seriousFindings } from './axe.ts';
import { Bench, calls, quiet, violations } from './browser.ts';

const reason = missing('chromium');
const themes = ['dark', 'light', 'hc-dark', 'hc-light'] as const;
const tabs = ['table', 'curves', 'code', 'data', 'images', 'environment'] as const;
/** What a tab shows once it is filled. */
const filled: Readonly<Record<(typeof tabs)[number], string>> = {
  table: '#grid-table .grid-row',
  curves: '.plot canvas',
  code: '.code-file',
  data: '#grid-data .grid-row',
  images: '.image-frame img',
  environment: '#grid-environment .grid-row',
};

async function openTab(page: Page, tab: (typeof tabs)[number]): Promise<void> {
  await page.keyboard.press(String(tabs.indexOf(tab) + 1));
  await page.waitForSelector(`#panel-${tab}`);
  await page.waitForSelector(filled[tab]);
}

describe.skipIf(reason)('Compare panel in a browser', () => {
  let bench: Bench;
  beforeAll(async () => {
    bench = await Bench.start();
  });
  afterAll(() => bench.close());

  it.each(themes)('%s: every tab is free of serious findings, policy violations and errors', async (theme) => {
    const { page, errors } = await bench.open(`panel=compare&theme=${theme}`);
    await page.waitForSelector('#grid-table .grid-row');
    for (const tab of tabs) {
      await openTab(page, tab);
      expect(await seriousFindings(page), tab).toEqual([]);
    }
    expect(await violations(page)).toEqual([]);
    expect(errors).toEqual([]);
    await page.close();
  });

  it.each([2, 5, 30])('%i runs: a column for each, baseline first, deltas told in words', async (count) => {
    const { page } = await bench.open(`panel=compare&runs=${count}`);
    await page.waitForSelector('#grid-table .grid-row');
    expect(await page.locator('.card').count()).toBe(count);
    expect(await page.getAttribute('#grid-table', 'aria-colcount')).toBe(String(count + 1));
    const delta = await page.locator('.delta .sr-only').first().textContent();
    expect(delta).toMatch(/^(up|down) [\d.]+, (better|worse|changed)$/);
    // Columns that are out of sight are not in the document.
    expect(await page.locator('.grid-head-cell').count()).toBeLessThanOrEqual(12);
    await page.close();
  });

  it('shows text from outside as text', async () => {
    const { page, errors } = await bench.open('panel=compare&scenario=hostile');
    await page.waitForSelector('#grid-table .grid-row');
    for (const tab of tabs) await openTab(page, tab);
    await openTab(page, 'table');
    const text = await page.locator('main').innerText();
    expect(text).toContain('<script>window.__pwned=1</script>');
    expect(text).toContain('␛[31mred');
    expect(text).toContain('two␊lines');
    expect(text).not.toContain('\u202e');
    expect(await page.evaluate(() => (window as { __pwned?: number }).__pwned)).toBeUndefined();
    expect(await page.locator('main script, main b, main img[onerror]').count()).toBe(0);
    expect(await violations(page)).toEqual([]);
    expect(errors).toEqual([]);
    await page.close();
  });

  it('is worked by keyboard alone', async () => {
    const { page } = await bench.open('panel=compare&runs=5');
    await page.waitForSelector('#grid-table .grid-row');
    const names = () => page.locator('.card-name').allTextContents();
    const before = await names();
    await page.locator('.card').first().focus();
    await page.keyboard.press('Alt+ArrowRight');
    await page.waitForFunction((first) => document.querySelector('.card-name')?.textContent !== first, before[0]);
    expect(await names()).toEqual([before[1], before[0], ...before.slice(2)]);
    await page.waitForSelector('.card[data-place="1"]:focus');
    await page.locator('.card').first().focus();
    await page.keyboard.press('b');
    await page.waitForSelector('.card.is-baseline[data-place="0"]');
    await page.locator('.card').nth(2).focus();
    await page.keyboard.press('Delete');
    await page.waitForFunction(() => document.querySelectorAll('.card').length === 4);
    await page.waitForSelector('.card[data-place="2"]:focus');
    await page.focus('#grid-table');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowRight');
    await page.waitForSelector('#grid-table[aria-activedescendant="grid-table-1-1"]');
    expect(await page.locator('[id="grid-table-1-1"]').count()).toBe(1);
    await page.keyboard.press('d');
    await page.waitForFunction(() => document.querySelectorAll('#grid-table .differs-mark:not(.is-on)').length === 0);
    await page.keyboard.press('C');
    await page.waitForFunction(() => window.harness.calls.some(([name]) => name === 'copy'));
    expect(String((await calls(page, 'copy'))[0])).toContain('eval/accuracy');
    await page.keyboard.press('?');
    await page.waitForSelector('dialog[open] kbd');
    await page.keyboard.press('Escape');
    await page.waitForSelector('dialog', { state: 'detached' });
    await page.keyboard.press('3');
    await page.locator('.code-file').first().focus();
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => window.harness.calls.some(([name]) => name === 'openDiff'));
    await page.close();
  });

  it('comes back after a reload as it was', async () => {
    const { page } = await bench.open('panel=compare&runs=4');
    await page.waitForSelector('#grid-table .grid-row');
    await page.locator('.card').nth(1).focus();
    await page.keyboard.press('b');
    await page.waitForSelector('.card.is-baseline[data-place="1"]');
    await page.locator('.card').nth(3).focus();
    await page.keyboard.press('Delete');
    await page.waitForFunction(() => document.querySelectorAll('.card').length === 3);
    await page.keyboard.press('d');
    await page.keyboard.press('2');
    await page.waitForSelector('.plot canvas');
    const kept = await page.getByRole('radio', { name: 'Relative' }).evaluate(async (radio: HTMLElement) => {
      radio.click();
      await Promise.resolve();
      return sessionStorage.getItem('state:compare');
    });
    expect(kept, 'kept before the next frame, for a reload may come before it').toContain('"axis":"relative"');
    await page.reload();
    await page.waitForSelector('.plot canvas');
    expect(await page.locator('.card').count()).toBe(3);
    expect(await page.getAttribute('.card.is-baseline', 'data-place')).toBe('1');
    expect(await page.getAttribute('[role="radio"][aria-checked="true"]', 'role')).toBe('radio');
    expect(await page.textContent('[role="radio"][aria-checked="true"]')).toBe('Relative');
    await page.keyboard.press('1');
    await page.waitForSelector('#grid-table .grid-row');
    expect(await page.locator('#grid-table .differs-mark:not(.is-on)').count()).toBe(0);
    await page.close();
  });

  it('states “no change” where nothing changed', async () => {
    const { page } = await bench.open('panel=compare&scenario=same');
    await page.waitForSelector('#grid-table .grid-row');
    expect(await page.textContent('.no-change')).toContain('No change');
    await page.keyboard.press('3');
    await page.waitForSelector('text=No change: same commit.');
    await page.keyboard.press('4');
    await page.waitForSelector('text=No change: datasets are the same');
    await page.close();
  });

  it('keeps going with a run that cannot be read, and with none', async () => {
    const { page } = await bench.open('panel=compare&scenario=problems&runs=3');
    await page.waitForSelector('.card.is-broken');
    expect(await page.textContent('.card.is-broken')).toContain('does not answer');
    await page.waitForSelector('#grid-table .delta');
    const { page: empty } = await bench.open('panel=compare&scenario=empty');
    await empty.waitForSelector('text=No runs to compare');
    await page.close();
    await empty.close();
  });

  it('draws charts only in sight, follows a live run in two messages, and asks for more when zoomed', async () => {
    const { page, errors } = await bench.open('panel=compare&scenario=long&runs=4');
    await page.waitForSelector('#grid-table .grid-row');
    await page.keyboard.press('2');
    await page.waitForSelector('.plot canvas');
    const before = await quiet(page);
    expect(await page.locator('.plot').count()).toBeLessThan(await page.locator('.chart').count());
    await page.evaluate(() => window.harness.grow());
    await page.waitForFunction((count) => window.harness.posted() > count, before);
    expect((await quiet(page)) - before).toBeLessThanOrEqual(2);
    const box = await page.locator('.plot .u-over').first().boundingBox();
    if (!box) throw new Error('no chart');
    const bytes = await page.evaluate(() => window.harness.bytes);
    await page.mouse.move(box.x + 40, box.y + 40);
    await page.mouse.down();
    await page.mouse.move(box.x + 120, box.y + 60, { steps: 4 });
    await page.mouse.up();
    await page.waitForSelector('text=Reset zoom');
    await page.waitForFunction((count) => window.harness.bytes > count + 10_000, bytes);
    await page.locator('.chart-head mlops-button').first().click();
    await page.waitForSelector('.curve-table [role="grid"]');
    expect(errors).toEqual([]);
    await page.close();
  });

  it('while hidden keeps the newest state and sends it once when shown', async () => {
    const { page } = await bench.open('panel=compare&runs=4');
    await page.waitForSelector('#grid-table .grid-row');
    const sent = await page.evaluate(async () => {
      const { harness } = window;
      const before = harness.posted();
      harness.hide();
      for (let round = 0; round < 10; round++) harness.grow();
      const hidden = harness.posted() - before;
      harness.show();
      await new Promise((resolve) => setTimeout(resolve, 50));
      return [hidden, harness.posted() - before];
    });
    expect(sent).toEqual([0, 1]);
    await page.waitForFunction(() => document.getElementById('grid-table')?.innerText.includes('0.999'));
    await page.close();
  });
});

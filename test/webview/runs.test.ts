import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { missing } from '../support/tools.ts';
import { seriousFindings } from './axe.ts';
import { Bench, calls, violations } from './browser.ts';
import { makeRun } from './harness/data.ts';

const reason = missing('chromium');
const themes = ['dark', 'light', 'hc-dark', 'hc-light'] as const;

describe.skipIf(reason)('Runs table in a browser', () => {
  let bench: Bench;
  beforeAll(async () => {
    bench = await Bench.start();
  });
  afterAll(() => bench.close());

  it.each(themes)('%s: free of serious findings, policy violations and errors', async (theme) => {
    const { page, errors } = await bench.open(`panel=runs&runs=120&scenario=problems&theme=${theme}`);
    await page.waitForSelector('.row-name');
    await page.locator('.problem').nth(1).waitFor();
    expect(await page.locator('.problem').count()).toBe(2);
    expect(await seriousFindings(page)).toEqual([]);
    await page.focus('#grid-runs');
    await page.keyboard.press('k');
    await page.waitForSelector('dialog[open] .picker-line');
    expect(await seriousFindings(page)).toEqual([]);
    expect(await violations(page)).toEqual([]);
    expect(errors).toEqual([]);
    await page.close();
  });

  it('scrolls 10,000 runs × 200 columns with a bounded document', async () => {
    const { page, errors } = await bench.open('panel=runs&scenario=big');
    await page.waitForFunction(() => document.querySelector('.status-bar')?.textContent?.includes('10,000 runs'), undefined, { timeout: 30_000 });
    await page.waitForSelector('.row-name');
    await page.focus('#grid-runs');
    await page.keyboard.press('k');
    await page.waitForSelector('dialog[open] .picker-line');
    for (const all of await page.locator('.picker legend .link:text("All")').all()) await all.click();
    await page.keyboard.press('Escape');
    await page.waitForFunction(() => Number(document.getElementById('grid-runs')?.getAttribute('aria-colcount')) >= 200);
    const seen = await page.evaluate(async () => {
      const grid = document.getElementById('grid-runs');
      if (!grid) throw new Error('no grid');
      const frames: number[] = [];
      let most = 0;
      const step = async (work: () => void) => {
        const from = performance.now();
        work();
        await new Promise((resolve) => requestAnimationFrame(resolve));
        frames.push(performance.now() - from);
        most = Math.max(most, grid.querySelectorAll('*').length);
      };
      for (let index = 0; index < 90; index++) await step(() => (grid.scrollTop += 66));
      for (let index = 0; index < 40; index++) await step(() => (grid.scrollTop += 1800));
      for (let index = 0; index < 40; index++) await step(() => (grid.scrollLeft += 150));
      frames.sort((a, b) => a - b);
      return { most, median: frames[frames.length >> 1] ?? 0, p95: frames[Math.floor(frames.length * 0.95)] ?? 0, worst: frames.at(-1) ?? 0 };
    });
    console.log(`10,000 × 200: ${seen.most} elements at most; frame median ${seen.median.toFixed(1)} ms, p95 ${seen.p95.toFixed(1)} ms, worst ${seen.worst.toFixed(1)} ms`);
    expect(seen.most).toBeLessThan(3500);
    // Both ends are reached and filled.
    await page.focus('#grid-runs');
    await page.keyboard.press('Control+End');
    await page.waitForFunction(() => document.querySelector('[aria-rowindex="10001"] .row-name') !== null);
    await page.waitForSelector('[aria-rowindex="10001"] [aria-colindex="200"]');
    await page.waitForFunction(() => document.querySelectorAll('[aria-rowindex="10001"] .is-waiting').length === 0);
    expect(errors).toEqual([]);
    await page.close();
  });

  it('is worked by keyboard alone: select, compare, sort, star, hide, find', async () => {
    const { page } = await bench.open('panel=runs&runs=60');
    await page.waitForSelector('.row-name');
    await page.focus('#grid-runs');
    await page.keyboard.press(' ');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Shift+ ');
    await page.waitForFunction(() => document.querySelectorAll('[aria-selected="true"].grid-row').length === 3);
    await page.keyboard.press('c');
    await page.waitForFunction(() => window.harness.calls.some(([name]) => name === 'compare'));
    expect((await calls(page, 'compare'))[0]).toHaveLength(3);
    await page.keyboard.press('Escape');
    await page.keyboard.press('Control+ArrowUp');
    await page.keyboard.press('ArrowUp');
    const before = await page.locator('.row-name').first().textContent();
    await page.keyboard.press('Enter');
    await page.waitForSelector('[role="columnheader"][aria-sort="ascending"]');
    // The old rows stay in sight until the new ones are here; a mark goes to what is in sight.
    await page.waitForFunction((name) => document.querySelector('.row-name')?.textContent !== name, before);
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('s');
    await page.waitForSelector('.row-star.is-on');
    await page.keyboard.press('h');
    await page.waitForSelector('text=Show 1 hidden');
    await page.keyboard.press('f');
    await page.keyboard.type('fjord-tides-53');
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => document.querySelector('.live')?.textContent?.startsWith('Found in row'));
    await page.close();
  });

  it('marks a wrong filter where it is, filters with a right one, and remembers it over a reload', async () => {
    const { page } = await bench.open('panel=runs&runs=60');
    await page.waitForSelector('.row-name');
    await page.keyboard.press('/');
    await page.keyboard.type('status = "failed" and nope > 1');
    // What was typed so far is filtered with whenever the typing rests: on a busy machine that is half of it, too.
    await page.waitForFunction(() => document.querySelector('.filter-fault mark')?.textContent === 'nope');
    expect(await page.textContent('.status-bar')).toContain('60 runs');
    await page.keyboard.press('Escape');
    await page.keyboard.type('status = "failed"');
    const failed = Array.from({ length: 60 }, (_, index) => makeRun(index)).filter(({ status }) => status === 'failed');
    const shows = () => page.waitForFunction((text) => document.querySelector('.status-bar')?.textContent?.startsWith(text), `${failed.length} of 60 runs`);
    await shows();
    await page.reload();
    await shows();
    await page.close();
  });

  it('adds no key to a filter that was just emptied, however soon it comes', async () => {
    const { page } = await bench.open('panel=runs&runs=60');
    await page.waitForSelector('.row-name');
    await page.keyboard.press('/');
    await page.keyboard.type('nope');
    const typed = await page.evaluate(async () => {
      const field = document.querySelector('.filter mlops-text-field');
      const input = field?.shadowRoot?.querySelector('input');
      if (!input) throw new Error('The filter has no input.');
      input.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true, composed: true }));
      await Promise.resolve().then(() => undefined);
      input.value += 's';
      input.dispatchEvent(new InputEvent('input', { bubbles: true, composed: true }));
      return input.value;
    });
    expect(typed).toBe('s');
    await page.close();
  });

  it('shows text from outside as text', async () => {
    const { page, errors } = await bench.open('panel=runs&scenario=hostile');
    await page.waitForSelector('.row-name');
    await page.waitForFunction(() => document.querySelector('main')?.innerText.includes('<script>window.__pwned=1</script>'));
    expect(await page.evaluate(() => (window as { __pwned?: number }).__pwned)).toBeUndefined();
    expect(await violations(page)).toEqual([]);
    expect(errors).toEqual([]);
    await page.close();
  });
});

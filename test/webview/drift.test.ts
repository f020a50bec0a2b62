import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { missing } from '../support/tools.ts';
import { findingsInThemes, seriousFindings } from './axe.ts';
import { Bench, calls, violations } from './browser.ts';

const reason = missing('chromium');
const tabs = ['columns', 'time', 'families', 'slices', 'quality'] as const;

const ready = (page: Page) => page.waitForSelector('.detail .canvas-frame');
const said = (page: Page) => page.locator('.readout').innerText();

describe.skipIf(reason)('Drift panel in a browser', () => {
  let bench: Bench;
  beforeAll(async () => {
    bench = await Bench.start();
  });
  afterAll(() => bench.close());

  it('every tab, as chart and as table, is free of serious findings, policy violations and errors in all themes', async () => {
    const { page, errors } = await bench.open('panel=drift&windows=4');
    await ready(page);
    for (const [index, tab] of tabs.entries()) {
      await page.keyboard.press(String(index + 1));
      await page.waitForSelector(`#panel-${tab}`);
      expect(await findingsInThemes(page), tab).toEqual([]);
      if (tab !== 'columns' && tab !== 'time') continue;
      await page.keyboard.press('t');
      await page.waitForSelector(tab === 'columns' ? '#grid-shape' : '#grid-heat');
      expect(await findingsInThemes(page), `${tab} as a table`).toEqual([]);
      await page.keyboard.press('t');
    }
    expect(await violations(page)).toEqual([]);
    expect(errors).toEqual([]);
    await page.close();
  });

  it('what other tools say of the columns stands beside ours, over a reload too', async () => {
    const { page, errors } = await bench.open('panel=drift&scenario=others');
    await ready(page);
    expect(await page.getByText('Window 2 of 2').count()).toBe(1);
    await page.keyboard.press('8');
    const heads = () => page.locator('#grid-others [role="columnheader"]').allInnerTexts();
    await page.waitForSelector('#grid-others .grid-row');
    expect(await heads()).toEqual(['Column', 'MLOps Workbench, 2 reports', 'Evidently, 2 reports', 'NannyML, 2 reports']);
    expect(await findingsInThemes(page)).toEqual([]);
    await page.reload();
    await page.waitForSelector('#grid-others .grid-row');
    expect(await heads()).toHaveLength(4);
    await page.focus('#grid-others');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.waitForSelector('#panel-columns .detail');
    expect(errors).toEqual([]);
    await page.close();
  });

  it('scrolls 500 columns with a bounded document', async () => {
    const { page, errors } = await bench.open('panel=drift&columns=500');
    await ready(page);
    expect(await page.getAttribute('#grid-columns', 'aria-rowcount')).toBe('501');
    const session = await page.context().newCDPSession(page);
    await session.send('Performance.enable', { timeDomain: 'threadTicks' });
    // What the page's own thread worked for a frame: a machine that is busy with other things does not change it.
    const workedMs = async () => ((await session.send('Performance.getMetrics')).metrics.find(({ name }) => name === 'TaskDuration')?.value ?? 0) * 1000;
    const seen = { rows: 0, elements: 0, wallMs: [] as number[], workMs: [] as number[] };
    for (let index = 0; index < 120; index++) {
      const before = await workedMs();
      const step = await page.evaluate(async (distance) => {
        const grid = document.getElementById('grid-columns');
        if (!grid) throw new Error('no grid');
        const from = performance.now();
        grid.scrollTop = grid.scrollTop + grid.clientHeight >= grid.scrollHeight ? 0 : grid.scrollTop + distance;
        await new Promise((resolve) => requestAnimationFrame(resolve));
        return { wallMs: performance.now() - from, rows: grid.querySelectorAll('.grid-row').length, elements: grid.querySelectorAll('*').length };
      }, index < 80 ? 66 : 700);
      seen.workMs.push((await workedMs()) - before);
      seen.wallMs.push(step.wallMs);
      seen.rows = Math.max(seen.rows, step.rows);
      seen.elements = Math.max(seen.elements, step.elements);
    }
    await session.send('HeapProfiler.collectGarbage');
    const { usedSize } = await session.send('Runtime.getHeapUsage');
    const at = (values: number[], share: number) => [...values].sort((x, y) => x - y)[Math.floor(values.length * share)]?.toFixed(1);
    const told = (from: number, to: number) => {
      const [wall, work] = [seen.wallMs.slice(from, to), seen.workMs.slice(from, to)];
      return `frame median ${at(wall, 0.5)}, p95 ${at(wall, 0.95)} ms, its work ${at(work, 0.5)} and ${at(work, 0.95)} ms`;
    };
    console.log(`500 columns: ${seen.rows} rows, ${seen.elements} elements at most; by 3 rows: ${told(0, 80)}; by 32 rows: ${told(80, 120)}; heap ${(usedSize / 1e6).toFixed(1)} MB`);
    expect(seen.rows).toBeLessThan(60);
    expect(seen.elements).toBeLessThan(2500);
    // The last one is reached by keyboard, and its detail follows.
    await page.focus('#grid-columns');
    await page.keyboard.press('Control+End');
    await page.waitForSelector('[aria-rowindex="501"].is-selected');
    const name = await page.locator('[aria-rowindex="501"] .column-name').innerText();
    await page.waitForFunction((wanted) => document.querySelector('.detail h2')?.textContent === wanted, name);
    expect(errors).toEqual([]);
    await page.close();
  });

  it('leaves out drawings while pages fly by, and has them once they rest; a single page has them at once', async () => {
    const { page } = await bench.open('panel=drift&columns=500');
    await ready(page);
    /** Rows in sight and the drawings in them, after so many pages, each a frame. */
    const flown = (pages: number) =>
      page.evaluate(async (count) => {
        const grid = document.getElementById('grid-columns');
        if (!grid) throw new Error('no grid');
        for (let index = 0; index < count; index++) {
          grid.scrollTop += 700;
          await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
        }
        const { top, bottom } = grid.getBoundingClientRect();
        const inSight = [...grid.querySelectorAll('.grid-row')].filter((row) => row.getBoundingClientRect().top >= top && row.getBoundingClientRect().bottom <= bottom);
        return { rows: inSight.length, drawings: inSight.filter((row) => row.querySelector('.effect')).length };
      }, pages);
    const single = await flown(1);
    expect(single.rows).toBeGreaterThan(10);
    expect(single.drawings).toBe(single.rows);
    await page.waitForTimeout(300);
    expect((await flown(4)).drawings).toBe(0);
    await page.waitForFunction((least) => document.querySelectorAll('#grid-columns .grid-row .effect').length >= least, single.rows);
    await page.close();
  });

  it('ranks, sorts, filters and searches', async () => {
    const { page } = await bench.open('panel=drift');
    await ready(page);
    const states = () => page.locator('#grid-columns .grid-row').evaluateAll((rows) => rows.sort((a, b) => Number(a.getAttribute('aria-rowindex')) - Number(b.getAttribute('aria-rowindex'))).map((row) => row.querySelector('.state')?.className.replace('state state-', '') ?? ''));
    const order = ['drift', 'unknown', 'negligible', 'none'];
    const places = (await states()).map((state) => order.indexOf(state));
    expect(places).toEqual([...places].sort((a, b) => a - b));
    expect(new Set(places).size).toBe(4);
    // A state is told by its word too.
    expect(await page.locator('#grid-columns .state-drift').first().innerText()).toContain('drift');
    await page.locator('.chip', { hasText: 'no drift' }).click();
    await page.waitForFunction(() => document.querySelectorAll('#grid-columns .state-none').length === 0);
    await page.locator('.chip', { hasText: 'categorical' }).click();
    await page.waitForFunction(() => document.querySelectorAll('#grid-columns .codicon-symbol-enum').length === 0);
    await page.keyboard.press('/');
    await page.keyboard.type('zzz');
    await page.waitForSelector('text=No column matches');
    await page.click('text=Show all columns');
    await page.waitForSelector('#grid-columns .state-none');
    await page.focus('#grid-columns');
    await page.keyboard.press('Control+ArrowUp');
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('Home');
    await page.keyboard.press('Enter');
    await page.waitForSelector('[role="columnheader"][aria-sort="ascending"]:has-text("Column")');
    const names = await page.locator('#grid-columns .column-name').evaluateAll((cells) => cells.map((cell) => [Number(cell.closest('[aria-rowindex]')?.getAttribute('aria-rowindex')), cell.textContent ?? ''] as const).sort((a, b) => a[0] - b[0]).map(([, name]) => name));
    expect(names).toEqual([...names].sort((a, b) => a.localeCompare(b)));
    await page.close();
  });

  it('is worked by keyboard alone', async () => {
    const { page } = await bench.open('panel=drift&windows=5');
    await page.waitForSelector('text=Window 5 of 5');
    await ready(page);
    await page.focus('#grid-columns');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    const chosen = await page.locator('.grid-row.is-selected .column-name').innerText();
    await page.waitForFunction((wanted) => document.querySelector('.detail h2')?.textContent === wanted, chosen);
    await page.keyboard.press('o');
    await page.waitForFunction(() => window.harness.calls.some(([name]) => name === 'openCode'));
    expect(await calls(page, 'openCode')).toEqual([chosen]);
    // The chart is read bin by bin.
    await page.focus('.detail .canvas-frame');
    await page.keyboard.press('Home');
    const first = await said(page);
    await page.keyboard.press('End');
    expect(await said(page)).not.toBe(first);
    expect(await said(page)).toMatch(/%.* → .*%/);
    // The heat map is read cell by cell, and opens the column in the window of the cell.
    await page.keyboard.press('2');
    await page.focus('.heat .canvas-frame');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowLeft');
    const cell = await said(page);
    expect(cell).toMatch(/^\w+, 2026-\d\d-\d\d – 2026-\d\d-\d\d: (drift|negligible|no drift|unknown), .* × its threshold$/);
    await page.keyboard.press('Enter');
    await page.waitForSelector('text=Window 4 of 5');
    await page.waitForFunction((wanted) => document.querySelector('.detail h2')?.textContent === wanted, cell.split(',')[0]);
    await page.keyboard.press('[');
    await page.waitForSelector('text=Window 3 of 5');
    await page.keyboard.press(']');
    await page.waitForSelector('text=Window 4 of 5');
    for (const key of ['c', 'e', 'E']) await page.keyboard.press(key);
    await page.waitForFunction(() => window.harness.calls.filter(([name]) => name === 'saveFile').length === 2);
    expect(String((await calls(page, 'copy'))[0])).toContain('| Column | State | Effect |');
    const [html, json] = (await calls(page, 'saveFile')) as Array<{ name: string; content: string }>;
    expect(html?.name).toMatch(/^drift-[0-9a-f]{12}\.html$/);
    expect(html?.content).toContain('<h2>Columns over 5 windows</h2>');
    expect((JSON.parse(json?.content ?? '') as { digest: string }).digest).toMatch(/^sha256:/);
    await page.keyboard.press('?');
    await page.waitForSelector('dialog[open] kbd');
    await page.keyboard.press('Escape');
    await page.waitForSelector('dialog', { state: 'detached' });
    await page.close();
  });

  it('has a table twin of each chart with the same numbers', async () => {
    const { page } = await bench.open('panel=drift&windows=3');
    await page.waitForSelector('text=Window 3 of 3');
    await ready(page);
    await page.focus('.detail .canvas-frame');
    await page.keyboard.press('Home');
    const [, before, after] = /: (.*) → (.*)$/.exec(await said(page)) ?? [];
    await page.keyboard.press('t');
    await page.waitForSelector('#grid-shape .grid-row');
    expect(await page.locator('#grid-shape [aria-rowindex="2"] .grid-cell').allInnerTexts()).toEqual(expect.arrayContaining([before, after]));
    await page.keyboard.press('2');
    await page.waitForSelector('#grid-heat .grid-row');
    expect(await page.getAttribute('#grid-heat', 'aria-colcount')).toBe('4');
    const state = (await page.locator('#grid-heat [aria-rowindex="2"] [aria-colindex="4"]').innerText()).trim();
    await page.keyboard.press('t');
    await page.focus('.heat .canvas-frame');
    await page.keyboard.press('ArrowDown');
    const [word = '', weight = ''] = /: (.+), (.+) × its threshold/.exec(await said(page))?.slice(1) ?? [];
    expect(state).toContain(word);
    expect(state).toContain(weight);
    await page.close();
  });

  it('shows text from outside as text, in the panel and in the exported page', async () => {
    const { page, errors } = await bench.open('panel=drift&scenario=hostile');
    await page.waitForSelector('#grid-columns .grid-row');
    for (const [index] of tabs.entries()) {
      await page.keyboard.press(String(index + 1));
      await page.waitForTimeout(120);
    }
    await page.keyboard.press('1');
    await page.waitForSelector('.detail h2');
    const text = await page.locator('main').innerText();
    expect(text).toContain('<script>window.__pwned=1</script>');
    expect(text).not.toContain('\u202e');
    expect(await page.locator('main script, main b, main img').count()).toBe(0);
    // A name as long as a page moves nothing out of its place.
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true);
    await page.keyboard.press('e');
    await page.waitForFunction(() => window.harness.calls.some(([name]) => name === 'saveFile'));
    const [saved] = (await calls(page, 'saveFile')) as Array<{ content: string }>;
    expect(await page.evaluate(() => (window as { __pwned?: number }).__pwned)).toBeUndefined();
    expect(await violations(page)).toEqual([]);
    expect(errors).toEqual([]);
    await page.goto('about:blank');
    await page.setContent(saved?.content ?? '');
    expect(await page.locator('script, img, b, link, iframe').count()).toBe(0);
    expect(await page.locator('body').innerText()).toContain('<script>window.__pwned=1</script>');
    expect(await page.evaluate(() => (window as { __pwned?: number }).__pwned)).toBeUndefined();
    expect(await seriousFindings(page)).toEqual([]);
    await page.close();
  });

  it('tells what is going on, can be cancelled, and says why there is nothing', async () => {
    const { page: slow } = await bench.open('panel=drift&scenario=slow');
    await slow.waitForSelector('text=reading column 14 of 40');
    expect(await slow.getAttribute('[role="progressbar"]', 'aria-valuenow')).toBe('35');
    expect(await seriousFindings(slow)).toEqual([]);
    await slow.click('text=Cancel');
    await slow.waitForSelector('text=was not compared to the end');
    await slow.click('text=Compare Again');
    await slow.waitForSelector('text=reading column 14 of 40');
    await slow.close();
    const { page: failed } = await bench.open('panel=drift&scenario=fails&theme=light');
    await failed.waitForSelector('text=its footer is missing');
    expect(await failed.locator('main').innerText()).toContain('Write the file again.');
    expect(await seriousFindings(failed)).toEqual([]);
    await failed.close();
    const { page: empty } = await bench.open('panel=drift&scenario=empty');
    await empty.waitForSelector('text=Nothing compared yet');
    await empty.close();
    const { page: bare } = await bench.open('panel=drift&scenario=noColumns');
    await bare.waitForSelector('text=No columns');
    for (const words of ['No columns', 'No extra families', 'No slices in this report', 'Nothing to report']) {
      await bare.keyboard.press(String({ 'No columns': 2, 'No extra families': 3, 'No slices in this report': 4, 'Nothing to report': 5 }[words]));
      await bare.waitForSelector(`text=${words}`);
    }
    await bare.close();
  });

  it('comes back after a reload as it was', async () => {
    const { page } = await bench.open('panel=drift&windows=3');
    await page.waitForSelector('text=Window 3 of 3');
    await ready(page);
    await page.keyboard.press('[');
    await page.waitForSelector('text=Window 2 of 3');
    await page.locator('.chip', { hasText: 'no drift' }).click();
    await page.focus('#grid-columns');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    const chosen = await page.locator('.grid-row.is-selected .column-name').innerText();
    await page.waitForFunction((wanted) => document.querySelector('.detail h2')?.textContent === wanted, chosen);
    await page.reload();
    await page.waitForSelector('text=Window 2 of 3');
    await page.waitForFunction((wanted) => document.querySelector('.detail h2')?.textContent === wanted, chosen);
    expect(await page.locator('.grid-row.is-selected .column-name').innerText()).toBe(chosen);
    expect(await page.locator('#grid-columns .state-none').count()).toBe(0);
    // A report that is gone is computed again.
    await page.evaluate(() => Object.keys(sessionStorage).filter((key) => key.startsWith('report:')).forEach((key) => sessionStorage.removeItem(key)));
    await page.reload();
    await page.waitForSelector('text=Window 2 of 3');
    await page.waitForFunction((wanted) => document.querySelector('.detail h2')?.textContent === wanted, chosen);
    await page.close();
  });
});

import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DriftReport } from '../../src/core/model/drift.ts';
import { missing } from '../support/tools.ts';
import { seriousFindings } from './axe.ts';
import { Bench, calls, violations } from './browser.ts';

const reason = missing('chromium');
const themes = ['dark', 'light', 'hc-dark', 'hc-light'] as const;

const said = (page: Page) => page.locator('.model-chart .readout').innerText();

async function opened(bench: Bench, query: string, tab: '6' | '7'): Promise<{ page: Page; errors: string[] }> {
  const found = await bench.open(`panel=drift&${query}`);
  await found.page.waitForSelector('.detail h2');
  await found.page.keyboard.press(tab);
  await found.page.waitForSelector('.model');
  return found;
}

describe.skipIf(reason)('Concept drift and bias in a browser', () => {
  let bench: Bench;
  beforeAll(async () => {
    bench = await Bench.start();
  });
  afterAll(() => bench.close());

  it.each(themes)('%s: both tabs, as charts and as tables, are free of serious findings, policy violations and errors', async (theme) => {
    const { page, errors } = await opened(bench, `scenario=model&theme=${theme}`, '6');
    for (const [tab, chart, table] of [['6', '.model-chart canvas', '#grid-detectors'], ['7', '.interval-mark', '.measured .faint']] as const) {
      await page.keyboard.press(tab);
      await page.waitForSelector(chart);
      expect(await seriousFindings(page), tab).toEqual([]);
      await page.keyboard.press('t');
      await page.waitForSelector(table);
      expect(await seriousFindings(page), `${tab} as a table`).toEqual([]);
      await page.keyboard.press('t');
    }
    expect(await violations(page)).toEqual([]);
    expect(errors).toEqual([]);
    await page.close();
  });

  it('performance is read chunk by chunk by keyboard, and its table has the same numbers', async () => {
    const { page } = await opened(bench, 'scenario=model', '6');
    await page.focus('.model-chart .canvas-frame');
    await page.keyboard.press('End');
    expect(await said(page)).toMatch(/^current .*: accuracy realised not known; estimated 0\.\d+ \(.*\); 0 % of \d+ rows labelled$/);
    await page.keyboard.press('ArrowLeft');
    const text = await said(page);
    expect(text).toMatch(/alarm: accuracy 0\.\d+ below 0\.\d+ \(certain\).*DDM 1 drift/);
    const realised = /realised (0\.\d+)/.exec(text)?.[1] ?? '';
    await page.keyboard.press('t');
    await page.waitForSelector('#grid-chunks .grid-row');
    await page.focus('#grid-chunks');
    await page.keyboard.press('Control+End');
    const rows = Number(await page.getAttribute('#grid-chunks', 'aria-rowcount'));
    expect(await page.locator(`#grid-chunks [aria-rowindex="${rows - 1}"] .grid-cell`).allInnerTexts()).toContain(realised);
    await page.locator('.chip', { hasText: 'ROC AUC' }).click();
    await page.reload();
    await page.waitForSelector('.model .chip[aria-pressed="true"]:has-text("ROC AUC")');
    await page.close();
  });

  it('estimated and realised are named apart, with what an estimate takes for granted', async () => {
    const { page } = await opened(bench, 'scenario=model', '6');
    await page.waitForSelector('.model-chart');
    const text = await page.locator('.model').innerText();
    for (const words of ['Realised is measured from labels that have come', 'is an alarm', 'concept drift) is not seen here', 'CBPE', '(reference:', 'have no label yet']) expect(text).toContain(words);
    await page.close();
  });

  it('bias withholds small groups, tells counts and limits, and never says fair', async () => {
    const { page } = await opened(bench, 'scenario=model', '7');
    const small = page.locator('tr.is-withheld').first();
    expect(await small.innerText()).toMatch(/islands\s+\d+\s+too few rows \(n = \d+ < 30\)/);
    expect(await small.locator('.interval-mark').count()).toBe(0);
    await page.keyboard.press('t');
    await page.waitForSelector('.measured .faint');
    expect(await page.locator('.bias-table').first().innerText()).toMatch(/0\.\d{3}\s*0\.\d{3} to 0\.\d{3} · \d+ of \d+/);
    const text = await page.locator('main').innerText();
    for (const words of ['By sex × region', 'demographic parity, difference', 'equalized odds, ratio', 'says nothing about causes']) expect(text).toContain(words);
    expect(text).not.toMatch(/\bfair\b/i);
    await page.close();
  });

  it('says how to get what is not there, and measures the columns that are chosen', async () => {
    const { page } = await opened(bench, 'scenario=plain', '6');
    await page.waitForSelector('text=Performance is not part of this report');
    expect(await page.locator('.status-bar').innerText()).toContain('Not part of this report: performance over time, concept drift, bias.');
    expect(await seriousFindings(page)).toEqual([]);
    const choose = (label: string, name: string) => page.getByRole('combobox', { name: label, exact: true }).selectOption(name);
    // A column that makes no model: the report says so, and the rest of it stays.
    await choose('Label', 'age');
    await choose('Prediction', 'income');
    await page.click('.roles mlops-button');
    await page.waitForSelector('text=The label “age” has no classes.');
    await choose('Label', 'plan');
    // Chosen but not measured: still chosen after a reload.
    await page.reload();
    await page.waitForSelector('.roles');
    expect(await page.getByRole('combobox', { name: 'Label', exact: true }).inputValue()).toBe('plan');
    await page.click('.roles mlops-button');
    await page.waitForSelector('.model-chart canvas');
    await page.keyboard.press('e');
    await page.waitForFunction(() => window.harness.calls.some(([name]) => name === 'saveFile'));
    const [saved] = (await calls(page, 'saveFile')) as Array<{ content: string }>;
    expect(saved?.content).toContain('<h2>Performance over time</h2>');
    await page.close();
  });

  it('shows names of groups as text, in the panel and in what is exported', async () => {
    const { page, errors } = await opened(bench, 'scenario=hostileModel', '7');
    await page.waitForSelector('.bias-table');
    expect(await page.locator('main').innerText()).toContain('<img src=x onerror="window.__pwned=1">');
    expect(await page.locator('main img').count()).toBe(0);
    for (const key of ['e', 'E', 'c']) await page.keyboard.press(key);
    await page.waitForFunction(() => window.harness.calls.some(([name]) => name === 'copy'));
    const [html, json] = (await calls(page, 'saveFile')) as Array<{ content: string }>;
    expect(html?.content).not.toContain('<img');
    expect(html?.content).toContain('&lt;img src=x');
    expect((JSON.parse(json?.content ?? '') as DriftReport).bias?.groupings.length).toBe(3);
    expect(String((await calls(page, 'copy'))[0])).toContain('**Bias.**');
    expect(await page.evaluate(() => (window as { __pwned?: number }).__pwned)).toBeUndefined();
    expect(errors).toEqual([]);
    await page.setContent(html?.content ?? '');
    expect(await seriousFindings(page)).toEqual([]);
    await page.close();
  });
});

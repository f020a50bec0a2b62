// The runs table: columns, order, sort and filter are chosen once and remembered over a reload.
import assert from 'node:assert/strict';
import { isDeepStrictEqual } from 'node:util';

export async function take({ open, step }) {
  const window = await open();
  const { page } = window;
  let panel;
  // Those at the right edge are in the document or not, as the window is wide.
  const headers = async () => (await panel.locator('#grid-runs [role="columnheader"] .grid-head-label').allTextContents()).slice(0, 6);
  const names = () => panel.locator('#grid-runs [role="rowheader"]').allInnerTexts();
  /** All that a reload must keep. */
  const shown = async () => ({ headers: await headers(), names: await names(), sort: await panel.locator('#grid-runs [aria-sort]').getAttribute('aria-sort') });
  /** What is shown once `isReady` says so of it; what is shown in the end where it never does. */
  const shownOnce = async (isReady) => {
    for (const end = Date.now() + 60_000; ; await page.waitForTimeout(600)) {
      const now = await shown();
      if (isReady(now) || Date.now() > end) return now;
    }
  };
  const header = (label) => panel.locator('#grid-runs [role="columnheader"]').filter({ hasText: label }).first();

  await step('the table shows the runs of every tracker', async () => {
    await window.showContainer();
    await window.runCommand('MLOps: Open Run Table');
    panel = await window.webview('#grid-runs [role="rowheader"]', 90_000);
    await panel.locator('.status-bar', { hasText: /\d+ runs/ }).waitFor();
    await panel.locator('main[aria-busy="false"]').waitFor({ timeout: 60_000 });
    assert.ok((await names()).length > 10);
  });

  await step('a filter keeps what matches; a mistake is marked and filters nothing', async () => {
    const all = (await names()).length;
    await panel.locator('#grid-runs').focus();
    await page.keyboard.press('/');
    await page.keyboard.type('metrics.accuracy > ');
    // What was typed so far is filtered with whenever the typing rests: the mistake is in the whole of it.
    await panel.locator('#filter-fault code', { hasText: 'metrics.accuracy >' }).waitFor();
    await panel.waitForFunction((before) => document.querySelectorAll('#grid-runs [role="rowheader"]').length === before, all);
    await page.keyboard.type('0.96');
    await panel.locator('#filter-fault').waitFor({ state: 'detached' });
    await panel.waitForFunction((before) => document.querySelectorAll('#grid-runs [role="rowheader"]').length < before, all);
  });

  await step('a click on a heading sorts by it, Alt with an arrow moves it', async () => {
    await header('accuracy').click();
    await panel.locator('#grid-runs [aria-sort]').filter({ hasText: 'accuracy' }).waitFor();
    const before = await headers();
    await page.keyboard.press('Alt+ArrowLeft');
    await panel.waitForFunction((text) => [...document.querySelectorAll('#grid-runs .grid-head-label')].map((one) => one.textContent).slice(0, 6).join() !== text, before.join());
  });

  await step('after a reload columns, order, sort and filter are the same', async () => {
    // The old rows stay in sight until the sorted ones are here, and rows are there before their content.
    let last;
    const before = await shownOnce((now) => {
      const isAtRest = isDeepStrictEqual(now, last) && now.names.every((name) => name.trim() !== '');
      last = now;
      return isAtRest;
    });
    await window.reload();
    panel = await window.webview('#grid-runs [role="rowheader"]', 90_000);
    assert.deepEqual(await shownOnce((now) => isDeepStrictEqual(now, before)), before);
  });
}

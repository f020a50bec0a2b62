// The runs table: columns, order, sort and filter are chosen once and remembered over a reload.
import assert from 'node:assert/strict';

export async function take({ open, step }) {
  const window = await open();
  const { page } = window;
  let panel;
  // Those at the right edge are in the document or not, as the window is wide.
  const headers = async () => (await panel.locator('#grid-runs [role="columnheader"] .grid-head-label').allTextContents()).slice(0, 6);
  const names = () => panel.locator('#grid-runs [role="rowheader"]').allInnerTexts();
  const header = (label) => panel.locator('#grid-runs [role="columnheader"]').filter({ hasText: label }).first();

  await step('the table shows the runs of every tracker', async () => {
    await window.showContainer();
    await window.runCommand('MLOps: Open Run Table');
    panel = await window.webview('#grid-runs [role="rowheader"]', 90_000);
    await panel.locator('.status-bar', { hasText: /\d+ runs/ }).waitFor();
    assert.ok((await names()).length > 10);
  });

  await step('a filter keeps what matches; a mistake is marked and filters nothing', async () => {
    const all = (await names()).length;
    await panel.locator('#grid-runs').focus();
    await page.keyboard.press('/');
    await page.keyboard.type('metrics.accuracy > ');
    await panel.locator('#filter-fault').waitFor();
    assert.equal((await names()).length, all);
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
    // The layout is sent 300 ms after the last change.
    await page.waitForTimeout(500);
    await panel.waitForFunction(() => [...document.querySelectorAll('#grid-runs [role="rowheader"]')].every((row) => row.innerText.trim() !== ''));
    const before = { headers: await headers(), names: await names(), sort: await panel.locator('#grid-runs [aria-sort]').getAttribute('aria-sort') };
    await window.reload();
    panel = await window.webview('#grid-runs [role="rowheader"]', 90_000);
    // Rows are there before their content: names arrive with the next window of the table.
    await panel.waitForFunction((count) => {
      const rows = [...document.querySelectorAll('#grid-runs [role="rowheader"]')];
      return rows.length === count && rows.every((row) => row.innerText.trim() !== '');
    }, before.names.length);
    assert.deepEqual({ headers: await headers(), names: await names(), sort: await panel.locator('#grid-runs [aria-sort]').getAttribute('aria-sort') }, before);
  });
}

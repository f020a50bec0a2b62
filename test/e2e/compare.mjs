// Two runs of two trackers, picked in the tree and compared: rows, baseline, curves, code, data, copies, reload.
import assert from 'node:assert/strict';
import { clipboard, leaveHover, openBranches, rowOf, showPanes } from '../../scripts/lib/person.mjs';
import { seriousFindings } from '../../scripts/lib/axe.mjs';

const dvcRun = 'balanced';
const mlflowRun = 'longer';

export async function take({ open, step }) {
  const window = await open();
  const { page } = window;
  let panel;
  const cards = async () => (await panel.locator('.card-name').allTextContents()).sort();

  await step('the tree shows the runs of both trackers', async () => {
    await window.showContainer();
    await showPanes(window, 'Experiments');
    await openBranches(window, 'DVC', 'MLflow', 'run main,');
    await rowOf(window, `run ${dvcRun},`).waitFor({ timeout: 60_000 });
    await rowOf(window, `run ${mlflowRun},`).waitFor({ timeout: 60_000 });
  });

  await step('two rows picked with Ctrl and compared from the palette show both, what differs first', async () => {
    await rowOf(window, `run ${dvcRun},`).click();
    // A click opens the run; its panel takes the focus, which would close the palette.
    await window.webview('.card', 90_000);
    await leaveHover(window);
    await rowOf(window, `run ${mlflowRun},`).click({ modifiers: ['ControlOrMeta'] });
    await window.runCommand('MLOps: Compare Runs');
    panel = await window.webview('.card:nth-child(2)', 90_000);
    await panel.locator('#grid-table .grid-row').first().waitFor();
    assert.deepEqual(await cards(), [dvcRun, mlflowRun]);
    const marks = await panel.locator('#grid-table .differs-mark').evaluateAll((all) => all.map((mark) => mark.classList.contains('is-on')));
    assert.ok(marks.length > 5, 'several rows');
    assert.ok(marks.includes(true), 'some rows differ');
  });

  await step('another baseline turns the deltas round', async () => {
    const deltas = () => panel.locator('#grid-table .delta .sr-only').allTextContents();
    const before = await deltas();
    assert.ok(before.some((text) => /^(up|down) [\d.e-]+, (better|worse)$/.test(text)), before.join(' | '));
    await panel.locator('.card:not(.is-baseline)').focus();
    await page.keyboard.press('b');
    await panel.waitForFunction((first) => document.querySelector('#grid-table .delta .sr-only')?.textContent !== first, before[0]);
    const turned = { up: 'down', down: 'up' };
    const [first] = await deltas();
    assert.equal(first.split(' ')[0], turned[before[0].split(' ')[0]]);
  });

  await step('search keeps the rows that hold the words', async () => {
    await page.keyboard.press('/');
    await page.keyboard.type('accuracy');
    await panel.waitForFunction(() => {
      const rows = [...document.querySelectorAll('#grid-table [role="rowheader"]')];
      return rows.length > 0 && rows.every((row) => row.textContent?.toLowerCase().includes('accuracy'));
    });
    await page.keyboard.press('ControlOrMeta+A');
    await page.keyboard.press('Delete');
  });

  await step('copied as Markdown and as CSV, the table is on the clipboard', async () => {
    await panel.locator('.card').first().focus();
    await page.keyboard.press('c');
    const markdown = await clipboard(page, /\|.*balanced/);
    assert.match(markdown, /\| *:?-+/);
    await page.keyboard.press('Shift+C');
    const csv = await clipboard(page, /^group,key,/);
    const [head, ...lines] = csv.trim().split('\r\n');
    assert.match(head, /dvc:[0-9a-f]{40}/);
    assert.match(head, /mlflow:[0-9a-f]{32}/);
    assert.ok(lines.some((line) => line.startsWith('metric,accuracy,')), csv);
  });

  await step('the keys 1 to 6 open the tabs: curves are drawn, the data tab tells its digests', async () => {
    await panel.locator('.card').first().focus();
    await page.keyboard.press('2');
    await panel.locator('.plot canvas').first().waitFor();
    await page.keyboard.press('4');
    await panel.locator('#grid-data [role="rowheader"], #panel-data .notice').first().waitFor();
    await page.keyboard.press('1');
    await panel.locator('#grid-table .grid-row').first().waitFor();
  });

  await step('the panel has no serious finding of axe and refuses inline script', async () => {
    assert.deepEqual(await seriousFindings(panel), []);
    const ran = await panel.evaluate(async () => {
      const script = document.createElement('script');
      script.textContent = 'window.__inline = true';
      document.body.append(script);
      script.remove();
      return window.__inline === true;
    });
    assert.equal(ran, false);
  });

  await step('the code tab opens the editor’s own diff', async () => {
    await panel.locator('#tab-code').click();
    await panel.locator('.code-file').first().click({ timeout: 60_000 });
    await page.locator('.monaco-diff-editor .view-line').first().waitFor({ timeout: 60_000 });
  });

  await step('after a reload the comparison is there again, as it was', async () => {
    await page.locator('.tab', { hasText: 'Compare 2 Runs' }).first().click();
    panel = await window.webview('#panel-code', 60_000);
    await panel.locator('.card').nth(1).waitFor();
    const baseline = await panel.locator('.card.is-baseline .card-name').textContent();
    await window.reload();
    panel = await window.webview('#panel-code', 90_000);
    // A card is there before its run was read, with an id for a name.
    for (const name of [dvcRun, mlflowRun]) await panel.locator('.card-name', { hasText: name }).waitFor({ timeout: 60_000 });
    assert.deepEqual(await cards(), [dvcRun, mlflowRun]);
    assert.equal(await panel.locator('.card.is-baseline .card-name').textContent(), baseline);
  });
}

// What a person does in the side bar and the palette, step by step, for walks and pictures.

/** Leaves only these panes of the MLOps container open, so that their rows are in sight. */
export async function showPanes({ page }, ...titles) {
  const headers = page.locator('.sidebar .pane-header');
  for (let at = 0; at < (await headers.count()); at += 1) {
    const header = headers.nth(at);
    const label = (await header.getAttribute('aria-label')) ?? '';
    const isOpen = (await header.getAttribute('aria-expanded')) === 'true';
    if (isOpen !== titles.some((title) => label.startsWith(title))) await header.click();
  }
}

/** Opens one branch after the other; each is named by how its row's label begins. */
export async function openBranches(window, ...labels) {
  await leaveHover(window);
  for (const label of labels) {
    const row = rowOf(window, label);
    await row.waitFor({ timeout: 60_000 });
    if ((await row.getAttribute('aria-expanded')) !== 'false') continue;
    await row.locator('.monaco-tl-twistie').click();
    await row.and(window.page.locator('[aria-expanded="true"]')).waitFor();
  }
}

/** A hover of what was clicked last lies over the rows: a click on the empty title bar ends it. */
export async function leaveHover({ page }) {
  const hover = page.locator('.context-view .hover-contents');
  await page.mouse.move(250, 8, { steps: 4 });
  for (let tries = 0; tries < 20; tries += 1) {
    await page.waitForTimeout(200);
    if (!(await hover.first().isVisible())) return;
    await page.mouse.click(250, 8);
  }
  throw new Error(`A hover stays: ${await hover.first().textContent()}`);
}

/** The first tree row whose accessible label begins so. */
export function rowOf({ page }, label) {
  return page.locator(`.sidebar .monaco-list-row[aria-label^="${label}"]`).first();
}

/** Chooses the entries of a quick pick by their labels and accepts. */
export async function pickMany({ page }, ...labels) {
  const widget = page.locator('.quick-input-widget');
  const input = widget.locator('input.input').first();
  for (const label of labels) {
    await input.fill(label);
    await widget.locator('.monaco-list-row').filter({ hasText: label }).first().locator('.monaco-checkbox, .monaco-custom-toggle, .quick-input-list-checkbox').first().click();
  }
  await input.fill('');
  await page.keyboard.press('Enter');
}

/** Chooses the one entry of a quick pick that has this text. */
export async function pickOne({ page }, label) {
  const widget = page.locator('.quick-input-widget');
  await widget.locator('input.input').first().fill(label);
  await widget.locator('.monaco-list-row').filter({ hasText: label }).first().click();
}

/** Text of the clipboard once it matches. */
export async function clipboard(page, wanted) {
  const text = await copied(page, wanted, 20_000);
  if (text === undefined) throw new Error(`The clipboard does not hold ${wanted}.`);
  return text;
}

/**
 * The whole text of the terminal in front; '' while there is none or it is empty. The window needs `terminalSettings`:
 * with them “Select All” copies by itself. “Copy Selection” is offered only while something is selected, which is not so
 * before the terminal is there, and no longer so once it is written anew.
 */
export async function terminalText(window) {
  const { page } = window;
  if (!(await page.locator('.terminal-wrapper.active .xterm-screen').first().isVisible())) return '';
  await page.evaluate(() => navigator.clipboard.writeText('nothing'));
  await window.runCommand('Terminal: Select All');
  return (await copied(page, /^(?!nothing$)/, 3_000)) ?? '';
}

export const terminalSettings = { 'terminal.integrated.copyOnSelection': true };

async function copied(page, wanted, limitMs) {
  for (const end = Date.now() + limitMs; Date.now() < end; await page.waitForTimeout(100)) {
    const text = await page.evaluate(() => navigator.clipboard.readText());
    if (wanted.test(text)) return text;
  }
  return undefined;
}

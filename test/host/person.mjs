// What a person does with mouse and keys while a suite runs in the host. Each ends only with its window.
const forever = () => new Promise(() => undefined);

/** What was there a moment ago is gone by now: the next round looks again. */
const goesOn = (error) => {
  if (error.name !== 'TimeoutError') throw error;
};

/** Opens the code tab of the Compare panel and the first file in it. */
export async function openCodeTab(workbench) {
  const frame = await workbench.webview('[role="tab"]', 120_000);
  await frame.locator('[role="tab"]').filter({ hasText: 'Code' }).click();
  await frame.locator('.code-file').first().click({ timeout: 60_000 });
  await forever();
}

/**
 * Answers every question of a kind as often as it comes: `inputs` by a part of the title of a quick input, `buttons` by
 * their text in dialogs and notifications.
 */
export function answering({ inputs = {}, buttons = [] }) {
  return async ({ page }) => {
    const widget = page.locator('.quick-input-widget');
    for (;;) {
      await page.waitForTimeout(150);
      for (const [title, text] of Object.entries(inputs)) {
        const asked = widget.locator('.quick-input-title', { hasText: title });
        if (!(await asked.isVisible())) continue;
        // The question may go before it is answered, and come again: each step that finds it gone starts over.
        await widget.locator('input.input').first().fill(text, { timeout: 2_000 }).catch(goesOn);
        await page.waitForTimeout(200);
        if (!(await asked.isVisible())) continue;
        await page.keyboard.press('Enter');
        // The same question answered twice would answer the next one, too.
        await asked.waitFor({ state: 'hidden', timeout: 3_000 }).catch(goesOn);
      }
      for (const text of buttons) {
        const button = page.locator('.monaco-dialog-box .monaco-button, .notifications-toasts .monaco-button').filter({ hasText: text }).first();
        if (await button.isVisible()) await button.click({ timeout: 2_000 }).catch(goesOn);
      }
    }
  };
}

import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { missing } from '../support/tools.ts';
import { findingsInThemes } from './axe.ts';
import { Bench, calls, violations } from './browser.ts';

const reason = missing('chromium');
const tabs = ['rules', 'metrics', 'changes', 'data', 'card', 'history', 'evidence'] as const;

const ready = (page: Page) => page.waitForSelector('.head-line h1');
const called = (page: Page, name: string) => page.waitForFunction((wanted) => window.harness.calls.some(([call]) => call === wanted), name);
/** As a script in the page could: past every button. */
const post = (page: Page, message: unknown) => page.evaluate((sent) => (window.acquireVsCodeApi() as { postMessage(message: unknown): void }).postMessage(sent), message);

describe.skipIf(reason)('Approval panel in a browser', () => {
  let bench: Bench;
  beforeAll(async () => {
    bench = await Bench.start();
  });
  afterAll(() => bench.close());

  it('every tab is free of serious findings, policy violations and errors in all themes', async () => {
    const { page, errors } = await bench.open('panel=approval');
    await ready(page);
    for (const [index, tab] of tabs.entries()) {
      await page.keyboard.press(String(index + 1));
      await page.waitForSelector(`#panel-${tab}`);
      if (tab === 'card') await page.waitForSelector('.card-text');
      if (tab === 'changes') await page.waitForSelector('.file');
      expect(await findingsInThemes(page), tab).toEqual([]);
    }
    expect(await violations(page)).toEqual([]);
    expect(errors).toEqual([]);
    await page.close();
  });

  it('is worked by keyboard alone: reads, jumps to causes, says why, approves', async () => {
    const { page } = await bench.open('panel=approval');
    await ready(page);
    expect(await page.locator('.rule h2').allInnerTexts()).toEqual(['two-people', 'calm-inputs', 'fair-across-groups', 'beats-champion', 'pinned-inputs']);
    for (const text of ['policy line 13', 'Open the drift report']) await page.getByRole('button', { name: text }).press('Enter');
    await called(page, 'openReport');
    expect(await calls(page, 'openPolicy')).toEqual([{ path: '.mlops/policy.yaml', line: 12 }]);
    await page.keyboard.press('3');
    await page.locator('.file').press('Enter');
    await called(page, 'openDiff');
    await page.keyboard.press('c');
    await page.keyboard.press('l');
    // A rejection without a reason is not sent.
    await page.getByRole('button', { name: 'Reject…' }).press('Enter');
    await page.waitForSelector('[role="alert"]:has-text("Say why first.")');
    await page.keyboard.type('Good enough.');
    await page.getByRole('button', { name: 'Approve…' }).press('Enter');
    await called(page, 'sign');
    const [confirmed] = (await calls(page, 'confirm')) as Array<{ message: string; detail: string; button: string }>;
    expect(confirmed?.message).toBe('Approve churn 7 for production?');
    const [digest] = (await calls(page, 'copy')) as string[];
    expect(digest).toMatch(/^[0-9a-f]{64}$/);
    expect(confirmed?.detail).toContain(digest);
    expect(confirmed?.detail).toMatch(/Digest: [0-9a-f]{16}…\n.*Environment|Environment: production/s);
    expect(await calls(page, 'sign')).toMatchObject([{ kind: 'approve', rule: null, reason: 'Good enough.' }]);
    await page.waitForFunction(() => document.querySelector('textarea')?.value === '');
    await page.keyboard.press('Escape');
    await page.close();
  });

  it('holds a version that runs against what ran before it, and says so', async () => {
    const { page } = await bench.open('panel=approval&scenario=running');
    await ready(page);
    expect(await page.locator('.head-fact:has-text("Runs there now") dd').innerText()).toBe('7');
    await page.keyboard.press('2');
    await page.waitForSelector('#panel-metrics:has-text("Against 6, which ran there before it.")');
    expect(await page.locator('#panel-metrics thead').innerText()).toContain('6, ran before it');
    await page.keyboard.press('3');
    await page.waitForSelector('#panel-changes:has-text("Against 6, which ran there before it.")');
    await page.close();
  });

  it('what the page says it showed must be what the host showed and what is there now: A is shown, B is not signed', async () => {
    const { page } = await bench.open('panel=approval');
    await ready(page);
    const act = { kind: 'approve', shown: 'f'.repeat(64), entry: 'a'.repeat(64), rule: null, reason: '' };
    await post(page, { kind: 'command', name: 'act', args: act });
    await page.waitForSelector('.strip-fault:has-text("has changed, so nothing was signed")');
    await post(page, { kind: 'command', name: 'act', args: { ...act, model: 'other', digest: 'b'.repeat(64), shown: 'x' } });
    await page.waitForFunction(() => window.harness.warnings.some((one) => one.includes('is no digest')));
    expect(await calls(page, 'prepare')).toEqual([]);
    await page.close();
    // Somebody changes it between the look and the signature.
    const { page: moved } = await bench.open('panel=approval&scenario=moves');
    await ready(moved);
    await moved.getByRole('button', { name: 'Approve…' }).click();
    await moved.waitForSelector('.strip-fault:has-text("has changed, so nothing was signed")');
    await moved.waitForSelector('.head-reason:has-text("Somebody has registered other weights.")');
    expect([await calls(moved, 'confirm'), await calls(moved, 'sign')]).toEqual([[], []]);
    await moved.close();
  });

  it('who goes back at the dialog signs nothing, and keeps what they wrote', async () => {
    const { page } = await bench.open('panel=approval&scenario=goesBack');
    await ready(page);
    await page.keyboard.press('w');
    await page.keyboard.type('Not sure.');
    await page.getByRole('button', { name: 'Approve…' }).click();
    await page.waitForSelector('.live:has-text("Nothing was signed.")');
    expect(await calls(page, 'sign')).toEqual([]);
    await page.reload();
    await ready(page);
    expect(await page.locator('textarea').inputValue()).toBe('Not sure.');
    await page.close();
  });

  it('withdraws, answers and waives what it is pressed on', async () => {
    const { page } = await bench.open('panel=approval');
    await ready(page);
    await page.keyboard.press('6');
    await page.getByRole('button', { name: 'Withdraw…' }).click();
    await called(page, 'sign');
    await page.keyboard.press('1');
    await page.keyboard.press('w');
    await page.keyboard.type('A campaign.');
    await page.getByRole('button', { name: 'Waive…' }).click();
    await page.waitForFunction(() => window.harness.calls.filter(([name]) => name === 'sign').length === 2);
    expect(((await calls(page, 'sign')) as Array<{ kind: string; rule: string | null }>).map(({ kind, rule }) => [kind, rule])).toEqual([['withdraw', null], ['waive', 'calm-inputs']]);
    await page.close();
  });

  it('what runs is told above what moves versions, where the version itself runs too', async () => {
    const { page } = await bench.open('panel=approval&scenario=running');
    await ready(page);
    await page.getByRole('region', { name: 'production runs 7' }).waitFor();
    await page.close();
  });

  it('what moves versions stands beside the decision, says why not, and leaves the rest to the editor', async () => {
    const { page } = await bench.open('panel=approval');
    await ready(page);
    const move = page.getByRole('region', { name: 'production runs 6' });
    await move.waitFor();
    expect(await move.getByRole('button', { name: 'Promote…' }).isDisabled()).toBe(true);
    await move.getByText('The gate does not let it through.').waitFor();
    await move.getByRole('button', { name: 'Roll Back…' }).press('Enter');
    await called(page, 'rollBack');
    expect(await calls(page, 'rollBack')).toEqual([{ reference: 'churn:7', env: 'production' }]);
    // Past the button, as a script in the page could: what it is about is the host's own, and the editor asks before anything is signed.
    await post(page, { kind: 'command', name: 'promote', args: { reference: 'other:1', env: 'production' } });
    await called(page, 'promote');
    expect([await calls(page, 'promote'), await calls(page, 'sign')]).toEqual([[{ reference: 'churn:7', env: 'production' }], []]);
    await page.close();
  });

  it('hostile text in models, metrics, cards and comments is text', async () => {
    const { page, errors } = await bench.open('panel=approval&scenario=hostile');
    await ready(page);
    for (const [index, tab] of tabs.entries()) {
      await page.keyboard.press(String(index + 1));
      await page.waitForSelector(`#panel-${tab}`);
      if (tab === 'card') await page.waitForSelector('.card-text');
      const found = await page.evaluate(() => ({ pwned: '__pwned' in window, elements: document.querySelectorAll('main img, main script, main iframe, main a').length, turned: document.body.textContent?.includes('\u202e') }));
      expect(found, tab).toEqual({ pwned: false, elements: 0, turned: false });
    }
    await page.keyboard.press('1');
    await page.getByRole('button', { name: 'Approve…' }).click();
    await called(page, 'confirm');
    const [confirmed] = (await calls(page, 'confirm')) as Array<{ message: string; detail: string }>;
    expect(`${confirmed?.message}${confirmed?.detail}`).not.toContain('\u202e');
    expect([errors, await violations(page)]).toEqual([[], []]);
    await page.close();
  });

  it.each([
    ['untrusted', 'Approvals are read in trusted folders only.', 'Manage Workspace Trust'],
    ['broken', 'The ledger cannot be trusted', 'Try Again'],
    ['asked', 'nobody since metrics changed', 'Request Approval…'],
    ['keyless', 'Nobody signs here', 'Approve…'],
  ])('%s: says so, and what to do', async (scenario, words, button) => {
    const { page, errors } = await bench.open(`panel=approval&scenario=${scenario}`);
    await page.getByText(words).first().waitFor();
    expect(await page.getByRole('button', { name: button }).count()).toBe(1);
    expect(await findingsInThemes(page)).toEqual([]);
    expect(errors).toEqual([]);
    await page.close();
  });
});

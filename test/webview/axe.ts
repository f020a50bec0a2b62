import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

interface AxeResult {
  readonly violations: ReadonlyArray<{ readonly id: string; readonly impact: string | null; readonly nodes: ReadonlyArray<{ readonly html: string; readonly failureSummary?: string }> }>;
}
declare global {
  interface Window {
    axe: { run(options: unknown): Promise<AxeResult> };
  }
}

const source = readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const themes = ['dark', 'light', 'hc-dark', 'hc-light'] as const;

/** In all four themes: every rule in the first, in the others those that a theme can break. */
export async function findingsInThemes(page: Page): Promise<string[]> {
  const found: string[] = [];
  for (const theme of themes) {
    await page.evaluate((name) => window.harness.theme(name), theme);
    // Canvases and what is drawn with the theme's values follow in the next frame.
    await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
    const findings = await seriousFindings(page, theme === themes[0] ? null : ['color-contrast']);
    found.push(...findings.map((finding) => `${theme}: ${finding}`));
  }
  return found;
}

/** Serious and critical findings, each with the first element it is about; `rules` null = all of them. */
export async function seriousFindings(page: Page, rules: readonly string[] | null = null): Promise<string[]> {
  // Set by the debugger, so the page's own policy stays as it is.
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(await source);
  const result = await page.evaluate((only) => window.axe.run({ resultTypes: ['violations'], ...(only ? { runOnly: only } : {}) }), rules);
  return result.violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map((node) => `${node.html.slice(0, 160)} — ${node.failureSummary?.split('\n')[1]?.trim() ?? ''}`).slice(0, 3).join(' | ')}`);
}

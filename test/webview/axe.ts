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

/** Serious and critical findings, each with the first element it is about. */
export async function seriousFindings(page: Page): Promise<string[]> {
  // Set by the debugger, so the page's own policy stays as it is.
  await page.evaluate(await source);
  const result = await page.evaluate(() => window.axe.run({ resultTypes: ['violations'] }));
  return result.violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map((node) => `${node.html.slice(0, 160)} — ${node.failureSummary?.split('\n')[1]?.trim() ?? ''}`).slice(0, 3).join(' | ')}`);
}

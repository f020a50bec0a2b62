import type { ToolResult } from '../model/toolResult.ts';
import type { Page } from './page.ts';

/** Results of monitoring and evaluation that other tools left with a system. Read only. */
export interface MonitorSource {
  /**
   * What is kept with a run, in the normal form. Looks for files by their names and reads a bounded number of them; what is of
   * no known kind is left out, what is broken or too much is a problem of the page.
   */
  results(run: string, signal: AbortSignal): Promise<Page<ToolResult>>;
}

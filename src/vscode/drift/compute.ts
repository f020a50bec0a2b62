import { checkReport } from '../../core/drift/checkReport.ts';
import { eventReader } from '../../core/drift/events/readEvents.ts';
import type { DriftReport } from '../../core/model/drift.ts';
import type { Machine } from '../../core/port/machine.ts';
import { plain } from '../views/rows/text.ts';
import { roleArguments } from './roleArguments.ts';
import type { CompareListener, CompareOnce, DriftProgress } from '../panels/drift/bench.ts';
import { dataOf, runOwnCli } from '../platform/ownCli.ts';

/**
 * Compares in a process of its own, our command line on the editor's Node: the extension host only waits. Exit 1 is a
 * verdict, not a failure. Throws the command's own fault otherwise, `cancelled` after an abort.
 */
export async function computeDrift(
  machine: Pick<Machine, 'process' | 'trust' | 'clock' | 'log' | 'settings'>,
  cli: string,
  { folder, reference, current, roles }: CompareOnce,
  listener: CompareListener,
  signal: AbortSignal,
): Promise<DriftReport> {
  const { stdout, exitCode } = await runOwnCli(machine, cli, {
    command: ['drift', `--reference=${reference.text}`, `--current=${current.text}`],
    folder,
    more: ['--events-fd=3', ...(roles === null ? [] : roleArguments(roles))],
    onLine: (line) => listener.onProgress(progressOf(line)),
    onChannel: eventReader(
      (event) => listener.onEvent(event),
      (problem) => machine.log.warn(`A column of a running comparison could not be shown early: ${problem}`),
    ),
  }, signal);
  return reportOf(stdout, exitCode);
}

/** The report in the command's answer. Throws the command's fault. */
export function reportOf(stdout: string, exitCode: number | null): DriftReport {
  return checkReport(dataOf(stdout, exitCode));
}

/** A share is read where the line tells one: `42 %`, `14 of 40`, `14/40`. */
export function progressOf(line: string): DriftProgress {
  const sentence = plain(line.trim(), 200);
  const percent = /(\d+(?:\.\d+)?) ?%/.exec(sentence);
  if (percent) return { sentence, share: Math.min(1, Number(percent[1]) / 100) };
  const [, done, all] = /\b(\d+)(?: of |\/)(\d+)\b/.exec(sentence) ?? [];
  if (done !== undefined && all !== undefined && Number(all) > 0) return { sentence, share: Math.min(1, Number(done) / Number(all)) };
  return { sentence, share: null };
}

import { fail, type FaultCode } from '../../core/base/fault.ts';
import { checkReport } from '../../core/drift/checkReport.ts';
import { eventReader } from '../../core/drift/events/readEvents.ts';
import type { DriftReport } from '../../core/model/drift.ts';
import type { Machine } from '../../core/port/machine.ts';
import { plain } from '../views/rows/text.ts';
import { roleArguments } from './roleArguments.ts';
import type { CompareListener, CompareOnce, DriftProgress } from '../panels/drift/bench.ts';

/** A report of 20,000 columns with 256 bins each stays below it. */
const maxReportBytes = 512 * 1024 * 1024;
const progressEveryMs = 100;

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
  const trust = machine.trust.isTrusted ? [] : ['--untrusted'];
  const reader = machine.settings.get<string>('drift.reader', folder) === 'own' ? ['--reader=own'] : [];
  const lines = lineReader(machine.clock, (progress) => listener.onProgress(progress));
  const result = await machine.process.run([process.execPath, cli, 'drift', `--reference=${reference.text}`, `--current=${current.text}`, `--cwd=${folder}`, '--json', '--events-fd=3', ...(roles === null ? [] : roleArguments(roles)), ...trust, ...reader], {
    cwd: folder,
    // The editor's own program is a Node when told so; options meant for the editor are none for it.
    env: { ELECTRON_RUN_AS_NODE: '1', NODE_OPTIONS: undefined, MLOPS_PROGRESS: 'lines' },
    timeoutMs: 0,
    maxBytes: maxReportBytes,
    signal,
    onChannel: eventReader(
      (event) => listener.onEvent(event),
      (problem) => machine.log.warn(`A column of a running comparison could not be shown early: ${problem}`),
    ),
    onOutput: (stream, bytes) => {
      if (stream === 'stderr') lines(bytes);
    },
  });
  return reportOf(new TextDecoder().decode(result.stdout), result.exitCode);
}

/** The report in the command's answer. Throws the command's fault. */
export function reportOf(stdout: string, exitCode: number | null): DriftReport {
  const answer = parsed(stdout);
  if (answer.data !== null && answer.data !== undefined) return checkReport(answer.data);
  const [problem] = Array.isArray(answer.problems) ? (answer.problems as unknown[]) : [];
  const { code, message, hint } = typeof problem === 'object' && problem !== null ? (problem as Record<string, unknown>) : {};
  throw fail(
    typeof code === 'string' ? (code as FaultCode) : 'internal',
    typeof message === 'string' ? message : `The comparison ended without an answer (exit ${exitCode ?? 'by a signal'}).`,
    typeof hint === 'string' ? { hint } : { hint: 'The output channel “MLOps Workbench” lists the command that was run.' },
  );
}

function parsed(stdout: string): { readonly data?: unknown; readonly problems?: unknown } {
  try {
    const value: unknown = JSON.parse(stdout);
    return typeof value === 'object' && value !== null ? value : {};
  } catch (error) {
    if (error instanceof SyntaxError) return {};
    throw error;
  }
}

/** What the command says of its progress, line by line, the newest at most every tenth of a second. */
function lineReader(clock: Machine['clock'], onProgress: (progress: DriftProgress) => void): (bytes: Uint8Array) => void {
  const decoder = new TextDecoder();
  let rest = '';
  let lastMs = 0;
  return (bytes) => {
    rest += decoder.decode(bytes, { stream: true });
    const lines = rest.split(/[\r\n]+/);
    rest = (lines.pop() ?? '').slice(-1000);
    const line = lines.findLast((one) => one.trim() !== '');
    if (line === undefined || clock.nowMs() - lastMs < progressEveryMs) return;
    lastMs = clock.nowMs();
    onProgress(progressOf(line));
  };
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

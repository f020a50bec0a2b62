import { fail, type FaultCode } from '../../core/base/fault.ts';
import type { Machine } from '../../core/port/machine.ts';
import { readerNamed } from '../../core/table/tableReader.ts';

/** A report of 20,000 columns with 256 bins each stays below it. */
const maxAnswerBytes = 512 * 1024 * 1024;
const lineEveryMs = 100;

interface OwnCommand {
  readonly command: readonly string[];
  readonly folder: string;
  /** Options of the command that are none of the person's. */
  readonly more?: readonly string[];
  /** What it says of its progress. */
  readonly onLine: (line: string) => void;
  /** What comes on descriptor 3. */
  readonly onChannel?: (bytes: Uint8Array) => void;
}

/**
 * Our command line in a process of its own, on the editor's Node, so that the extension host only waits. Adds `--cwd`, `--json`
 * and what trust asks for. `cancelled` after an abort.
 */
export async function runOwnCli(
  machine: Pick<Machine, 'process' | 'trust' | 'clock' | 'settings'>,
  cli: string,
  { command, folder, more = [], onLine, onChannel }: OwnCommand,
  signal: AbortSignal,
): Promise<{ readonly stdout: string; readonly exitCode: number | null }> {
  const trust = machine.trust.isTrusted ? [] : ['--untrusted'];
  const lines = lineReader(machine.clock, onLine);
  // It reads settings of its own, not the editor's.
  const reader = readerNamed(machine.settings.get<string>('drift.reader', folder));
  const { stdout, exitCode } = await machine.process.run([process.execPath, cli, ...command, `--cwd=${folder}`, '--json', ...more, ...trust], {
    cwd: folder,
    // The editor's own program is a Node when told so; options meant for the editor are none for it.
    env: { ELECTRON_RUN_AS_NODE: '1', NODE_OPTIONS: undefined, MLOPS_PROGRESS: 'lines', MLOPS_DRIFT_READER: reader },
    timeoutMs: 0,
    maxBytes: maxAnswerBytes,
    signal,
    ...(onChannel ? { onChannel } : {}),
    onOutput: (stream, bytes) => {
      if (stream === 'stderr') lines(bytes);
    },
  });
  return { stdout: new TextDecoder().decode(stdout), exitCode };
}

/** What the command answered; exit 1 is a verdict, not a failure. Throws the command's own fault where it answered nothing. */
export function dataOf(stdout: string, exitCode: number | null): unknown {
  const answer = parsed(stdout);
  if (answer.data !== null && answer.data !== undefined) return answer.data;
  const [problem] = Array.isArray(answer.problems) ? (answer.problems as unknown[]) : [];
  const { code, message, hint } = typeof problem === 'object' && problem !== null ? (problem as Record<string, unknown>) : {};
  throw fail(
    typeof code === 'string' ? (code as FaultCode) : 'internal',
    typeof message === 'string' ? message : `The command ended without an answer (exit ${exitCode ?? 'by a signal'}).`,
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
function lineReader(clock: Machine['clock'], onLine: (line: string) => void): (bytes: Uint8Array) => void {
  const decoder = new TextDecoder();
  let rest = '';
  let lastMs = 0;
  return (bytes) => {
    rest += decoder.decode(bytes, { stream: true });
    const lines = rest.split(/[\r\n]+/);
    rest = (lines.pop() ?? '').slice(-1000);
    const line = lines.findLast((one) => one.trim() !== '');
    if (line === undefined || clock.nowMs() - lastMs < lineEveryMs) return;
    lastMs = clock.nowMs();
    onLine(line);
  };
}

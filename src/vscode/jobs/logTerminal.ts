import * as vscode from 'vscode';
import { toFault } from '../../core/base/fault.ts';
import { LogView } from '../../core/log/view.ts';
import type { Job } from '../../core/model/job.ts';
import type { LogPiece } from '../../services/logs.ts';
import type { Workbench } from '../../services/workbench.ts';
import { quoteCommand } from '../launch/commandLine.ts';
import { isLive } from '../views/rows/jobRow.ts';

const flushMs = 60;
const maxFlushChars = 256 * 1024;
/** A log above this is shown from its end on; the whole of it opens as a file. */
const wholeBytes = 1024 * 1024;
const tailBytes = 256 * 1024;
const interrupt = '\u0003';
const newline = 10;
/** What a shell says of a process that a signal ended. */
const killedExitCode = 128 + 15;
const clearLine = '\r\u001b[2K';

export interface LogTerminalHooks {
  /** A person pressed Ctrl+C. */
  readonly onInterrupt: (job: string) => void;
  readonly onClosed: (job: string, isLive: boolean) => void;
}

/** A job's log in a terminal: raw bytes made safe, colours and progress bars kept. Ends with how the job ended. */
export class LogTerminal implements vscode.Pseudoterminal {
  readonly #workbench: Workbench;
  readonly #jobId: string;
  readonly #hooks: LogTerminalHooks;
  readonly #closesWithJob: boolean;
  readonly #written = new vscode.EventEmitter<string>();
  readonly #closed = new vscode.EventEmitter<number>();
  readonly #ended = new AbortController();
  #pending = '';
  #isForNow = false;
  #timer: NodeJS.Timeout | undefined;
  #job: Job | undefined;

  constructor(workbench: Workbench, jobId: string, hooks: LogTerminalHooks, closesWithJob = false) {
    this.#workbench = workbench;
    this.#jobId = jobId;
    this.#hooks = hooks;
    this.#closesWithJob = closesWithJob;
  }

  readonly onDidWrite = this.#written.event;
  readonly onDidClose = this.#closed.event;

  open(): void {
    void this.#follow().catch((error: unknown) => {
      const fault = toFault(error);
      if (fault.code === 'cancelled') return;
      this.#say(`${fault.message}${fault.hint ? ` ${fault.hint}` : ''}`);
      if (this.#closesWithJob) this.#closed.fire(1);
    });
  }

  close(): void {
    this.#ended.abort();
    clearTimeout(this.#timer);
    this.#hooks.onClosed(this.#jobId, this.#job !== undefined && isLive(this.#job));
  }

  handleInput(data: string): void {
    if (data.includes(interrupt)) this.#hooks.onInterrupt(this.#jobId);
  }

  async #follow(): Promise<void> {
    const { signal } = this.#ended;
    const { jobs, logs, launch, locator } = this.#workbench;
    const job = await jobs.job(this.#jobId, signal);
    this.#job = job;
    this.#say(`$ ${quoteCommand(job.command)}`);
    const canSeek = (await locator.find(job.id, signal)).connection.logs?.cursorsAreOffsets === true;
    const from = startOffset(job, canSeek);
    if (from > 0) this.#say(vscode.l10n.t('… {0} bytes earlier: “MLOps: Open Full Log as File” shows all of it', from));
    const view = new LogView(launch.secretsOf(job.id));
    let isInsideLine = from > 0;
    for await (const piece of logs.read(job.id, { from, follow: true }, signal)) {
      if (piece.kind === 'state') {
        await this.#state(piece, view);
        continue;
      }
      // The tail begins inside a line: what is shown begins with the next one.
      const bytes = isInsideLine ? piece.bytes.subarray(piece.bytes.indexOf(newline) + 1) : piece.bytes;
      isInsideLine = false;
      await this.#write(view.write(bytes));
    }
    await this.#write(view.flush());
    this.#flush();
    const last = await jobs.job(job.id, signal);
    this.#job = last;
    if (this.#closesWithJob && !isLive(last)) this.#closed.fire(last.exitCode ?? killedExitCode);
  }

  async #state(event: Extract<LogPiece, { kind: 'state' }>, view: LogView): Promise<void> {
    const held = view.flush();
    if (held !== '') await this.#write(held);
    switch (event.state) {
      case 'live':
        return;
      case 'ended':
        this.#say(event.reason ?? vscode.l10n.t('The job has ended.'));
        return;
      case 'waiting':
        this.#sayForNow(event.reason ?? vscode.l10n.t('Waiting for the job to start.'));
        return;
      default:
        this.#say(`${event.state}${event.reason === null ? '' : `: ${event.reason}`}`);
    }
  }

  /** Words that hold until something else is shown: the cursor stays on their line, which is then cleared. */
  #sayForNow(text: string): void {
    this.#flush();
    this.#written.fire(`${clearLine}${dimmed(text)}`);
    this.#isForNow = true;
  }

  /** Our own words, dimmed, on a line of their own. */
  #say(text: string): void {
    this.#flush();
    this.#clearForNow();
    this.#written.fire(`${dimmed(text)}\r\n`);
  }

  #clearForNow(): void {
    if (this.#isForNow) this.#written.fire(clearLine);
    this.#isForNow = false;
  }

  /** Batches output; waits where the terminal would get more than it can draw. */
  async #write(text: string): Promise<void> {
    this.#pending += text;
    if (this.#pending.length >= maxFlushChars) {
      this.#flush();
      await this.#workbench.machine.clock.sleep(flushMs, this.#ended.signal);
      return;
    }
    this.#timer ??= setTimeout(() => this.#flush(), flushMs);
  }

  #flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#pending !== '') this.#clearForNow();
    while (this.#pending !== '') {
      this.#written.fire(this.#pending.slice(0, maxFlushChars));
      this.#pending = this.#pending.slice(maxFlushChars);
    }
  }
}

function dimmed(text: string): string {
  return `\u001b[2m${text.replace(/[\u0000-\u001f\u007f-\u009f]/g, ' ')}\u001b[0m`;
}

function startOffset(job: Job, canSeek: boolean): number {
  const size = job.logBytes ?? 0;
  return canSeek && size > wholeBytes ? size - tailBytes : 0;
}

import * as vscode from 'vscode';
import type { Log } from '../../core/port/machine.ts';
import type { CommandRecord } from '../../core/port/process.ts';

/** The product's own channel: what it did and every command it ran. Made when first written to. */
export class Output implements Log, vscode.Disposable {
  #channel: vscode.LogOutputChannel | undefined;

  get #log(): vscode.LogOutputChannel {
    this.#channel ??= vscode.window.createOutputChannel('MLOps Workbench', { log: true });
    return this.#channel;
  }

  info(message: string): void {
    this.#log.info(message);
  }

  warn(message: string): void {
    this.#log.warn(message);
  }

  error(message: string): void {
    this.#log.error(message);
  }

  /** Secrets are masked before a record reaches anyone. */
  command(record: CommandRecord): void {
    const end = record.error ?? (record.signal === null ? `exit ${record.exitCode ?? '?'}` : record.signal);
    const line = `[${record.pid ?? '-'}] ${record.elapsedMs} ms, ${end}: ${record.argv.map(quoted).join(' ')}  (${record.cwd})`;
    if (record.error === null) this.info(line);
    else this.warn(line);
  }

  show(): void {
    this.#log.show(true);
  }

  dispose(): void {
    this.#channel?.dispose();
  }
}

function quoted(argument: string): string {
  return /^[\w@%+=:,./•-]+$/.test(argument) ? argument : JSON.stringify(argument);
}

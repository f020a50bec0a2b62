import { statSync } from 'node:fs';
import path from 'node:path';
import type { Disposable } from '../core/base/disposable.ts';
import { fail, toFault } from '../core/base/fault.ts';
import { problemOf, type Problem } from '../core/model/problem.ts';
import type { Workbench } from '../services/workbench.ts';
import { parse } from './commandLine.ts';
import { exitCodeOf, exitCodes, worstExit } from './exit.ts';
import { catchInterrupts } from './interrupt.ts';
import type { Answer, Context, Noun } from './noun.ts';
import { envelope, problemLines, writerTo } from './output.ts';
import { clean, styleFor } from './style.ts';

export interface Compose {
  readonly folder: string;
  readonly isTrusted: boolean;
  readonly isVerbose: boolean;
}

export interface Command {
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  readonly stdout: NodeJS.WriteStream;
  readonly stderr: NodeJS.WriteStream;
  /** Of the product. */
  readonly version: () => string;
  compose(options: Compose): Promise<Disposable & { readonly workbench: Workbench }>;
}

/** Reading leaves nothing to clear up, so a person need not wait for it. */
const defaultPatienceMs = 300;

/** Runs one command line; the answer is the exit code. Never throws. */
export async function runCommand(command: Command): Promise<number> {
  const { argv, env } = command;
  const out = writerTo(command.stdout);
  const err = writerTo(command.stderr);
  const isJson = argv.slice(0, argv.includes('--') ? argv.indexOf('--') : argv.length).includes('--json');
  const outStyle = styleFor(command.stdout.isTTY, env);
  const errStyle = styleFor(command.stderr.isTTY, env);
  const interrupts = catchInterrupts();
  try {
    const parsed = await parse(argv, command.version);
    if (parsed.kind === 'text') {
      await out.write(parsed.text);
      return exitCodes.done;
    }
    const folder = path.resolve(command.cwd, typeof parsed.values['cwd'] === 'string' ? parsed.values['cwd'] : '.');
    requireFolder(folder);
    const composed = await command.compose({
      folder,
      isTrusted: parsed.values['untrusted'] !== true,
      isVerbose: parsed.values['verbose'] === true,
    });
    try {
      const context: Context = {
        workbench: composed.workbench,
        cwd: folder,
        values: parsed.values,
        positionals: parsed.positionals,
        rest: parsed.rest,
        isJson,
        signal: interrupts.signal,
        say: (line) => void err.write(`${line}\n`),
        progress: progressTo(command, err.write),
        write: (data) => out.write(data),
        writeError: (data) => err.write(data),
      };
      const [late, answer] = await interrupts.race(answerOf(parsed.noun, context), parsed.noun.patienceMs ?? defaultPatienceMs);
      // Lists leave out a source that was interrupted; half a list must not pass for an answer.
      interrupts.signal.throwIfAborted();
      const problems = [...late, ...(answer.problems ?? []), ...(answer.wrongInput ? [problemOf('', answer.wrongInput)] : [])];
      if (answer.data !== undefined) {
        if (isJson) await out.write(envelope(answer.data, problems));
        else if (answer.text) await out.write(lineOf(answer.text(outStyle)));
      }
      if (!isJson || answer.data === undefined) await err.write(problemLines(problems, errStyle));
      return exitOf(answer);
    } finally {
      composed.dispose();
    }
  } catch (error) {
    const fault = interrupts.signal.aborted ? toFault(fail('cancelled', 'Cancelled.')) : toFault(error);
    const problems: Problem[] = [problemOf('', fault)];
    if (isJson) await out.write(envelope(null, problems));
    else await err.write(problemLines(problems, errStyle));
    if (fault.code === 'internal' && argv.includes('--verbose')) await err.write(`${clean(String((error as Error).stack))}\n`);
    return exitCodeOf(fault);
  } finally {
    interrupts.dispose();
  }
}

/** One line that changes in a terminal; a line each for a program that asks with `MLOPS_PROGRESS=lines`; else none. */
function progressTo({ stderr, env }: Command, write: (text: string) => Promise<void>): Context['progress'] {
  if (stderr.isTTY) return (line) => void write(`\r\u001b[2K${clean(line)}`);
  return env['MLOPS_PROGRESS'] === 'lines' ? (line) => void write(line === '' ? '' : `${clean(line)}\n`) : undefined;
}

/** The noun's answer, after trackers were told of what ended while nobody could tell them. */
async function answerOf(noun: Noun, context: Context): Promise<[readonly Problem[], Answer]> {
  const late = noun.reconciles ? (await context.workbench.reconcile.run(context.signal)).problems : [];
  return [late, await noun.run(context)];
}

function exitOf(answer: Answer): number {
  return worstExit([
    answer.exitCode ?? exitCodes.done,
    ...(answer.wrongInput ? [exitCodeOf(answer.wrongInput)] : []),
    ...((answer.failedSources?.length ?? 0) > 0 ? [exitCodes.sourceFailed] : []),
  ]);
}

function requireFolder(folder: string): void {
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) throw fail('invalid', `${folder} is not a folder.`, { hint: 'Give an existing folder with --cwd.' });
}

function lineOf(text: string): string {
  return text === '' ? '' : `${text}\n`;
}

import { statSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import type { Disposable } from '../core/base/disposable.ts';
import { fail, toFault } from '../core/base/fault.ts';
import { problemOf, type Problem } from '../core/model/problem.ts';
import type { Workbench } from '../services/workbench.ts';
import { exitCodeOf, exitCodes, worstExit } from './exit.ts';
import { catchInterrupts } from './interrupt.ts';
import type { Answer, Context, Noun, Options, Values } from './noun.ts';
import { nouns } from './nouns.ts';
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

const commonOptions = {
  cwd: { type: 'string' },
  json: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
  untrusted: { type: 'boolean' },
  verbose: { type: 'boolean' },
} as const satisfies Options;

const commonHelp = `Options of every command:
  --cwd DIR     the folder to look at (default: here)
  --json        {"schemaVersion":1,"data":…,"problems":[…]} on stdout
  --untrusted   reads local files only: nothing runs, no server is contacted
  --verbose     every command run, and warnings, on stderr
  --help        this text; mlops --version prints the version
Exit codes: 0 done, 1 a verdict said no, 2 bad usage or input, 3 an asked-for source failed,
  4 integrity broken, 5 internal fault, 6 the launched training failed, 130 cancelled.`;

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

type Parsed =
  | { readonly kind: 'text'; readonly text: string }
  | {
      readonly kind: 'noun';
      readonly noun: Noun;
      readonly values: Values;
      readonly positionals: readonly string[];
      readonly rest: readonly string[] | undefined;
    };

async function parse(argv: readonly string[], version: () => string): Promise<Parsed> {
  const dashes = argv.indexOf('--');
  const own = dashes < 0 ? argv : argv.slice(0, dashes);
  const rest = dashes < 0 ? undefined : argv.slice(dashes + 1);
  const name = nounOf(own);
  if (own.includes('--version') && (name === undefined || own[0] === '--version')) return { kind: 'text', text: `${version()}\n` };
  if (name === undefined || name === 'help') {
    if (name === 'help' || own.includes('--help') || own.includes('-h')) return { kind: 'text', text: overview() };
    throw fail('invalid', 'A command is missing.', { hint: `Commands: ${Object.keys(nouns).join(', ')}. mlops --help says more.` });
  }
  const row = Object.hasOwn(nouns, name) ? nouns[name] : undefined;
  if (!row) throw fail('invalid', `There is no command “${name}”.`, { hint: `Commands: ${Object.keys(nouns).join(', ')}.` });
  const { noun } = await row.load();
  if (own.includes('--help') || own.includes('-h')) {
    return { kind: 'text', text: `Usage: ${noun.usage}\n\n${sentence(row.summary)}\n\n${commonHelp}\n` };
  }
  const { values, positionals } = parseOptions(own, noun);
  const after = positionals.slice(positionals.indexOf(name) + 1);
  const [least, most] = noun.arguments;
  if (after.length < least) throw fail('invalid', `“${name}” needs more arguments.`, { hint: `Usage: ${noun.usage}` });
  if (after.length > most) throw fail('invalid', `“${after[most] ?? ''}” is one argument too many for “${name}”.`, { hint: `Usage: ${noun.usage}` });
  return { kind: 'noun', noun, values, positionals: after, rest };
}

/** The first word that is no option; only `--cwd` may stand before it with a value of its own. */
function nounOf(argv: readonly string[]): string | undefined {
  for (let index = 0; index < argv.length; index += 1) {
    const word = argv[index] ?? '';
    if (word === '--cwd') index += 1;
    else if (!word.startsWith('-')) return word;
  }
  return undefined;
}

function parseOptions(argv: readonly string[], noun: Noun): { values: Values; positionals: string[] } {
  try {
    return parseArgs({ args: [...argv], options: { ...commonOptions, ...noun.options }, allowPositionals: true, strict: true });
  } catch (error) {
    throw fail('invalid', optionMistake(error as NodeJS.ErrnoException), { hint: `Usage: ${noun.usage}` });
  }
}

function optionMistake({ code, message }: NodeJS.ErrnoException): string {
  const [first = ''] = message.split('\n', 1);
  const option = /'(-[^' ]+)/.exec(first)?.[1] ?? '';
  if (code === 'ERR_PARSE_ARGS_UNKNOWN_OPTION') return `There is no option “${option}”.`;
  if (code !== 'ERR_PARSE_ARGS_INVALID_OPTION_VALUE') return first;
  if (first.includes('does not take')) return `The option “${option}” takes no value.`;
  return `The option “${option}” needs a value${first.includes('ambiguous') ? `; one that begins with a dash is written ${option}=-…` : ''}.`;
}

function lineOf(text: string): string {
  return text === '' ? '' : `${text}\n`;
}

function requireFolder(folder: string): void {
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) throw fail('invalid', `${folder} is not a folder.`, { hint: 'Give an existing folder with --cwd.' });
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

function overview(): string {
  const width = Math.max(...Object.keys(nouns).map((name) => name.length));
  const rows = Object.entries(nouns).map(([name, row]) => `  ${name.padEnd(width)}  ${row.summary}`);
  return `mlops COMMAND [options]\n\n${rows.join('\n')}\n\n${commonHelp}\n\nmlops COMMAND --help shows its own options.\n`;
}

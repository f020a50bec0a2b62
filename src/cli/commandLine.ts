import { parseArgs } from 'node:util';
import { fail } from '../core/base/fault.ts';
import { didYouMean } from '../core/filter/near.ts';
import type { Noun, Options, Values } from './noun.ts';
import { nouns } from './nouns.ts';

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

/** A command line as words: something to print, or a noun with what it was given. */
export type Parsed =
  | { readonly kind: 'text'; readonly text: string }
  | {
      readonly kind: 'noun';
      readonly noun: Noun;
      readonly values: Values;
      readonly positionals: readonly string[];
      readonly rest: readonly string[] | undefined;
    };

/** Throws `invalid` with the usage of what was meant. */
export async function parse(argv: readonly string[], version: () => string): Promise<Parsed> {
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
  if (!row) throw fail('invalid', `There is no command “${name}”.`, { hint: `${didYouMean(name, Object.keys(nouns))}Commands: ${Object.keys(nouns).join(', ')}.` });
  const { noun } = await row.load();
  if (own.includes('--help') || own.includes('-h')) {
    return { kind: 'text', text: `Usage: ${noun.usage}\n\n${sentence(row.summary)}\n\n${commonHelp}\n` };
  }
  const { values, positionals } = parseOptions(own, name, noun);
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

function parseOptions(argv: readonly string[], name: string, noun: Noun): { values: Values; positionals: string[] } {
  try {
    return parseArgs({ args: [...argv], options: { ...commonOptions, ...noun.options }, allowPositionals: true, strict: true });
  } catch (error) {
    const { message, like } = optionMistake(error as NodeJS.ErrnoException, Object.keys({ ...commonOptions, ...noun.options }));
    throw fail('invalid', message, { hint: `${like}mlops ${name} --help shows what there is.` });
  }
}

function optionMistake({ code, message }: NodeJS.ErrnoException, options: readonly string[]): { readonly message: string; readonly like: string } {
  const [first = ''] = message.split('\n', 1);
  const option = /'(-[^' ]+)/.exec(first)?.[1] ?? '';
  if (code === 'ERR_PARSE_ARGS_UNKNOWN_OPTION') return { message: `There is no option “${option}”.`, like: didYouMean(option, options.map((one) => `--${one}`)) };
  if (code !== 'ERR_PARSE_ARGS_INVALID_OPTION_VALUE') return { message: first, like: '' };
  if (first.includes('does not take')) return { message: `The option “${option}” takes no value.`, like: '' };
  return { message: `The option “${option}” needs a value${first.includes('ambiguous') ? `; one that begins with a dash is written ${option}=-…` : ''}.`, like: '' };
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

function overview(): string {
  const width = Math.max(...Object.keys(nouns).map((name) => name.length));
  const rows = Object.entries(nouns).map(([name, row]) => `  ${name.padEnd(width)}  ${row.summary}`);
  return `mlops COMMAND [options]\n\n${rows.join('\n')}\n\n${commonHelp}\n\nmlops COMMAND --help shows its own options.\n`;
}

import { fail } from '../../core/base/fault.ts';
import type { Action, ActionEvent } from '../../core/capability/actionSource.ts';
import { checkedInputs } from '../../services/inputs.ts';
import { pairs } from '../pairs.ts';
import { listValue, type Context, type Noun } from '../noun.ts';
import { subjectId } from '../runId.ts';
import { clean } from '../style.ts';
import { table } from '../table.ts';

export const noun: Noun = {
  usage: `mlops action ID SUBJECT [--input k=v]… [--yes]
       mlops action --list SUBJECT
  SUBJECT  a run (its id, the beginning of one, or its name), or the whole id of a source, dataset, model, …
  --list   what can be done with SUBJECT, and the inputs of each action
  --input  one input of the action; repeat it for more
  --yes    do not ask before what cannot be taken back or costs money; needed where nobody can be asked
  An action that can be undone prints the command that does it, after “undo:”.`,
  options: { input: { type: 'string', multiple: true }, list: { type: 'boolean' }, yes: { type: 'boolean' } },
  arguments: [1, 2],
  // The tool that does it is asked to end first.
  patienceMs: 10_000,
  async run(context) {
    const { workbench, positionals, values, signal } = context;
    if (values['list'] === true) return list(context, positionals[0] ?? '');
    const [id = '', asked] = positionals;
    if (asked === undefined) throw fail('invalid', 'An action needs a subject.', { hint: `Usage: ${noun.usage}` });
    const inputs = pairs(listValue(values, 'input'), '--input');
    const subject = await subjectId(context, asked, { mustExist: false });
    const action = (await workbench.actions.list(subject, signal)).find((one) => one.id === id);
    // Before the question: nobody should say yes to what then fails on a typing mistake.
    if (action) checkedInputs(action.inputs, inputs, '--input ');
    if (action && values['yes'] !== true) await confirm(action, subject, context);
    let done: Extract<ActionEvent, { kind: 'done' }> | undefined;
    const output = lineSayer(context.say);
    try {
      for await (const event of workbench.actions.perform(id, subject, inputs, signal)) {
        if (event.kind === 'output') output.add(event.text);
        else output.flush();
        if (event.kind === 'done') done = event;
        if (event.kind === 'progress') context.say(cleanLines(event.message));
      }
    } finally {
      output.flush();
    }
    if (!done) throw fail('internal', `“${id}” ended without saying how.`);
    const { message, undo, reveal, data } = done;
    return {
      data: { message, undo: undo ?? null, reveal: reveal ?? null, data: data ?? null },
      text: () => cleanLines(message) + (undo ? `\nundo: mlops action ${[undo.id, undo.subject, ...Object.entries(undo.inputs).map(([key, value]) => `--input ${key}=${String(value)}`)].map(clean).join(' ')}` : ''),
    };
  },
};

/** Foreign text of several lines: the line breaks stay, what else could drive a terminal is made visible. */
function cleanLines(text: string): string {
  return text.split(/\r?\n/).map(clean).join('\n');
}

/** Says what a tool prints line by line: it comes in pieces that may end in the middle of a line. */
function lineSayer(say: (line: string) => void) {
  let rest = '';
  return {
    add(text: string) {
      const whole = rest + text;
      const end = whole.lastIndexOf('\n');
      rest = whole.slice(end + 1);
      if (end >= 0) say(cleanLines(whole.slice(0, whole[end - 1] === '\r' ? end - 1 : end)));
    },
    flush() {
      if (rest !== '') say(cleanLines(rest));
      rest = '';
    },
  };
}

async function list(context: Context, asked: string) {
  const { workbench, signal } = context;
  const subject = await subjectId(context, asked, { mustExist: true });
  const actions = await workbench.actions.list(subject, signal);
  return {
    data: { actions },
    text: (style: Parameters<typeof table>[2]) =>
      table(
        ['ACTION', 'TITLE', 'EFFECT', 'UNDO', 'INPUTS'],
        actions.map((one) => [one.id, one.title, one.effect, one.undoable ? 'yes' : 'no', Object.keys(one.inputs?.properties ?? {}).join(' ')]),
        style,
      ),
  };
}

/** A person is asked; a program must say --yes. */
async function confirm(action: Action, subject: string, { isJson, signal }: Context): Promise<void> {
  if (action.effect !== 'destructive' && action.effect !== 'paid') return;
  const question = clean(action.confirm ?? `${action.title} ${subject}: this ${action.effect === 'paid' ? 'costs money' : 'cannot be taken back'}.`);
  if (isJson || !process.stdin.isTTY || !process.stderr.isTTY) {
    throw fail('invalid', question, { hint: 'Add --yes to do it.' });
  }
  const { createInterface } = await import('node:readline/promises');
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const answer = await terminal.question(`${question} Go on? [y/N] `, { signal });
    if (!/^y(?:es)?$/i.test(answer.trim())) throw fail('cancelled', 'Nothing was done.');
  } finally {
    terminal.close();
  }
}

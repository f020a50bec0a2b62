import { fail } from '../../core/base/fault.ts';
import type { Action, ActionEvent } from '../../core/capability/actionSource.ts';
import { pairs } from '../pairs.ts';
import { listValue, type Context, type Noun } from '../noun.ts';
import { clean } from '../style.ts';
import { table } from '../table.ts';

export const noun: Noun = {
  usage: 'mlops action ID SUBJECT [--input k=v]… [--yes]\n       mlops action --list SUBJECT',
  options: { input: { type: 'string', multiple: true }, list: { type: 'boolean' }, yes: { type: 'boolean' } },
  arguments: [1, 2],
  // The tool that does it is asked to end first.
  patienceMs: 10_000,
  async run(context) {
    const { workbench, positionals, values, signal } = context;
    if (values['list'] === true) return list(context, positionals[0] ?? '');
    const [id = '', subject] = positionals;
    if (subject === undefined) throw fail('invalid', 'An action needs a subject.', { hint: `Usage: ${noun.usage}` });
    const inputs = pairs(listValue(values, 'input'), '--input');
    const action = (await workbench.actions.list(subject, signal)).find((one) => one.id === id);
    if (action && values['yes'] !== true) await confirm(action, subject, context);
    let done: Extract<ActionEvent, { kind: 'done' }> | undefined;
    for await (const event of workbench.actions.perform(id, subject, inputs, signal)) {
      if (event.kind === 'done') done = event;
      else context.say(clean(event.kind === 'progress' ? event.message : event.text.replace(/\n$/, '')));
    }
    if (!done) throw fail('internal', `“${id}” ended without saying how.`);
    const { message, undo, reveal, data } = done;
    return {
      data: { message, undo: undo ?? null, reveal: reveal ?? null, data: data ?? null },
      text: () => clean(message) + (undo ? `\nundo: mlops action ${[undo.id, undo.subject, ...Object.entries(undo.inputs).map(([key, value]) => `--input ${key}=${String(value)}`)].map(clean).join(' ')}` : ''),
    };
  },
};

async function list({ workbench, signal }: Context, subject: string) {
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

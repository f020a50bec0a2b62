import { fail, toFault } from '../core/base/fault.ts';
import type { Context } from './noun.ts';

const leastLength = 4;
const mostShown = 8;

/**
 * A run as a person types it: its id, the beginning of one (with or without its provider), or a name that only one run
 * has. Throws `invalid` where several fit, `notFound` where none does; for a whole id the fault of its own source.
 */
export async function runId({ workbench, signal }: Context, text: string): Promise<string> {
  // Whole ids go straight to their source: nothing is listed for them.
  if (/:\S{32}/.test(text)) return text;
  let fault: unknown;
  try {
    return (await workbench.runs.run(text, signal)).id;
  } catch (error) {
    if (!['notFound', 'invalid'].includes(toFault(error).code) || text.length < leastLength) throw error;
    fault = error;
  }
  const { runs, problems } = await workbench.runs.list({}, signal);
  const begun = runs.filter(({ id }) => id.startsWith(text) || id.slice(id.indexOf(':') + 1).startsWith(text));
  const found = begun.length > 0 ? begun : runs.filter(({ name }) => name === text);
  const [only, other] = found;
  if (!only && !text.includes(':')) {
    throw fail('notFound', `No run here has the id or the name “${text}”.`, { hint: problems[0]?.message ?? '`mlops runs` lists the runs of this folder.' });
  }
  if (!only) throw fault;
  if (!other) return only.id;
  const shown = found.slice(0, mostShown).map(({ id }) => id).join(', ');
  throw fail('invalid', `“${text}” fits ${found.length} runs.`, { hint: `Give one of ${shown}${found.length > mostShown ? ', …' : ''}.` });
}

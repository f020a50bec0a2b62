import { fail, toFault } from '../core/base/fault.ts';
import { parseId } from '../core/model/id.ts';
import type { Context } from './noun.ts';

const leastLength = 4;
const mostShown = 8;
const nextStep = '`mlops runs` lists the runs of this folder.';

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
    throw fail('notFound', `No run here has the id or the name “${text}”.`, { hint: problems[0]?.message ?? nextStep });
  }
  if (!only) throw withNextStep(fault);
  if (!other) return only.id;
  const shown = found.slice(0, mostShown).map(({ id }) => id).join(', ');
  throw fail('invalid', `“${text}” fits ${found.length} runs.`, { hint: `Give one of ${shown}${found.length > mostShown ? ', …' : ''}.` });
}

/**
 * What an action is done with: a run as `runId` takes it; the id of anything else is its source's own business and goes
 * through as it is. With `mustExist` a whole run id is asked for too.
 */
export async function subjectId(context: Context, text: string, { mustExist }: { readonly mustExist: boolean }): Promise<string> {
  const kind = parseId(text)?.kind;
  if (kind !== undefined && kind !== 'run') return text;
  const id = await runId(context, text);
  if (!mustExist || id !== text) return id;
  try {
    return (await context.workbench.runs.run(id, context.signal)).id;
  } catch (error) {
    throw withNextStep(error);
  }
}

/** A run that is not there is no dead end: where its source gives no hint, this says how to find one that is. */
function withNextStep(error: unknown): unknown {
  const { code, message, hint } = toFault(error);
  return code === 'notFound' && !hint ? fail(code, message, { hint: nextStep }) : error;
}

import { fail, isFaultError, type FaultError } from '../../../core/base/fault.ts';
import type { DvcContext } from '../context.ts';
import { isMap, type Data } from '../formats/data.ts';
import { parseJson } from '../formats/json.ts';

/** What a failed tool meant, from its own words. */
export async function faultOf(
  ctx: DvcContext,
  argv: readonly string[],
  exitCode: number | null,
  signal: string | null,
  said: string,
): Promise<FaultError> {
  const text = plain(said);
  if (/unable to acquire (\S+ )?lock|is busy, it is being blocked by|lock file already/i.test(text)) {
    return fail('locked', 'DVC is busy in this project.', { hint: await holderOf(ctx), retryAfterMs: 5_000 });
  }
  const reason = lastError(text) ?? (signal === null ? `It ended with exit code ${exitCode ?? '?'}.` : `It was ended by ${signal}.`);
  if (/authentication failed|permission denied \(publickey|could not read username|401 unauthorized/i.test(text)) {
    return fail('auth', reason, { hint: 'Sign in to the remote in a terminal, then try again.' });
  }
  if (/could not resolve host|connection refused|network is unreachable|timed out/i.test(text)) return fail('unreachable', reason);
  if (/already exists|already registered|already in stage|up to date with|non-fast-forward/i.test(text)) return fail('conflict', reason);
  if (/does not exist|not found|could not find|unable to find|no such/i.test(text)) return fail('notFound', reason);
  const name = argv.slice(0, 3).map((word) => word.slice(word.lastIndexOf('/') + 1)).join(' ');
  return fail('invalid', reason, { hint: `The whole output of “${name}” is in the output channel.` });
}

/** Who holds the lock, as DVC's lock files say it. */
async function holderOf(ctx: DvcContext): Promise<string> {
  const retry = 'Try again when it is done.';
  const pid = (await textAt(ctx, '.dvc/tmp/lock'))?.match(/\d+/)?.[0];
  const command = pid === undefined ? undefined : await commandOf(ctx, Number(pid));
  if (pid !== undefined) return `Process ${pid}${command === undefined ? '' : ` (${command})`} holds its lock. ${retry}`;
  return `Another DVC process holds its lock. ${retry}`;
}

/** The command line that `rwlock` notes for a process. */
async function commandOf(ctx: DvcContext, pid: number): Promise<string | undefined> {
  const text = await textAt(ctx, '.dvc/tmp/rwlock');
  if (text === undefined) return undefined;
  try {
    return findCommand(parseJson(text), pid);
  } catch (error) {
    if (isFaultError(error)) return undefined; // Half written at this moment: the pid alone must do.
    throw error;
  }
}

function findCommand(data: Data, pid: number): string | undefined {
  if (Array.isArray(data)) return data.map((item) => findCommand(item, pid)).find((found) => found !== undefined);
  if (!isMap(data)) return undefined;
  const { cmd } = data;
  if (data['pid'] === pid && typeof cmd === 'string') return plain(cmd).slice(0, 120);
  return Object.values(data).map((item) => findCommand(item, pid)).find((found) => found !== undefined);
}

async function textAt(ctx: DvcContext, path: string): Promise<string | undefined> {
  try {
    return await ctx.machine.files.readText(`${ctx.root}/${path}`, { maxBytes: 1024 * 1024 });
  } catch (error) {
    if (isFaultError(error) && error.fault.code !== 'internal') return undefined;
    throw error;
  }
}

function lastError(text: string): string | undefined {
  const lines = text.split('\n').map((line) => line.trim()).filter((line) => line !== '');
  const at = lines.findLastIndex((line) => /^(error|fatal|❌|.*Error):/i.test(line) || line.startsWith('❌'));
  const line = at >= 0 ? lines[at] : lines.at(-1);
  return line?.replace(/^(ERROR|error|❌)[: ]*/, '').slice(0, 400);
}

/** Without colours, and with the last state of a progress line alone. */
function plain(text: string): string {
   
  const uncoloured = text.replace(/\u001b\[[0-9;?]*[A-Za-z]/g, '');
   
  return uncoloured.replace(/[^\n]*\r(?!\n)/g, '').replace(/[\u0000-\u0009\u000b-\u001f\u007f]/g, '');
}

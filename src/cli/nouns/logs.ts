import { fail } from '../../core/base/fault.ts';
import { textValue, type Noun, type Values } from '../noun.ts';

/** A log as JSON is one text in memory; a longer one is read raw. */
const maxJsonBytes = 64 * 1024 * 1024;

export const noun: Noun = {
  usage: 'mlops logs JOB [--follow] [--from BYTES] [--attempt N] [--rank R]',
  options: { follow: { type: 'boolean', short: 'f' }, from: { type: 'string' }, attempt: { type: 'string' }, rank: { type: 'string' } },
  arguments: [1, 1],
  async run({ workbench, positionals, values, isJson, signal, say, write }) {
    const from = whole(values, 'from') ?? 0;
    const attempt = whole(values, 'attempt');
    const rank = whole(values, 'rank');
    const job = await workbench.jobs.job(positionals[0] ?? '', signal);
    const request = {
      from,
      follow: values['follow'] === true,
      ...(attempt === undefined ? {} : { attempt }),
      ...(rank === undefined ? {} : { rank }),
    };
    const decoder = new TextDecoder();
    let text = '';
    let next = from;
    let state: string | null = null;
    for await (const piece of workbench.logs.read(job.id, request, signal)) {
      if (piece.kind === 'state') {
        state = piece.state;
        if (piece.state === 'gap' || piece.state === 'stalled') say(`${piece.state}: ${piece.reason ?? ''}`);
        continue;
      }
      next = piece.offset;
      if (!isJson) await write(piece.bytes);
      else if (next - from > maxJsonBytes) throw fail('tooLarge', 'This log is too long for JSON.', { hint: 'Read it without --json, or begin later with --from.' });
      else text += decoder.decode(piece.bytes, { stream: true });
    }
    return isJson ? { data: { job: job.id, from, next, state, text: text + decoder.decode() } } : {};
  },
};

function whole(values: Values, name: string): number | undefined {
  const text = textValue(values, name);
  if (text === undefined) return undefined;
  if (!/^\d{1,15}$/.test(text)) throw fail('invalid', `--${name} must be a whole number, not “${text}”.`);
  return Number(text);
}

import { list, whole } from '../../base/decode.ts';
import type { Digest, Place } from './entry.ts';
import { digest, maxPrev, time } from './statement.ts';

const letters = new TextDecoder();
const heads = list(digest, maxPrev);
const number = whole(0, Number.MAX_SAFE_INTEGER);

/**
 * The place of an entry that is about another model than `model`, without a look at the rest of it. Undefined where it is about this
 * one, or about none, as a withdrawal or a comment is, and where that cannot be told: then it is to be decoded.
 */
export function placeAside(bytes: Uint8Array, own: Digest, model: string): Place | undefined {
  try {
    const { candidate, genesis, prev, seq, claimedAt } = fieldsOf(fieldsOf(JSON.parse(letters.decode(bytes)))['predicate']);
    const about = fieldsOf(candidate)['model'];
    if (typeof about !== 'string' || about === model) return undefined;
    return { digest: own, genesis: digest(genesis, 'genesis'), prev: heads(prev, 'prev'), seq: number(seq, 'seq'), claimedAt: time(claimedAt, 'claimedAt') };
  } catch {
    return undefined; // Whoever decodes it tells what is wrong with it.
  }
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

import { list, whole } from '../../base/decode.ts';
import type { Digest, Place } from './entry.ts';
import { digest, fingerprint, maxPrev, time } from './statement.ts';

const letters = new TextDecoder();
const heads = list(digest, maxPrev);
const number = whole(0, Number.MAX_SAFE_INTEGER);

export interface Aside extends Place {
  /** The model that it is about; null for a comment. */
  readonly model: string | null;
  /** The entry that it comments on; null for any other kind. */
  readonly about: Digest | null;
}

/**
 * The place of an entry that is about a model, or of a comment, without a look at the rest of it. Undefined where it is about no model,
 * as a withdrawal is, and where that cannot be told: then it is to be decoded.
 */
export function asideOf(bytes: Uint8Array, own: Digest): Aside | undefined {
  try {
    const { kind, candidate, about, genesis, prev, seq, claimedAt, fingerprint: key } = fieldsOf(fieldsOf(JSON.parse(letters.decode(bytes)))['predicate']);
    const { model } = fieldsOf(candidate);
    const isComment = kind === 'comment';
    if (!isComment && typeof model !== 'string') return undefined;
    return { digest: own, genesis: digest(genesis, 'genesis'), prev: heads(prev, 'prev'), seq: number(seq, 'seq'), claimedAt: time(claimedAt, 'claimedAt'), fingerprint: fingerprint(key, 'fingerprint'), model: isComment ? null : (model as string), about: isComment ? digest(about, 'about') : null };
  } catch {
    return undefined; // Whoever decodes it tells what is wrong with it.
  }
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

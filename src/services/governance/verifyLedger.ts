import { groupBy } from '../../core/base/groupBy.ts';
import type { Digest } from '../../core/governance/ledger/entry.ts';
import type { Weighed } from '../../core/governance/ledger/weigh.ts';
import type { Roster } from '../../core/governance/roster/roster.ts';
import type { GitRepository } from '../../core/port/git.ts';
import { textsOf } from './approvalsTexts.ts';
import { keyType } from './keys.ts';
import type { LedgerView, Trusted } from './trusted.ts';

export interface LedgerVerdict {
  /** Whether all that counts is whole; `broken` says what is not. */
  readonly intact: boolean;
  readonly genesis: Digest;
  readonly entries: { readonly counted: number; readonly quarantined: number };
  readonly kinds: Readonly<Record<string, number>>;
  /** Counted entries by the kind of key that signed them. */
  readonly keyTypes: Readonly<Record<string, number>>;
  readonly signers: Readonly<Record<string, number>>;
  readonly heads: readonly Digest[];
  readonly anchor: readonly Digest[];
  readonly quarantined: Weighed['quarantined'];
  readonly broken: Weighed['broken'];
  /** What people wrote beside entries; `mismatched`: entries whose text is another than was signed. No state changes a verdict. */
  readonly texts: { readonly there: number; readonly erased: number; readonly mismatched: readonly Digest[] };
}

/** `view`: with every signature checked. A ledger in which nothing counts is not intact. */
export async function verifyLedger(repository: GitRepository, { roster }: Pick<Trusted, 'roster'>, { weighed, genesis, anchor }: LedgerView, signal: AbortSignal): Promise<LedgerVerdict> {
  const counted = [...weighed.counted.values()];
  const texts = [...(await textsOf(repository, counted, signal))];
  const none: Weighed['broken'] = counted.length === 0 && weighed.broken.length === 0 ? [{ kind: 'incomplete', message: 'No entry counts: the first one is not there, or its key is not in the roster.' }] : [];
  const broken = [...weighed.broken, ...none];
  const numbers = (of: readonly string[]) => Object.fromEntries([...groupBy(of, (one) => one)].map(([name, all]) => [name, all.length] as const).sort(([a], [b]) => (a < b ? -1 : 1)));
  return {
    intact: broken.length === 0,
    genesis,
    entries: { counted: counted.length, quarantined: weighed.quarantined.length },
    kinds: numbers(counted.map(({ entry }) => entry.kind)),
    keyTypes: numbers(counted.map(({ fingerprint }) => typeOf(roster, fingerprint))),
    signers: numbers(counted.map(({ signer }) => signer.id)),
    heads: weighed.heads,
    anchor,
    quarantined: weighed.quarantined,
    broken,
    texts: {
      there: texts.filter(([, { state }]) => state === 'there').length,
      erased: texts.filter(([, { state }]) => state === 'erased').length,
      mismatched: texts.flatMap(([digest, { state }]) => (state === 'does not match' ? [digest] : [])),
    },
  };
}

function typeOf(roster: Roster, fingerprint: string): string {
  const found = roster.signer(fingerprint);
  return found === undefined ? 'unknown' : keyType(found.key.key);
}

import { maxTextBytes, readText, type ReadText } from '../../core/governance/ledger/freeText.ts';
import type { Digest } from '../../core/governance/ledger/entry.ts';
import type { CountedEntry } from '../../core/governance/ledger/weigh.ts';
import type { GitRepository } from '../../core/port/git.ts';
import { ledgerTips, textPath } from './ledgerFiles.ts';

const salted = 65;

/** What people wrote with these entries, by the entry's digest. Erased on one side is erased. */
export async function textsOf(repository: GitRepository, entries: Iterable<CountedEntry>, signal: AbortSignal): Promise<ReadonlyMap<Digest, ReadText>> {
  const asked = [...entries].flatMap(({ entry }) => (entry.text === null ? [] : [{ digest: entry.digest, text: entry.text }]));
  if (asked.length === 0) return new Map();
  const tips = await ledgerTips(repository, signal);
  const names = asked.flatMap(({ text }) => tips.map(({ commit }) => `${commit}:${textPath(text.id)}`));
  const objects = await repository.objects(names, signal, { maxBytes: maxTextBytes + salted });
  return new Map(
    asked.map(({ digest, text }, at) => {
      const found = objects.slice(at * tips.length, (at + 1) * tips.length).filter((one) => one?.type === 'blob');
      const states = found.map((one): ReadText => (one!.tooLarge === undefined ? readText(text, one!.bytes) : { state: 'does not match' }));
      return [digest, states.find(({ state }) => state === 'erased') ?? states.find(({ state }) => state === 'there') ?? states[0] ?? { state: 'erased' }];
    }),
  );
}

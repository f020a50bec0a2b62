import { sha256 } from '../../core/base/sha256.ts';
import { sectionTexts } from '../../core/governance/card/sectionTexts.ts';
import type { EvidenceItem } from '../../core/governance/ledger/entry.ts';
import type { Judged } from '../../core/governance/pack/packInput.ts';
import type { Files } from '../../core/port/files.ts';

/** A path below the root that evidence names; undefined for one that leads anywhere else. */
export function pathBelow(root: string, from: string): string | undefined {
  return from.startsWith('/') || /^[A-Za-z]:/.test(from) || from.split(/[\\/]/).includes('..') ? undefined : `${root}/${from}`;
}

/** The card that was signed last, where it still lies there as it was signed; a card that was changed since is another one. `items` in order. */
export async function signedCard(files: Pick<Files, 'read' | 'stat'>, root: string, items: readonly EvidenceItem[]): Promise<Judged['card']> {
  const item = items.findLast(({ kind }) => kind === 'card');
  const path = item === undefined ? undefined : pathBelow(root, item.from);
  if (item === undefined || path === undefined || (await files.stat(path))?.kind !== 'file') return null;
  const file = await files.read(path);
  const text = new TextDecoder().decode(file);
  return sha256(text) === item.digest ? { file, sections: sectionTexts(text) } : null;
}

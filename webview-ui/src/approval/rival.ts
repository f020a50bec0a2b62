import type { ApprovalPicture } from '../../../src/protocol/approval.ts';
import { plain } from '../shell/words.ts';

/** What the version is held against, in words. `none`: why there is nothing, as the middle of a sentence; null where there is something. */
export function rivalOf({ champion, isRunning }: Pick<ApprovalPicture, 'champion' | 'isRunning'>): { readonly none: string | null; readonly column: string; readonly against: string } {
  if (champion === null) return { none: isRunning ? 'nothing else ever ran there' : 'nothing runs there yet', column: isRunning ? 'Ran before' : 'Runs now', against: '' };
  const version = plain(champion.version);
  return isRunning ? { none: null, column: `${version}, ran before it`, against: `Against ${version}, which ran there before it.` } : { none: null, column: `${version}, runs now`, against: `Against ${version}, which runs there now.` };
}

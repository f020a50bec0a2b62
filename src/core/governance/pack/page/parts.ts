import { escapeHtml as e } from '../../../drift/export/escape.ts';
import type { Digest, Entry, Instant } from '../../ledger/entry.ts';
import type { ReadText } from '../../ledger/freeText.ts';

export { e };

/** `2026-01-05 08:00`, in UTC; times in a ledger are their writers' claims. */
export function when(time: Instant): string {
  return `<time>${e(time.slice(0, 10))} ${e(time.slice(11, 16))}</time>`;
}

/** A link to an entry's file in the pack, by the digits that people compare. */
export function entryLink(digest: Digest): string {
  return `<a class="mono short" href="entries/${digest.slice(0, 2)}/${digest}.json">${digest.slice(0, 8)}</a>`;
}

export function fileLink(path: string): string {
  return `<a class="mono" href="${e(path)}">${e(path)}</a>`;
}

export function mono(text: string | null): string {
  return text === null ? '<span class="faint">none</span>' : `<span class="mono">${e(text)}</span>`;
}

/** Cells are HTML already. `numbers`: which columns hold them; `isEven`: the same widths in one table as in the next. */
export function table(head: readonly string[], rows: ReadonlyArray<readonly string[]>, { numbers = [], isEven = false }: { readonly numbers?: readonly number[]; readonly isEven?: boolean } = {}): string {
  const kind = (at: number) => (numbers.includes(at) ? ' class="num"' : '');
  return `<div class="scroll"><table${isEven ? ' class="even"' : ''}><thead><tr>${head.map((one, at) => `<th scope="col"${kind(at)}>${one}</th>`).join('')}</tr></thead><tbody>${rows.map((row) => `<tr>${row.map((cell, at) => `<td${kind(at)}>${cell}</td>`).join('')}</tr>`).join('')}</tbody></table></div>`;
}

export function facts(rows: ReadonlyArray<readonly [name: string, value: string]>): string {
  return `<dl>${rows.map(([name, value]) => `<dt>${name}</dt><dd>${value}</dd>`).join('')}</dl>`;
}

export function quote(said: ReadText | null): string {
  if (said === null) return '';
  if (said.state === 'there') return `<blockquote>${lines(said.text)}</blockquote>`;
  return `<p class="faint">${said.state === 'erased' ? 'Its text was erased.' : 'Its text is not the one that was signed.'}</p>`;
}

/** Line ends stay; every other control is shown as a mark. */
function lines(text: string): string {
  return text.split(/\r?\n/).map(e).join('\n');
}

/** What somebody did, as a person would say it. */
export function deed(entry: Entry): string {
  switch (entry.kind) {
    case 'genesis':
      return `began the ledger of ${e(entry.project)}`;
    case 'request':
      return `asked for approval of ${candidateName(entry)}${entry.supersedes.length === 0 ? '' : `, in answer to ${entry.supersedes.map(entryLink).join(', ')}`}`;
    case 'evidence':
      return `signed what was measured of ${candidateName(entry)}: ${[...new Set(entry.items.map(({ kind }) => e(kind)))].join(', ')}`;
    case 'approve':
      return `approved ${candidateName(entry)} as ${e(entry.role)}`;
    case 'reject':
      return `rejected ${candidateName(entry)} as ${e(entry.role)}`;
    case 'request-changes':
      return `asked for changes of ${candidateName(entry)} as ${e(entry.role)}`;
    case 'comment':
      return `commented on ${entryLink(entry.about)}`;
    case 'withdraw':
      return `withdrew ${entryLink(entry.entry)}`;
    case 'revoke':
      return `revoked ${entryLink(entry.entry)}`;
    case 'waive':
      return `waived the rule ${mono(entry.rule)} for ${candidateName(entry)} until ${when(entry.until)}`;
    case 'deploy':
      return `deployed ${candidateName(entry)}`;
    case 'rollback':
      return `rolled back to ${candidateName(entry)}`;
    case 'join':
      return `joined ${entry.prev.length} heads of the ledger`;
    case 'anchor':
      return `noted that the ledger has ${entry.entries} entries`;
  }
}

function candidateName({ candidate }: Extract<Entry, { readonly candidate: unknown }>): string {
  return `${e(candidate.model)} ${e(candidate.version)} for ${e(candidate.env)}`;
}

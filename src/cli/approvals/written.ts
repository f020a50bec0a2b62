import type { Written } from '../../services/governance/writeEntry.ts';
import type { Answer } from '../noun.ts';
import { clean, type Style } from '../style.ts';
import type { Signed } from './seat.ts';

/** What a verb that signs answers: its own entry is the last. `about`: more facts for programs; `headline`: for a person. */
export function writtenAnswer({ written, problems }: Signed, headline: string, about: Readonly<Record<string, unknown>> = {}): Answer {
  const own = written.entries.at(-1);
  return {
    data: { digest: own?.digest ?? null, kind: own?.kind ?? null, ...about, entries: written.entries.map(({ digest, kind, claimedAt }) => ({ digest, kind, claimedAt })), synced: written.synced },
    problems,
    text: (style) => [`${style.good('signed')}  ${headline}`, ...written.entries.map(({ kind, digest }) => style.dim(`${kind.padEnd(16)}${digest}`)), pushed(written, style)].join('\n'),
  };
}

function pushed({ synced: { remote, tries, queued } }: Written, style: Style): string {
  if (remote === null) return style.dim('kept here: the repository has no remote');
  if (queued !== null) return style.warn(`queued: it goes to ${clean(remote)} with the next call`);
  return style.dim(`pushed to ${clean(remote)}${tries > 1 ? ` at try ${tries}` : ''}`);
}

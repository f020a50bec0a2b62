import type { Fields } from '../../../written/fields.ts';
import { found, readingAt, type Finding, type RuleContext } from './finding.ts';

/** What each part may be held by, beside `true`: any way there is. */
const ways = { data: ['dvc', 'git'], code: ['clean-commit'], params: [], environment: ['lockfile'] } as const;
type Part = keyof typeof ways;
const parts = Object.keys(ways) as readonly Part[];

/** Inputs that can be had again: `pinned: { data: dvc, code: clean-commit, params: true, environment: lockfile }`. */
export interface PinnedCheck {
  readonly kind: 'pinned';
  /** Part → how; `true`: any way. Parts that are not asked for are left out. */
  readonly parts: ReadonlyMap<Part, string | true>;
}

export function decodePinned(fields: Fields): PinnedCheck | undefined {
  const chosen = parts.flatMap((part) => {
    const way = fields.flagOr<string>(part, ways[part]);
    return way === undefined || way === false ? [] : [[part, way] as const];
  });
  fields.finish();
  return chosen.length === 0 ? fields.refuse('data', 'nothing is pinned.', 'Write data: dvc, code: clean-commit, params: true or environment: lockfile.') : { kind: 'pinned', parts: new Map(chosen) };
}

export function checkPinned({ parts: asked }: PinnedCheck, context: RuleContext): Finding {
  const expected = `pinned: ${[...asked].map(([part, way]) => (way === true ? part : `${part} (${way})`)).join(', ')}`;
  const loose = [...asked].flatMap(([part, way]) => looseness(part, way, context) ?? []);
  if (loose.length === 0) return found('pass', expected, 'all of them', 'All of it can be had again.');
  return found('unknown', expected, `${asked.size - loose.length} of ${asked.size}`, loose.join(' '));
}

/** Why a part is not pinned; undefined where it is. */
function looseness(part: Part, way: string | true, { candidate, evidence, now }: RuleContext): string | undefined {
  switch (part) {
    case 'data': {
      if (candidate.data === null) return 'The versions of its data are not known.';
      if (way === true) return undefined;
      const by = readingAt(evidence, 'data.pinnedBy', now);
      return 'unknown' in by ? by.unknown : by.reading.value === way ? undefined : `Its data is held by ${String(by.reading.value)}, not ${way}.`;
    }
    case 'code': {
      if (candidate.commit === null) return 'Its commit is not known.';
      const clean = readingAt(evidence, 'code.isClean', now);
      return 'unknown' in clean ? clean.unknown : clean.reading.value === true ? undefined : 'It ran on changes that are in no commit.';
    }
    case 'params':
      return candidate.params === null ? 'Its params are not known.' : undefined;
    case 'environment': {
      const lock = readingAt(evidence, 'environment.lock', now);
      return 'unknown' in lock ? lock.unknown : typeof lock.reading.value === 'string' && lock.reading.value !== '' ? undefined : 'No lock file of its environment is known.';
    }
  }
}

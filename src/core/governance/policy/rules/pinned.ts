import type { Fields } from '../../../written/fields.ts';
import { found, type Finding, type RuleContext } from './finding.ts';

const parts = ['data', 'code', 'params', 'environment'] as const;

/** Inputs that can be had again: `pinned: [data, code, params, environment]`. */
export interface PinnedCheck {
  readonly kind: 'pinned';
  readonly parts: ReadonlyArray<(typeof parts)[number]>;
}

export function decodePinned(fields: Fields): PinnedCheck | undefined {
  const chosen = parts.filter((part) => fields.flag(part) === true);
  fields.finish();
  return chosen.length === 0 ? fields.refuse('data', 'nothing is pinned.', 'Write data: true, code: true, params: true or environment: true.') : { kind: 'pinned', parts: chosen };
}

export function checkPinned({ parts: asked }: PinnedCheck, { candidate, evidence }: RuleContext): Finding {
  const expected = `${asked.join(', ')} pinned`;
  const lock = evidence.at('environment.lock');
  const isPinned: Readonly<Record<(typeof parts)[number], boolean>> = {
    data: candidate.data !== null,
    code: candidate.commit !== null && evidence.at('code.isClean')?.value === true,
    params: candidate.params !== null,
    environment: typeof lock?.value === 'string',
  };
  const loose = asked.filter((part) => !isPinned[part]);
  if (loose.length === 0) return found('pass', expected, 'all of them', 'All of it can be had again.');
  return found('unknown', expected, `${asked.length - loose.length} of ${asked.length}`, `Not pinned: ${loose.map((part) => (part === 'code' && candidate.commit !== null ? 'code (no evidence that the tree was clean)' : part)).join(', ')}.`);
}

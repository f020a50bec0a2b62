import { stateWords } from '../../../src/core/drift/export/words.ts';
import type { DriftState, DriftVerdict } from '../../../src/core/model/drift.ts';
import type { ShownState } from '../../../src/protocol/drift.ts';
import { Icon } from '../shell/Icon.tsx';

interface Look {
  readonly icon: string;
  readonly tone: 'good' | 'bad' | 'muted' | 'warn';
}

/** The shape differs as well as the colour, and the word always stands beside it. */
export const stateLooks: Readonly<Record<DriftState, Look>> = {
  drift: { icon: 'warning', tone: 'bad' },
  unknown: { icon: 'question', tone: 'warn' },
  negligible: { icon: 'dash', tone: 'muted' },
  none: { icon: 'check', tone: 'muted' },
};

/** Before a verdict: no colour of one, and a shape that no verdict has. */
const shownLooks: Readonly<Record<ShownState, Look>> = {
  ...stateLooks,
  judging: { icon: 'circle-large-outline', tone: 'muted' },
  waiting: { icon: 'ellipsis', tone: 'muted' },
};

export const shownWords: Readonly<Record<ShownState, string>> = { ...stateWords, judging: 'not judged yet', waiting: 'not read yet' };

export const verdictLooks: Readonly<Record<DriftVerdict, Look>> = {
  drift: { icon: 'warning', tone: 'bad' },
  'no-drift': { icon: 'pass', tone: 'good' },
  unknown: { icon: 'question', tone: 'warn' },
};

const kindIcons: Readonly<Record<string, string>> = { numeric: 'symbol-numeric', categorical: 'symbol-enum', boolean: 'symbol-boolean', datetime: 'calendar', empty: 'circle-slash' };

export function kindIcon(kind: string): string {
  return kindIcons[kind] ?? 'symbol-field';
}

export function StateMark({ state, more }: { readonly state: ShownState; readonly more?: string | null }) {
  const look = shownLooks[state];
  return (
    <span class={`state state-${state}`}>
      <Icon name={look.icon} tone={look.tone} /> {shownWords[state]}
      {more ? <span class="faint"> {more}</span> : null}
    </span>
  );
}

import type { GateReport, GateRule } from '../../../src/core/model/gate.ts';
import { Icon } from '../shell/Icon.tsx';

interface Look {
  readonly icon: string;
  readonly tone: 'good' | 'bad' | 'muted' | 'warn';
  readonly word: string;
}

/** The shape differs as well as the colour, and the word always stands beside it. */
export const verdictLooks: Readonly<Record<GateReport['decision'], Look>> = {
  pass: { icon: 'pass', tone: 'good', word: 'Passes the gate' },
  fail: { icon: 'error', tone: 'bad', word: 'Fails the gate' },
  unknown: { icon: 'question', tone: 'warn', word: 'Cannot be judged yet' },
};

export const outcomeLooks: Readonly<Record<GateRule['outcome'], Look>> = {
  pass: { icon: 'check', tone: 'good', word: 'pass' },
  fail: { icon: 'error', tone: 'bad', word: 'fail' },
  unknown: { icon: 'question', tone: 'warn', word: 'unknown' },
  waived: { icon: 'unlock', tone: 'muted', word: 'waived' },
};

export const kindLooks: Readonly<Record<string, Look>> = {
  request: { icon: 'git-pull-request', tone: 'muted', word: 'asked for approval' },
  evidence: { icon: 'beaker', tone: 'muted', word: 'brought evidence' },
  approve: { icon: 'pass', tone: 'good', word: 'approved' },
  reject: { icon: 'error', tone: 'bad', word: 'rejected' },
  'request-changes': { icon: 'request-changes', tone: 'warn', word: 'asked for changes' },
  comment: { icon: 'comment', tone: 'muted', word: 'commented' },
  withdraw: { icon: 'discard', tone: 'muted', word: 'took back' },
  waive: { icon: 'unlock', tone: 'warn', word: 'waived' },
  revoke: { icon: 'circle-slash', tone: 'bad', word: 'revoked' },
  deploy: { icon: 'rocket', tone: 'good', word: 'deployed' },
  rollback: { icon: 'history', tone: 'warn', word: 'rolled back' },
};

export function Outcome({ outcome }: { readonly outcome: GateRule['outcome'] }) {
  const { icon, tone, word } = outcomeLooks[outcome];
  return (
    <span class={`outcome outcome-${outcome}`}>
      <Icon name={icon} tone={tone} /> {word}
    </span>
  );
}

import type { ActFacts } from '../../../services/governance/approvalActs.ts';
import { detailText } from '../../approvals/detailText.ts';
import { plain } from '../../views/rows/text.ts';

interface ConfirmText {
  readonly message: string;
  readonly detail: string;
  readonly button: string;
}

const deeds: Readonly<Record<ActFacts['kind'], { readonly question: (name: string, env: string) => string; readonly button: string }>> = {
  approve: { question: (name, env) => `Approve ${name} for ${env}?`, button: 'Sign Approval' },
  reject: { question: (name, env) => `Reject ${name} for ${env}?`, button: 'Sign Rejection' },
  'request-changes': { question: (name, env) => `Ask for changes of ${name} before it goes to ${env}?`, button: 'Sign' },
  comment: { question: (name, env) => `Comment on ${name} for ${env}?`, button: 'Sign Comment' },
  withdraw: { question: (name, env) => `Take back what you said of ${name} for ${env}?`, button: 'Sign Withdrawal' },
  waive: { question: (name, env) => `Waive a rule for ${name} in ${env}?`, button: 'Sign Waiver' },
};

/** What the editor's own dialog says: exactly what is signed, from what the host read just now. */
export function confirmText({ kind, candidate, verdict, verdictReason, person, role, fingerprint, needsTouch, warnings, rule, until }: ActFacts): ConfirmText {
  const { question, button } = deeds[kind];
  const digest = candidate.artifact;
  const lines: ReadonlyArray<readonly [string, string]> = [
    ['Model', `${candidate.model} ${candidate.version}`],
    ['Environment', candidate.env],
    ['Digest', `${digest.slice(0, 16)}…`],
    ['', digest],
    ...(candidate.commit === null ? [] : [['Commit', candidate.commit.slice(0, 12)] as const]),
    ...(rule === null ? [] : [['Rule', rule] as const]),
    ...(until === null ? [] : [['Until', until.slice(0, 16).replace('T', ' ')] as const]),
    ['You', role === null ? person : `${person} as ${role}`],
    ['Key', fingerprint],
    ['Gate now', `${verdict}: ${verdictReason}`],
  ];
  return {
    message: question(`${plain(candidate.model, 60)} ${plain(candidate.version, 40)}`, plain(candidate.env, 40)),
    detail: detailText({ lines, warnings, needsTouch }),
    button,
  };
}

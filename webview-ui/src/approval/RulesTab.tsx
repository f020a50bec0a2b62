import type { ApprovalRule, CauseKind } from '../../../src/protocol/approval.ts';
import { Notice } from '../shell/Notice.tsx';
import { plain } from '../shell/words.ts';
import { Outcome } from './looks.tsx';

const causeWords: Readonly<Record<CauseKind, string>> = { run: 'Open the run', drift: 'Open the drift report', card: 'Open the card', code: 'Compare with what runs', data: 'Open the data', history: 'Go to the history' };
const order = ['fail', 'unknown', 'waived', 'pass'] as const;

interface RulesProps {
  readonly rules: readonly ApprovalRule[];
  readonly reason: string;
  readonly canWaive: boolean;
  readonly onPolicy: (rule: string) => void;
  readonly onCause: (rule: ApprovalRule) => void;
  readonly onWaive: (rule: string) => void;
}

/** What blocks leads; each rule with what it asks for, what was found, and where to look. */
export function RulesTab({ rules, reason, canWaive, onPolicy, onCause, onWaive }: RulesProps) {
  if (rules.length === 0) return <Notice icon="law" tone="warning" title="No rule was held against it" detail={plain(reason)} />;
  const sorted = rules.toSorted((a, b) => order.indexOf(a.outcome) - order.indexOf(b.outcome));
  return (
    <ul class="rules scroll" tabIndex={0} aria-label="Rules of the policy">
      {sorted.map((rule) => (
        <li key={rule.id} class={`rule rule-${rule.outcome}`}>
          <div class="rule-head">
            <Outcome outcome={rule.outcome} />
            <h2>{plain(rule.id)}</h2>
            <span class="bar-space" />
            {rule.canWaive && canWaive ? (
              <button type="button" class="link" onClick={() => onWaive(rule.id)}>
                Waive…
              </button>
            ) : null}
            {rule.cause === null ? null : (
              <button type="button" class="link" onClick={() => onCause(rule)}>
                {causeWords[rule.cause]}
              </button>
            )}
            {rule.at === null ? null : (
              <button type="button" class="link" title={`${plain(rule.at.path)}:${rule.at.range.start.line + 1}`} onClick={() => onPolicy(rule.id)}>
                policy line {rule.at.range.start.line + 1}
              </button>
            )}
          </div>
          {rule.reason === `${rule.observed}.` ? null : <p class="rule-reason">{plain(rule.reason)}</p>}
          <dl class="rule-facts">
            <div>
              <dt>Asked for</dt>
              <dd>{plain(rule.expected)}</dd>
            </div>
            <div>
              <dt>Found</dt>
              <dd>{plain(rule.observed)}</dd>
            </div>
          </dl>
        </li>
      ))}
    </ul>
  );
}

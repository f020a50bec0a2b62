import type { RefObject } from 'preact';
import { approvalLimits, type ApprovalPerson, type ApprovalPicture, type IntentKind } from '../../../src/protocol/approval.ts';
import { Button } from '../kit/Button.tsx';
import { Icon } from '../shell/Icon.tsx';
import { plain } from '../shell/words.ts';

interface DecideProps {
  readonly picture: ApprovalPicture;
  readonly reason: string;
  readonly isBusy: boolean;
  /** What is missing before it can be said. */
  readonly complaint: string;
  readonly fieldRef: RefObject<HTMLTextAreaElement | null>;
  readonly onReason: (reason: string) => void;
  readonly onAct: (kind: IntentKind) => void;
  readonly onRequest: () => void;
  readonly onMove: (move: 'promote' | 'rollBack') => void;
}

/** Stands beside everything: what a person can say here, and who else may. */
export function Decide({ picture, reason, isBusy, complaint, fieldRef, onReason, onAct, onRequest, onMove }: DecideProps) {
  const { actions, me, nobody, request } = picture;
  const off = (why: string | null) => ({ isDisabled: isBusy || why !== null, ...(why === null ? {} : { hint: plain(why) }) });
  return (
    <aside class="aside scroll" aria-label="Decide" tabIndex={0}>
      <section class="decide" aria-labelledby="decide-title">
        <h2 id="decide-title">{me === null ? 'Nobody signs here' : `Decide as ${plain(me.id)}`}</h2>
        {me === null ? <p class="faint">{plain(nobody)}</p> : null}
        {request === null ? (
          <>
            <p class="faint">{plain(actions.approve ?? '')}</p>
            <Button icon="git-pull-request" label="Request Approval…" appearance="primary" isDisabled={isBusy || me === null} onPress={onRequest} />
          </>
        ) : (
          <>
            <label class="reason">
              <span class="reason-label">Reason</span>
              <textarea ref={fieldRef} rows={4} maxLength={approvalLimits.reason} value={reason} aria-invalid={complaint !== ''} aria-describedby="reason-note" onInput={(event) => onReason(event.currentTarget.value)} />
            </label>
            <p id="reason-note" class={complaint === '' ? 'faint' : 'complaint'} role={complaint === '' ? undefined : 'alert'}>
              {complaint === '' ? 'Signed with what you decide. It can be erased later; the decision stays.' : complaint}
            </p>
            <div class="decide-buttons">
              <Button icon="pass" label="Approve…" appearance="primary" {...off(actions.approve)} onPress={() => onAct('approve')} />
              <Button icon="error" label="Reject…" {...off(actions.reject)} onPress={() => onAct('reject')} />
              <Button icon="request-changes" label="Ask for Changes…" {...off(actions.reject)} onPress={() => onAct('request-changes')} />
              <Button icon="comment" label="Comment…" {...off(actions.comment)} onPress={() => onAct('comment')} />
            </div>
            {actions.approve === null || me === null ? null : <p class="faint">{plain(actions.approve)}</p>}
          </>
        )}
      </section>
      <Move picture={picture} isBusy={isBusy} onMove={onMove} />
      <People people={picture.people} />
    </aside>
  );
}

/** What comes after deciding. Each opens dialogs of the editor's own. */
function Move({ picture: { actions, running, me, report }, isBusy, onMove }: Pick<DecideProps, 'picture' | 'isBusy' | 'onMove'>) {
  const env = plain(report.env);
  const off = (why: string | null) => ({ isDisabled: isBusy || why !== null, ...(why === null ? {} : { hint: plain(why) }) });
  // Why nobody signs here stands above.
  const why = me === null ? [] : [...new Set([actions.promote, actions.rollBack].flatMap((one) => one ?? []))];
  return (
    <section class="decide" aria-labelledby="move-title">
      <h2 id="move-title">{running === null ? `${env} runs nothing yet` : `${env} runs ${plain(running.version)}`}</h2>
      <div class="decide-buttons">
        <Button icon="rocket" label="Promote…" {...off(actions.promote)} onPress={() => onMove('promote')} />
        <Button icon="discard" label="Roll Back…" {...off(actions.rollBack)} onPress={() => onMove('rollBack')} />
      </div>
      {why.length === 0 ? null : <p class="faint">{plain(why.join(' '))}</p>}
    </section>
  );
}

const looks: Readonly<Record<ApprovalPerson['state'], readonly [icon: string, tone: 'good' | 'bad' | 'muted', word: string]>> = {
  approved: ['pass', 'good', 'approved'],
  rejected: ['error', 'bad', 'blocks it'],
  may: ['circle-large-outline', 'muted', 'may decide'],
  barred: ['circle-slash', 'muted', ''],
};

function People({ people }: { readonly people: readonly ApprovalPerson[] }) {
  return (
    <section aria-labelledby="people-title">
      <h2 id="people-title">Who may decide</h2>
      {people.length === 0 ? <p class="faint">The policy asks for nobody here.</p> : null}
      <ul class="people">
        {people.map(({ id, roles, isMe, state, why }) => {
          const [icon, tone, word] = looks[state];
          return (
            <li key={id} class={`person person-${state}`}>
              <Icon name={icon} tone={tone} />
              <span class="person-name">
                {plain(id)}
                {isMe ? ' (you)' : ''} <span class="faint">{plain(roles.join(', '))}</span>
              </span>
              <span class="faint">{state === 'barred' ? `may not: ${plain(why)}` : word}</span>
            </li>
          );
        })}
      </ul>
    </section>
  );
}

import type { ApprovalPicture, ApprovalSaid } from '../../../src/protocol/approval.ts';
import { Icon } from '../shell/Icon.tsx';
import { Notice } from '../shell/Notice.tsx';
import { localTime, plain } from '../shell/words.ts';
import { kindLooks } from './looks.tsx';
import { agoText } from './state.ts';

interface HistoryProps {
  readonly picture: ApprovalPicture;
  readonly isBusy: boolean;
  readonly onWithdraw: (entry: string) => void;
  readonly onReply: (entry: string) => void;
}

/** Every signed entry on this version in this environment, newest first. Times are claims of whoever signed. */
export function HistoryTab({ picture: { history, report, actions }, isBusy, onWithdraw, onReply }: HistoryProps) {
  if (history.length === 0) return <Notice icon="history" title="Nothing has been said of it yet" />;
  return (
    <ol class="history scroll" tabIndex={0} aria-label="History, newest first">
      {history.map((said) => (
        <Said key={said.digest} said={said} now={report.evaluatedAt} isBusy={isBusy} canReply={actions.comment === null} onWithdraw={onWithdraw} onReply={onReply} />
      ))}
    </ol>
  );
}

interface SaidProps extends Pick<HistoryProps, 'isBusy' | 'onWithdraw' | 'onReply'> {
  readonly said: ApprovalSaid;
  readonly now: string;
  readonly canReply: boolean;
}

function Said({ said, now, isBusy, canReply, onWithdraw, onReply }: SaidProps) {
  const look = kindLooks[said.kind] ?? { icon: 'circle-outline', tone: 'muted', word: said.kind };
  return (
    <li class={`said${said.isTakenBack ? ' is-taken-back' : ''}`}>
      <span class="said-mark">
        <Icon name={look.icon} tone={look.tone} />
      </span>
      <div class="said-body">
        <p class="said-line">
          <strong>{plain(said.by)}</strong> {look.word}
          {said.role === null ? '' : ` as ${plain(said.role)}`}
          {aboutText(said)}
          {said.isTakenBack ? <span class="pill">taken back</span> : null}
          {said.isFlagged ? (
            <span class="pill" title="Its claimed time is before something that it builds on.">
              odd time
            </span>
          ) : null}
          <span class="bar-space" />
          {said.canWithdraw ? (
            <button type="button" class="link" disabled={isBusy} onClick={() => onWithdraw(said.digest)}>
              Withdraw…
            </button>
          ) : null}
          {canReply && said.kind !== 'evidence' ? (
            <button type="button" class="link" disabled={isBusy} onClick={() => onReply(said.digest)}>
              Comment…
            </button>
          ) : null}
        </p>
        {said.text.state === 'there' ? <p class="said-text">{said.text.text.split('\n').map(plain).join('\n')}</p> : said.text.state === 'none' ? null : <p class="said-text faint">{said.text.state === 'erased' ? 'erased' : 'The text is not the one that was signed.'}</p>}
        <p class="said-small faint">
          <span title={localTime(said.claimedAt)}>{agoText(said.claimedAt, now)}, by their clock</span> · <span class="mono" title={said.digest}>{said.digest.slice(0, 8)}</span>
        </p>
      </div>
    </li>
  );
}

/** Evidence is a list; what else is said of an entry goes on with the sentence. */
function aboutText({ kind, about }: ApprovalSaid): string {
  if (about === '') return '';
  return kind === 'evidence' ? `: ${plain(about)}` : kind === 'request' ? `, ${plain(about)}` : ` ${plain(about)}`;
}

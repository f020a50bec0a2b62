import type { ComponentChildren } from 'preact';
import type { ApprovalPicture } from '../../../src/protocol/approval.ts';
import { Button } from '../kit/Button.tsx';
import { Icon } from '../shell/Icon.tsx';
import { localTime, plain } from '../shell/words.ts';
import { verdictLooks } from './looks.tsx';
import { agoText } from './state.ts';

interface HeaderProps {
  readonly picture: ApprovalPicture;
  readonly onCopyDigest: () => void;
  readonly children: ComponentChildren;
}

/** The answer first, then what it is about. */
export function Header({ picture: { report, commit, request, changed, running }, onCopyDigest, children }: HeaderProps) {
  const look = verdictLooks[report.decision];
  const version = report.version === null ? '' : plain(report.version);
  return (
    <header class="head">
      <p class="head-subject">
        <Icon name="package" tone="muted" /> <span class="head-model">{plain(report.model)}</span> <span class="head-version">{version}</span> <Icon name="arrow-right" tone="muted" label="to" /> <span class="head-env">{plain(report.env)}</span>
      </p>
      <div class="head-line">
        <Icon name={look.icon} tone={look.tone} />
        <h1>{look.word}</h1>
        <span class="bar-space" />
        {children}
      </div>
      <p class="head-reason">{plain(report.reason)}</p>
      <dl class="head-facts">
        {report.modelDigest === null ? null : (
          <Fact label="Digest of the model" title={report.modelDigest}>
            <span class="mono">{report.modelDigest.slice(0, 16)}…</span>
            <Button appearance="icon" icon="copy" label="Copy the digest" onPress={onCopyDigest} />
          </Fact>
        )}
        {commit === null ? null : (
          <Fact label="Commit" title={plain(commit)}>
            <span class="mono">{plain(commit.slice(0, 8))}</span>
          </Fact>
        )}
        <Fact label="Asked by" title={request === null ? 'Nobody has asked for exactly this' : localTime(request.claimedAt)}>
          {request === null ? (changed.length > 0 ? <span>nobody since {plain(changed.join(', '))} changed</span> : 'nobody yet') : `${plain(request.by)}, ${agoText(request.claimedAt, report.evaluatedAt)}`}
        </Fact>
        <Fact label="Runs there now" title={running === null ? 'Nothing was deployed there by a decision of the ledger' : `${plain(running.artifact)}\nsince ${localTime(running.since)}`}>
          {running === null ? 'nothing yet' : plain(running.version)}
        </Fact>
        {report.policyCommit === null ? null : (
          <Fact label="Policy" title={`${plain(report.policyRef ?? '')}\n${plain(report.policyDigest ?? '')}`}>
            <span>{plain((report.policyRef ?? '').replace(/^refs\/(remotes|heads)\//, ''))}</span> <span class="mono faint">{plain(report.policyCommit.slice(0, 7))}</span>
          </Fact>
        )}
      </dl>
    </header>
  );
}

function Fact({ label, title, children }: { readonly label: string; readonly title: string; readonly children: ComponentChildren }) {
  return (
    <div class="head-fact" title={title}>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  );
}

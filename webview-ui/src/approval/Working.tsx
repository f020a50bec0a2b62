import type { Fault } from '../../../src/core/base/fault.ts';
import type { ApprovalContract, ApprovalWork } from '../../../src/protocol/approval.ts';
import type { ViewLink } from '../../../src/protocol/rpc/viewLink.ts';
import { Button } from '../kit/Button.tsx';
import { Icon } from '../shell/Icon.tsx';
import { Notice } from '../shell/Notice.tsx';
import { plain } from '../shell/words.ts';

/** One line under the header: what goes on, what was refused, and whether the remote was asked. */
export function WorkStrip({ work: { state, sentence, fault, isFresh } }: { readonly work: ApprovalWork }) {
  if (fault !== null) {
    return (
      <p class="strip strip-fault" role="alert">
        <Icon name="warning" tone="warn" />
        <span>
          <strong>{plain(fault.message)}</strong> {plain(fault.hint ?? '')}
        </span>
      </p>
    );
  }
  if (state === 'idle') return isFresh ? null : <p class="strip faint">From what was fetched last; “Read it anew” asks the remote.</p>;
  return (
    <p class="strip faint" role="status">
      <Icon name={state === 'acting' ? 'edit' : 'sync'} tone="busy" /> <span>{plain(sentence)}…</span>
      <span class="progress" />
    </p>
  );
}

/** Nothing can be shown: what, why, and what to do. */
export function Failure({ link, fault: { code, message, hint } }: { readonly link: ViewLink<ApprovalContract>; readonly fault: Fault }) {
  const isUntrusted = code === 'untrusted';
  return (
    <Notice icon={code === 'integrity' ? 'shield' : isUntrusted ? 'workspace-untrusted' : 'error'} tone={isUntrusted ? 'warning' : 'error'} title={plain(message)} detail={hint === undefined ? null : plain(hint)}>
      <div class="notice-actions">
        {isUntrusted ? <Button appearance="primary" icon="workspace-trusted" label="Manage Workspace Trust" onPress={() => link.command('manageTrust', null)} /> : null}
        <Button icon="refresh" label="Try Again" onPress={() => link.command('refresh', null)} />
      </div>
    </Notice>
  );
}

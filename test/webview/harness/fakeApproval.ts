import { fail } from '../../../src/core/base/fault.ts';
import { approvalSubject, type ApprovalIntent, type ApprovalPicture } from '../../../src/protocol/approval.ts';
import type { Port, ToView } from '../../../src/protocol/rpc/wire.ts';
import { markdownBlocks } from '../../../src/services/governance/markdownBlocks.ts';
import type { ActFacts } from '../../../src/services/governance/approvalActs.ts';
import { ApprovalController } from '../../../src/vscode/panels/approval/controller.ts';
import { confirmText } from '../../../src/vscode/panels/approval/confirmText.ts';
import { approvalPicture, hostileCard, hostilePicture } from './approvalData.ts';

interface ApprovalScene {
  readonly query: URLSearchParams;
  readonly port: Port<ToView>;
  readonly kept: unknown;
  readonly call: (name: string, argument: unknown) => Promise<void>;
  readonly warn: (message: string) => void;
}

const other = { ...approvalPicture(), id: 'f'.repeat(64), report: { ...approvalPicture().report, modelDigest: 'e'.repeat(64), reason: 'Somebody has registered other weights.' } };

const plainCard = '# Churn\n\nFor: deciding whom to call.\n\n## Limitations\n\n- Not for **prices**.\n\n| group | rows |\n| --- | --- |\n| south | 640 |';

function pictureOf(scenario: string): ApprovalPicture {
  if (scenario === 'hostile') return hostilePicture();
  if (scenario === 'running') return approvalPicture({ running: { version: '7', artifact: 'a'.repeat(64), since: '2026-01-31T09:00:00.000Z', commit: null }, isRunning: true });
  if (scenario === 'asked') return approvalPicture({ request: null, changed: ['metrics'], history: [], actions: { approve: 'Nobody has asked for approval.', reject: 'Nobody has asked for approval.', comment: 'Nobody has asked for approval.', request: null, promote: 'The gate does not let it through.', rollBack: null } });
  if (scenario === 'keyless') return approvalPicture({ me: null, nobody: 'No signing key was found. A signature needs an SSH key of yours.', actions: { approve: 'No signing key was found.', reject: 'No signing key was found.', comment: 'No signing key was found.', request: 'No signing key was found.', promote: 'No signing key was found.', rollBack: 'No signing key was found.' } });
  return approvalPicture();
}

/** Stands in for the ledger, the key and the editor's dialog. `moves`: somebody changes it between the look and the signature. */
export function startApproval({ query, port, kept, call, warn }: ApprovalScene): ApprovalController {
  const scenario = query.get('scenario') ?? 'plain';
  let now = pictureOf(scenario);
  const look = async () => {
    if (scenario === 'untrusted') throw fail('untrusted', 'Approvals are read in trusted folders only.', { hint: 'Trust this workspace first.' });
    if (scenario === 'broken') throw fail('integrity', 'The ledger cannot be trusted: Entry 1234abcd builds on 99aa88bb, which is not there.', { hint: 'Restore it from a clone that has them.' });
    return { picture: now, ledger: null, runs: { candidate: 'dvc:new', champion: 'dvc:old' } };
  };
  const facts = (intent: ApprovalIntent): ActFacts => {
    const { report, commit } = now;
    const candidate = { model: report.model, version: report.version ?? '', env: report.env, artifact: report.modelDigest ?? '', data: null, params: null, metrics: null, commit, rules: '' };
    return { kind: intent.kind, candidate, verdict: report.decision, verdictReason: report.reason, person: 'carol', role: 'risk', fingerprint: 'SHA256:abc', needsTouch: false, warnings: [], rule: intent.rule, until: null };
  };
  const controller = new ApprovalController(
    {
      onDidChange: () => ({ dispose: () => undefined }),
      look,
      prepare: async (_subject, intent) => {
        await call('prepare', intent);
        if (scenario === 'moves') now = other;
        if (intent.shown !== now.id) throw fail('conflict', 'What you looked at has changed, so nothing was signed.', { hint: 'Look at it again as it is now.' });
        return {
          facts: facts(intent),
          sign: async () => {
            await call('sign', intent);
            return { remote: 'origin', tries: 1, queued: null };
          },
        };
      },
      code: async (from, to) => ({ from, to, files: [{ path: 'src/train.py', status: 'modified' }] }),
      card: async (path) => ({ path, frontMatter: `license: mit${scenario === 'hostile' ? hostileCard : ''}`, blocks: await markdownBlocks(scenario === 'hostile' ? hostileCard : plainCard) }),
    },
    {
      confirm: async (about) => {
        await call('confirm', confirmText(about));
        return scenario !== 'goesBack';
      },
      askUntil: async () => '30d',
      openPolicy: (path, line) => call('openPolicy', { path, line }),
      openRun: (run) => call('openRun', run),
      openCompare: (runs) => call('openCompare', runs),
      openDiff: (change) => call('openDiff', change),
      openReport: (path) => call('openReport', path),
      openFile: (path) => call('openFile', path),
      copy: (text) => call('copy', text),
      link: ({ reference }) => `link to ${reference}`,
      request: (subject) => call('request', subject),
      promote: (subject) => call('promote', subject),
      rollBack: (subject) => call('rollBack', subject),
      manageTrust: () => call('manageTrust', null),
      rename: (title) => (document.title = title),
      warn,
    },
    port,
  );
  const host = typeof kept === 'object' && kept !== null ? (kept as { host?: unknown }).host : null;
  void controller.show(host ? approvalSubject(host, 'state') : { reference: 'churn:7', env: 'production' }, { fetches: scenario !== 'link' });
  return controller;
}

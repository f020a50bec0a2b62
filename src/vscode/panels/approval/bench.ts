import type { CodeComparison } from '../../../core/compare/comparison.ts';
import type { ApprovalCard, ApprovalIntent, ApprovalPicture, ApprovalSubject } from '../../../protocol/approval.ts';
import type { ActFacts } from '../../../services/governance/approvalActs.ts';
import type { Synced } from '../../../services/governance/ledgerSync.ts';

/** What was read for one picture, and what its buttons lead to. */
export interface ApprovalLook {
  readonly picture: ApprovalPicture;
  /** The ledger's first entry: a link of another repository names another one. */
  readonly ledger: string | null;
  readonly runs: { readonly candidate: string | null; readonly champion: string | null };
}

export interface ReadyAct {
  readonly facts: ActFacts;
  /** Signs and pushes. */
  sign(): Promise<Synced>;
}

/** What the Approval panel needs of the product, so that it can be run without an editor. */
export interface ApprovalBench {
  /** `fetches`: asks the remote, and reads every byte of the model; else what is here is shown as it is. */
  look(subject: ApprovalSubject, options: { readonly fetches: boolean }, signal: AbortSignal): Promise<ApprovalLook>;
  /** Reads everything anew and makes ready what is to be signed. Throws `conflict` where it is not what was shown. */
  prepare(subject: ApprovalSubject, intent: ApprovalIntent, until: string | null, signal: AbortSignal): Promise<ReadyAct>;
  code(from: string, to: string, signal: AbortSignal): Promise<CodeComparison | null>;
  card(path: string, commit: string, signal: AbortSignal): Promise<ApprovalCard | null>;
  onDidChange(listener: () => void): { dispose(): void };
}

/** What the panel asks of the editor. */
export interface ApprovalUi {
  /** Repeats in a dialog of the editor's own, which no page can draw over, what is signed; false where the person went back. */
  confirm(facts: ActFacts): Promise<boolean>;
  /** How long a rule is waived: `30d` or a day. Throws `cancelled`. */
  askUntil(rule: string): Promise<string>;
  openPolicy(path: string, line: number): Promise<void>;
  openRun(run: string): Promise<void>;
  openCompare(runs: readonly string[]): Promise<void>;
  openDiff(change: { readonly from: string; readonly to: string; readonly path: string; readonly status: string; readonly title: string }): Promise<void>;
  openReport(path: string): Promise<void>;
  openFile(path: string): Promise<void>;
  copy(text: string): Promise<void>;
  /** A link to this page. */
  link(subject: ApprovalSubject, ledger: string | null): string;
  request(subject: ApprovalSubject): Promise<void>;
  promote(subject: ApprovalSubject): Promise<void>;
  rollBack(subject: ApprovalSubject): Promise<void>;
  manageTrust(): Promise<void>;
  rename(title: string): void;
  warn(message: string): void;
}


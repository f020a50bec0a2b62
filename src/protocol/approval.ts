import type { CodeComparison, DataRow, ParamRow } from '../core/compare/comparison.ts';
import { fail, type Fault } from '../core/base/fault.ts';
import type { Block } from '../core/governance/card/blocks.ts';
import type { GateReport, GateRule } from '../core/model/gate.ts';
import type { Problem } from '../core/model/problem.ts';
import { nothing, oneOf, orNull, shape, text, type Decoder } from './rpc/decode.ts';

/**
 * Contract of the Approval panel. The page shows what the host read and says what a person wants, by ids alone: what is signed is worked
 * out by the host from what it reads then, and never taken from here.
 */
export interface ApprovalContract {
  readonly queries: {
    /** Files that differ between what runs and the candidate; null where that is not known. */
    code: { args: { readonly id: string }; value: CodeComparison | null };
    card: { args: { readonly id: string }; value: ApprovalCard | null };
  };
  readonly commands: {
    /** Asks the remote too. */
    refresh: null;
    act: ApprovalIntent;
    /** The line of the policy that the rule stands on. */
    openRule: { readonly rule: string };
    /** What a rule judges: the run, the report, the file. */
    openCause: { readonly rule: string };
    openRun: { readonly side: 'candidate' | 'champion' };
    openCompare: null;
    openDiff: { readonly path: string };
    openDrift: null;
    copy: { readonly what: 'digest' | 'link' };
    /** Asks for approval, or asks anew. */
    request: null;
    /** The version into this environment, and this environment back: each is chosen, judged and repeated by the editor's own dialogs. */
    promote: null;
    rollBack: null;
    manageTrust: null;
  };
  readonly events: {
    picture: ApprovalPicture;
    work: ApprovalWork;
    /** For the panel to keep, unread. */
    kept: ApprovalSubject | null;
  };
  readonly signals: { notice: string; acted: { readonly kind: IntentKind } };
}

/** A version in an environment, as people write it. */
export interface ApprovalSubject {
  /** `MODEL:VERSION`, or an id. */
  readonly reference: string;
  readonly env: string;
}

export const intentKinds = ['approve', 'reject', 'request-changes', 'comment', 'withdraw', 'waive'] as const;
export type IntentKind = (typeof intentKinds)[number];

export interface ApprovalIntent {
  readonly kind: IntentKind;
  /** The picture that the person looked at, for comparison only. */
  readonly shown: string;
  /** Of the request that is decided on, of the entry that is commented on or withdrawn. */
  readonly entry: string;
  /** To be waived. */
  readonly rule: string | null;
  readonly reason: string;
}

export interface ApprovalWork {
  readonly state: 'idle' | 'reading' | 'acting' | 'failed';
  readonly sentence: string;
  readonly fault: Fault | null;
  /** Whether the remote was asked; false: what is shown is what was fetched last. */
  readonly isFresh: boolean;
}

export type CauseKind = 'run' | 'drift' | 'card' | 'code' | 'data' | 'history';

export interface ApprovalRule extends GateRule {
  /** What it looks at; null where there is nothing to open. */
  readonly cause: CauseKind | null;
  readonly canWaive: boolean;
}

export interface ApprovalMetric {
  readonly name: string;
  readonly candidate: number | string | null;
  readonly champion: number | string | null;
  readonly delta: number | null;
  readonly direction: 'maximize' | 'minimize' | null;
  readonly unit: string | null;
  readonly samples: number | null;
}

export interface ApprovalSlice {
  readonly metric: string;
  readonly column: string;
  readonly gap: number | null;
  /** By a rule of this environment. */
  readonly isAsked: boolean;
  readonly groups: ReadonlyArray<{ readonly value: string; readonly metric: number | string; readonly samples: number | null }>;
  readonly asOf: string;
}

export interface ApprovalDrift {
  readonly verdict: string;
  readonly shareDrifted: number | null;
  readonly columns: number | null;
  readonly largest: ReadonlyArray<{ readonly measure: string; readonly value: number }>;
  /** End of the current window. */
  readonly asOf: string;
  readonly from: string;
  readonly canOpen: boolean;
}

export interface ApprovalCard {
  readonly path: string;
  /** YAML above it, as written; null where there is none. */
  readonly frontMatter: string | null;
  readonly blocks: readonly Block[];
}

export interface ApprovalSaid {
  readonly digest: string;
  readonly kind: string;
  readonly by: string;
  /** In which they decided. */
  readonly role: string | null;
  readonly claimedAt: string;
  /** What was decided, in words: `of staging`, `rule calm-inputs until 2026-02-01`. */
  readonly about: string;
  readonly text: { readonly state: 'none' | 'there' | 'erased' | 'does not match'; readonly text: string };
  readonly isTakenBack: boolean;
  /** Its time is before something that it builds on. */
  readonly isFlagged: boolean;
  readonly canWithdraw: boolean;
}

export interface ApprovalPerson {
  readonly id: string;
  /** That the policy asks for. */
  readonly roles: readonly string[];
  readonly isMe: boolean;
  readonly state: 'may' | 'approved' | 'rejected' | 'barred';
  /** Why not; empty where they may. */
  readonly why: string;
}

export interface ApprovalEvidence {
  readonly kind: string;
  readonly digest: string;
  readonly from: string;
  readonly asOf: string;
  readonly signer: string;
  readonly entry: string;
  /** False: the policy takes evidence for this environment from other roles. */
  readonly counts: boolean;
}

export interface ApprovalActions {
  /** Null: it can be done. Else why not. */
  readonly approve: string | null;
  readonly reject: string | null;
  readonly comment: string | null;
  readonly request: string | null;
  readonly promote: string | null;
  readonly rollBack: string | null;
}

export interface ApprovalDeployed {
  readonly version: string;
  readonly artifact: string;
  readonly since: string;
  readonly commit: string | null;
}

export interface ApprovalPicture {
  /** Comes back with an intent, to be compared; null where there is nothing to decide on. */
  readonly id: string | null;
  readonly subject: ApprovalSubject;
  readonly report: Omit<GateReport, 'rules'>;
  readonly commit: string | null;
  readonly request: { readonly digest: string; readonly by: string; readonly claimedAt: string } | null;
  /** What has changed since it was asked for; empty where nothing has. */
  readonly changed: readonly string[];
  readonly rules: readonly ApprovalRule[];
  /** What the environment runs; null before the first. */
  readonly running: ApprovalDeployed | null;
  /** What the version is held against: what runs, or what ran before it where it runs itself; null where there is no other. */
  readonly champion: ApprovalDeployed | null;
  /** Whether it runs itself. */
  readonly isRunning: boolean;
  readonly metrics: readonly ApprovalMetric[];
  readonly params: readonly ParamRow[];
  readonly data: readonly DataRow[];
  readonly hasRuns: { readonly candidate: boolean; readonly champion: boolean };
  readonly hasCard: boolean;
  readonly slices: readonly ApprovalSlice[];
  readonly drift: ApprovalDrift | null;
  readonly history: readonly ApprovalSaid[];
  readonly people: readonly ApprovalPerson[];
  readonly me: { readonly id: string; readonly roles: readonly string[] } | null;
  /** Why nobody signs here; empty where somebody does. */
  readonly nobody: string;
  readonly evidence: readonly ApprovalEvidence[];
  readonly actions: ApprovalActions;
  readonly problems: readonly Problem[];
}

export const approvalLimits = { reason: 8_000 } as const;

const id = text(200);
const digest: Decoder<string> = (value, place) => {
  if (typeof value === 'string' && /^[0-9a-f]{64}$/.test(value)) return value;
  throw fail('invalid', `The panel sent a wrong message: ${place} is no digest.`);
};

export const approvalDecoders: {
  readonly queries: { readonly [N in keyof ApprovalContract['queries']]: Decoder<ApprovalContract['queries'][N]['args']> };
  readonly commands: { readonly [N in keyof ApprovalContract['commands']]: Decoder<ApprovalContract['commands'][N]> };
} = {
  queries: { code: shape<{ id: string }>({ id }), card: shape<{ id: string }>({ id }) },
  commands: {
    refresh: nothing,
    act: shape<ApprovalIntent>({ kind: oneOf(...intentKinds), shown: digest, entry: digest, rule: orNull(id), reason: text(approvalLimits.reason) }),
    openRule: shape<{ rule: string }>({ rule: id }),
    openCause: shape<{ rule: string }>({ rule: id }),
    openRun: shape<{ side: 'candidate' | 'champion' }>({ side: oneOf('candidate', 'champion') }),
    openCompare: nothing,
    openDiff: shape<{ path: string }>({ path: text(4096) }),
    openDrift: nothing,
    copy: shape<{ what: 'digest' | 'link' }>({ what: oneOf('digest', 'link') }),
    request: nothing,
    promote: nothing,
    rollBack: nothing,
    manageTrust: nothing,
  },
};

export const approvalSubject: Decoder<ApprovalSubject> = shape<ApprovalSubject>({ reference: text(1000), env: text(200) });

import type { Candidate } from '../../../core/governance/ledger/entry.ts';
import type { GateReport, GateRule } from '../../../core/model/gate.ts';
import type { ApprovalMetric } from '../../../protocol/approval.ts';
import type { Deployed } from '../../../services/governance/deployments.ts';
import type { EnvironmentStanding } from '../../../services/governance/standings.ts';

export type MoveKind = 'promote' | 'rollBack';

/** What a person called it on. */
export interface MoveSubject {
  /** `MODEL:VERSION`, or an id. */
  readonly reference: string;
  readonly model: string;
  readonly version: string;
  /** Null where it is yet to be chosen. */
  readonly env: string | null;
}

/** All that is to be repeated to the person before it is signed. */
export interface MoveFacts {
  readonly kind: MoveKind;
  /** Null where nothing runs there yet. */
  readonly from: Candidate | null;
  readonly to: Candidate;
  /** What was measured of both; `champion` is what runs now. Those that a rule asks for first. */
  readonly metrics: readonly ApprovalMetric[];
  readonly verdict: GateReport['decision'];
  readonly verdictReason: string;
  readonly person: string;
  readonly fingerprint: string;
  readonly needsTouch: boolean;
  /** Fields of registries that will be set, in words: `alias production of MLflow`. */
  readonly sets: readonly string[];
  /** Why it goes back; empty for a promotion. */
  readonly reason: string;
  readonly warnings: readonly string[];
}

/** A version that an environment can go back to. */
export interface Target {
  readonly candidate: Candidate;
  readonly deployedAt: string;
  readonly by: string;
  readonly metrics: readonly ApprovalMetric[];
}

export interface WayBack {
  readonly env: string;
  readonly running: Candidate;
  /** The last first, at least one. */
  readonly targets: readonly Target[];
}

export type Ready =
  /** The gate said no. */
  | { readonly report: GateReport; readonly blocking: readonly GateRule[] }
  | { readonly facts: MoveFacts; sign(reason: string): Promise<Deployed> };

/** What moving versions needs of the product, so that it can be run without an editor. */
export interface DeployBench {
  environments(subject: MoveSubject, signal: AbortSignal): Promise<readonly EnvironmentStanding[]>;
  /** Environments without another version that ran are left out. */
  waysBack(model: string, signal: AbortSignal): Promise<readonly WayBack[]>;
  /** Reads everything anew, the remote and every byte of the model included. */
  readyPromotion(reference: string, env: string, signal: AbortSignal): Promise<Ready>;
  readyRollback(model: string, env: string, to: string, signal: AbortSignal): Promise<Ready>;
}

/** What it asks of the editor. Each question throws `cancelled` where the person leaves. */
export interface DeployUi {
  /** Shows that something goes on. What only reads can be ended. */
  working<T>(title: string, canEnd: boolean, work: (signal: AbortSignal) => Promise<T>): Promise<T>;
  chooseEnvironment(subject: MoveSubject, environments: readonly EnvironmentStanding[]): Promise<string>;
  chooseWayBack(model: string, ways: readonly WayBack[]): Promise<WayBack>;
  chooseTarget(way: WayBack, suggested: string): Promise<Target>;
  askReason(target: Target): Promise<string>;
  /** Repeats in a dialog of the editor's own what is signed; false where the person went back. */
  confirm(facts: MoveFacts): Promise<boolean>;
  /** The gate said no: why, and the way to the page that tells all of it. */
  refused(kind: MoveKind, report: GateReport, blocking: readonly GateRule[]): void;
  done(kind: MoveKind, deployed: Deployed): void;
}

import { approvalLimits } from '../../../src/protocol/approval.ts';

export const tabIds = ['rules', 'metrics', 'changes', 'data', 'card', 'history', 'evidence'] as const;
export type TabId = (typeof tabIds)[number];

/** What a person chose and began to write; kept over a reload. */
export interface ApprovalView {
  readonly tab: TabId;
  readonly reason: string;
}

/** An older build may have kept another shape: whatever does not fit falls back to the default. */
export function restored(kept: unknown): { readonly host: unknown; readonly view: ApprovalView } {
  const state = objectOf(kept);
  const view = objectOf(state['view']);
  const reason = view['reason'];
  return { host: state['host'] ?? null, view: { tab: tabIds.find((id) => id === view['tab']) ?? 'rules', reason: typeof reason === 'string' ? reason.slice(0, approvalLimits.reason) : '' } };
}

function objectOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

/** `9 d`, `5 h`: how long before `now` a claimed time is; empty where it is none. */
export function ageText(iso: string, now: string): string {
  const ms = Date.parse(now) - Date.parse(iso);
  if (!Number.isFinite(ms)) return '';
  const hours = Math.max(0, Math.floor(ms / 3_600_000));
  if (hours >= 48) return `${Math.floor(hours / 24)} d`;
  return hours >= 1 ? `${hours} h` : `${Math.max(0, Math.floor(ms / 60_000))} min`;
}

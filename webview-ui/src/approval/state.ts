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

/** `9 d ago`, `5 h ago`, `just now`: how long before `now` a claimed time is; empty where it is none. */
export function agoText(iso: string, now: string): string {
  const ms = Date.parse(now) - Date.parse(iso);
  if (!Number.isFinite(ms)) return '';
  const [minutes, hours] = [Math.floor(ms / 60_000), Math.floor(ms / 3_600_000)];
  if (minutes < 1) return 'just now';
  return hours >= 48 ? `${Math.floor(hours / 24)} d ago` : hours >= 1 ? `${hours} h ago` : `${minutes} min ago`;
}

import { parseDuration } from '../base/duration.ts';

/** When a model should be trained anew. */
export type RetrainRule =
  | ({ readonly when: 'drift' | 'performance' } & HitRule)
  | { readonly when: 'schedule'; readonly everyMs: number };

/** `least` hits in the last `of` windows, and then not again for `cooldownMs`. */
export interface HitRule {
  readonly least: number;
  readonly of: number;
  readonly cooldownMs: number;
}

export const defaultHitRule: HitRule = { least: 2, of: 3, cooldownMs: 7 * 86_400_000 };

/** What is known of one window, oldest first. */
export interface JudgedWindow {
  /** ms since the epoch; null where windows have no time: then the cool-down counts in windows of one day. */
  readonly endMs: number | null;
  readonly isHit: boolean;
}

const dayMs = 86_400_000;

/** Numbers of the windows at whose end the rule fires. */
export function firings(rule: RetrainRule, windows: readonly JudgedWindow[]): number[] {
  const ends = windows.map(({ endMs }, at) => endMs ?? at * dayMs);
  if (rule.when === 'schedule') return everySoOften(ends, rule.everyMs);
  const fired: number[] = [];
  for (let at = 0; at < windows.length; at += 1) {
    const last = fired.at(-1);
    if (last !== undefined && ends[at]! - ends[last]! < rule.cooldownMs) continue;
    const recent = windows.slice(Math.max(0, at - rule.of + 1), at + 1);
    // A rule that fired on old hits alone would fire again at the end of each cool-down.
    if (windows[at]!.isHit && recent.filter(({ isHit }) => isHit).length >= rule.least) fired.push(at);
  }
  return fired;
}

/** The first window starts the clock: what was trained before it is not known here. */
function everySoOften(ends: readonly number[], everyMs: number): number[] {
  const fired: number[] = [];
  let since = ends[0] ?? 0;
  ends.forEach((end, at) => {
    if (at > 0 && end - since >= everyMs) {
      fired.push(at);
      since = end;
    }
  });
  return fired;
}

/** `2 of 3`; undefined for anything that is no such pair. */
export function parseHits(text: string): { readonly least: number; readonly of: number } | undefined {
  const match = /^(\d{1,3})\s*(?:of|\/)\s*(\d{1,3})$/.exec(text.trim());
  if (!match) return undefined;
  const [least, of] = [Number(match[1]), Number(match[2])];
  return least >= 1 && least <= of ? { least, of } : undefined;
}

/** `7d`, or `none`. */
export function parseCooldown(text: string): number | undefined {
  return text.trim() === 'none' || text.trim() === '0' ? 0 : parseDuration(text);
}

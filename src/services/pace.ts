import type { RefreshPolicy } from '../core/capability/experimentSource.ts';

const minuteMs = 60_000;
const maxBackoffMs = 300_000;

/** When a source may be asked again: a token bucket, Retry-After, and a growing pause after failures. */
export class Pace {
  readonly #policy: RefreshPolicy;
  #tokens: number;
  #filledMs: number;
  #notBeforeMs = 0;
  #failures = 0;

  constructor(policy: RefreshPolicy, nowMs: number) {
    this.#policy = policy;
    this.#tokens = Math.max(1, policy.budgetPerMin);
    this.#filledMs = nowMs;
  }

  allowedAtMs(nowMs: number): number {
    this.#fill(nowMs);
    const missing = Math.max(0, 1 - this.#tokens);
    return Math.max(nowMs + missing * this.#tokenMs(), this.#notBeforeMs);
  }

  spend(nowMs: number): void {
    this.#fill(nowMs);
    this.#tokens = Math.max(0, this.#tokens - 1);
  }

  succeeded(): void {
    this.#failures = 0;
    this.#notBeforeMs = 0;
  }

  failed(nowMs: number, retryAfterMs: number | undefined): void {
    this.#failures += 1;
    const backoffMs = Math.min(maxBackoffMs, Math.max(1000, this.#policy.minIntervalMs) * 2 ** Math.min(this.#failures, 10));
    this.#notBeforeMs = nowMs + Math.max(backoffMs, retryAfterMs ?? 0);
  }

  #tokenMs(): number {
    return minuteMs / Math.max(1, this.#policy.budgetPerMin);
  }

  #fill(nowMs: number): void {
    const capacity = Math.max(1, this.#policy.budgetPerMin);
    this.#tokens = Math.min(capacity, this.#tokens + Math.max(0, nowMs - this.#filledMs) / this.#tokenMs());
    this.#filledMs = nowMs;
  }
}

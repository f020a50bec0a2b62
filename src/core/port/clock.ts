import type { Disposable } from '../base/disposable.ts';

export interface Clock {
  nowMs(): number;
  after(delayMs: number, callback: () => void): Disposable;
  sleep(delayMs: number, signal?: AbortSignal): Promise<void>;
}

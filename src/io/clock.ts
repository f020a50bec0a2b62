import { disposable } from '../core/base/disposable.ts';
import type { Clock } from '../core/port/clock.ts';

export function nodeClock(): Clock {
  return {
    nowMs: () => Date.now(),
    after(delayMs, callback) {
      const timer = setTimeout(callback, delayMs);
      return disposable(() => clearTimeout(timer));
    },
    sleep(delayMs, signal) {
      return new Promise((resolve, reject) => {
        const timer = setTimeout(done, delayMs);
        const abort = () => {
          clearTimeout(timer);
          reject(Object.assign(new Error('Cancelled.'), { name: 'AbortError' }));
        };
        function done(): void {
          signal?.removeEventListener('abort', abort);
          resolve();
        }
        if (signal?.aborted) abort();
        else signal?.addEventListener('abort', abort, { once: true });
      });
    },
  };
}

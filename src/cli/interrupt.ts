import type { Disposable } from '../core/base/disposable.ts';
import { exitCodes } from './exit.ts';

export interface Interrupts extends Disposable {
  readonly signal: AbortSignal;
  /** The work's own result, or a rejection when it does not end soon after an interrupt. */
  race<T>(work: Promise<T>, patienceMs: number): Promise<T>;
}

/** The first interrupt aborts, a second one ends the process at once. */
export function catchInterrupts(): Interrupts {
  const controller = new AbortController();
  const interrupt = () => {
    if (controller.signal.aborted) process.exit(exitCodes.cancelled);
    controller.abort();
  };
  process.on('SIGINT', interrupt);
  process.on('SIGTERM', interrupt);
  return {
    signal: controller.signal,
    race(work, patienceMs) {
      const patience = new Promise<never>((_, reject) => {
        const giveUp = () => setTimeout(() => reject(new Error('interrupted')), patienceMs).unref();
        controller.signal.addEventListener('abort', giveUp, { once: true });
      });
      return Promise.race([work, patience]);
    },
    dispose() {
      process.off('SIGINT', interrupt);
      process.off('SIGTERM', interrupt);
    },
  };
}

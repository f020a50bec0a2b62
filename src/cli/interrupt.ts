import type { Disposable } from '../core/base/disposable.ts';
import { exitCodes } from './exit.ts';

/** How long work may take to end by itself after an interrupt. */
const graceMs = 2000;

export interface Interrupts extends Disposable {
  readonly signal: AbortSignal;
  /** The work's own result, or a rejection when it does not end soon after an interrupt. */
  race<T>(work: Promise<T>): Promise<T>;
}

/** The first interrupt aborts, a second one ends the process at once. */
export function catchInterrupts(): Interrupts {
  const controller = new AbortController();
  let giveUp: (error: Error) => void = () => undefined;
  const patience = new Promise<never>((_, reject) => (giveUp = reject));
  patience.catch(() => undefined); // It ends the race below; where nothing races, nothing waits for it.
  const interrupt = () => {
    if (controller.signal.aborted) process.exit(exitCodes.cancelled);
    controller.abort();
    setTimeout(() => giveUp(new Error('interrupted')), graceMs).unref();
  };
  process.on('SIGINT', interrupt);
  process.on('SIGTERM', interrupt);
  return {
    signal: controller.signal,
    race: (work) => Promise.race([work, patience]),
    dispose() {
      process.off('SIGINT', interrupt);
      process.off('SIGTERM', interrupt);
    },
  };
}

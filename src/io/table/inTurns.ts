import { setImmediate as nextTurn } from 'node:timers/promises';

/** Does work that comes in steps, with a turn of the event loop after each. */
export async function inTurns<T>(work: Generator<undefined, T>, signal: AbortSignal): Promise<T> {
  for (;;) {
    const step = work.next();
    if (step.done) return step.value;
    await nextTurn();
    signal.throwIfAborted();
  }
}

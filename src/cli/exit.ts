import type { Fault } from '../core/base/fault.ts';

/** The contract's exit codes (DESIGN section 6). */
export const exitCodes = {
  done: 0,
  verdictNo: 1,
  usage: 2,
  sourceFailed: 3,
  integrity: 4,
  internal: 5,
  trainingFailed: 6,
  cancelled: 130,
} as const;

export function exitCodeOf(fault: Fault): number {
  switch (fault.code) {
    case 'invalid':
    case 'notFound':
    case 'unsupported':
    case 'untrusted':
      return exitCodes.usage;
    case 'integrity':
      return exitCodes.integrity;
    case 'internal':
      return exitCodes.internal;
    case 'cancelled':
      return exitCodes.cancelled;
    default:
      return exitCodes.sourceFailed;
  }
}

/** Several reasons to end badly: 130 and 5 speak of ourselves and win, then 2, 4, 3, 6, 1. */
export function worstExit(codes: readonly number[]): number {
  const order = [exitCodes.cancelled, exitCodes.internal, exitCodes.usage, exitCodes.integrity, exitCodes.sourceFailed, exitCodes.trainingFailed, exitCodes.verdictNo];
  return order.find((code) => codes.includes(code)) ?? exitCodes.done;
}

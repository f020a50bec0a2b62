import type { Fault } from '../../core/base/fault.ts';

/** A fault in one line: what a program said may end without a full stop, and the hint is a sentence of its own. */
export function withHint({ message, hint }: Pick<Fault, 'message' | 'hint'>): string {
  if (hint === undefined) return message;
  return `${message}${/[.!?…:;]$/.test(message) ? '' : '.'} ${hint}`;
}

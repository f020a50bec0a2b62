import type { Fault, FaultCode, FaultPlace } from '../base/fault.ts';

/** One row in a source's own branch, and one entry of `problems` in every CLI answer. */
export interface Problem {
  /** Source id; a path or `""` where no source is involved. */
  readonly source: string;
  readonly severity: 'error' | 'warning' | 'info';
  readonly code: FaultCode;
  readonly message: string;
  readonly hint: string | null;
  readonly at?: FaultPlace;
  readonly actionId?: string;
}

export function problemOf(source: string, fault: Fault, severity: Problem['severity'] = 'error'): Problem {
  return {
    source,
    severity,
    code: fault.code,
    message: fault.message,
    hint: fault.hint ?? null,
    ...(fault.at ? { at: fault.at } : {}),
    ...(fault.actionId ? { actionId: fault.actionId } : {}),
  };
}

import { useEffect, useState } from 'preact/hooks';
import { toFault, type Fault } from '../../../src/core/base/fault.ts';
import type { DriftContract, ShownColumn, WindowRows } from '../../../src/protocol/drift.ts';
import type { ViewLink } from '../../../src/protocol/rpc/viewLink.ts';

export interface Answer<T> {
  readonly value: T | null;
  readonly fault: Fault | null;
}

const waiting = { value: null, fault: null } as const;

/** The rows of a window; while another window's are on their way the old ones are gone, so that nothing is mixed up. */
export function useWindow(link: ViewLink<DriftContract>, window: string | null): Answer<WindowRows> {
  const [answer, setAnswer] = useState<Answer<WindowRows> & { readonly of: string | null }>({ ...waiting, of: null });
  useEffect(() => {
    if (window === null) return undefined;
    const controller = new AbortController();
    link.query('window', { window }, controller.signal).then(
      (value) => setAnswer({ value, fault: null, of: window }),
      (error: unknown) => told(error, (fault) => setAnswer({ value: null, fault, of: window })),
    );
    return () => controller.abort();
  }, [link, window]);
  return answer.of === window ? answer : waiting;
}

/** While the cursor runs over many columns only the one it stops at is asked for. */
const restMs = 40;

/**
 * One column in full; the last one stays until the next is here, so that the page does not jump. `version` rises when the column
 * is another than before. `place` null: nothing to ask for.
 */
export function useColumn(link: ViewLink<DriftContract>, window: string, place: number | null, version = 0): Answer<ShownColumn> & { readonly isOld: boolean } {
  const key = `${place} ${window}`;
  const [answer, setAnswer] = useState<Answer<ShownColumn> & { readonly key: string }>({ ...waiting, key: '' });
  useEffect(() => {
    if (place === null) return undefined;
    const controller = new AbortController();
    const timer = setTimeout(() => {
      link.query('column', { window, place }, controller.signal).then(
        (value) => setAnswer({ value, fault: null, key }),
        (error: unknown) => told(error, (fault) => setAnswer({ value: null, fault, key })),
      );
    }, restMs);
    return () => {
      clearTimeout(timer);
      controller.abort();
    };
  }, [link, window, place, version]);
  return { value: answer.value, fault: answer.fault, isOld: answer.key !== key };
}

export function told(error: unknown, tell: (fault: Fault) => void): void {
  const fault = toFault(error);
  if (fault.code !== 'cancelled') tell(fault);
}

import { useEffect, useState } from 'preact/hooks';
import { toFault, type Fault } from '../../../../src/core/base/fault.ts';
import type { DriftContract, ModelView } from '../../../../src/protocol/drift.ts';
import type { ViewLink } from '../../../../src/protocol/rpc/viewLink.ts';

/** What a window's report says of the model, asked for when a tab needs it. */
export function useModel(link: ViewLink<DriftContract>, window: string): { readonly value: ModelView | null; readonly fault: Fault | null } {
  const [answer, setAnswer] = useState<{ readonly of: string; readonly value: ModelView | null; readonly fault: Fault | null }>({ of: '', value: null, fault: null });
  useEffect(() => {
    const controller = new AbortController();
    link.query('model', { window }, controller.signal).then(
      (value) => setAnswer({ of: window, value, fault: null }),
      (error: unknown) => {
        const fault = toFault(error);
        if (fault.code !== 'cancelled') setAnswer({ of: window, value: null, fault });
      },
    );
    return () => controller.abort();
  }, [link, window]);
  return answer.of === window ? answer : { value: null, fault: null };
}

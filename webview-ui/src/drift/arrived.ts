import { useEffect, useRef, useState } from 'preact/hooks';
import type { ArrivedRow, Arriving, DriftContract, WindowHead } from '../../../src/protocol/drift.ts';
import type { ViewLink } from '../../../src/protocol/rpc/viewLink.ts';
import { announce } from '../shell/Live.tsx';
import { told } from './answers.ts';

/** A comparison that goes on, with the columns that are here. */
export interface Arrived {
  readonly head: Arriving;
  /** By place, which is the file's order. */
  readonly columns: readonly ArrivedRow[];
}

/** A report's head, or what stands for it while there is none. */
export type ShownHead = Pick<WindowHead, 'id' | 'thresholds'> & {
  /** Null while nothing is judged. */
  readonly counts: WindowHead['counts'] | null;
};

/**
 * The columns of a comparison as they arrive: asked for whenever more are announced, one question at a time. `isReport`: a report
 * is shown, or its rows are on their way and until then the columns stay. Null where there is nothing to show before a report.
 */
export function useArrived(link: ViewLink<DriftContract>, arriving: Arriving | null, report: 'none' | 'coming' | 'shown'): Arrived | null {
  const wanted = useRef<Arriving | null>(null);
  const have = useRef<{ id: string; version: number; readonly rows: Map<number, ArrivedRow> }>({ id: '', version: 0, rows: new Map() });
  const isAsking = useRef(false);
  const [arrived, setArrived] = useState<Arrived | null>(null);
  useEffect(() => {
    const ask = () => {
      const now = wanted.current;
      if (isAsking.current || !now) return;
      if (have.current.id !== now.id) have.current = { id: now.id, version: 0, rows: new Map() };
      const asked = have.current;
      if (asked.version >= now.version) {
        // An answer may know more than was announced when it was asked for: what is said of them comes after its rows.
        setArrived((known) => (known?.head.id === now.id && known.head !== now ? { ...known, head: now } : known));
        return;
      }
      isAsking.current = true;
      link
        .query('arrived', { id: asked.id, since: asked.version })
        .then(
          ({ version, columns }) => {
            asked.version = version;
            for (const row of columns) asked.rows.set(row.place, row);
            if (wanted.current?.id === asked.id) setArrived({ head: wanted.current, columns: [...asked.rows.values()].sort((a, b) => a.place - b.place) });
          },
          // The comparison came to its end meanwhile; whatever else it is, the next announcement asks again.
          (error: unknown) => told(error, () => undefined),
        )
        .finally(() => {
          isAsking.current = false;
          if (wanted.current !== now) ask();
        });
    };
    if (report === 'none') wanted.current = arriving;
    else wanted.current = null;
    if (report === 'shown' && arrived) announce('Every column is judged.');
    if (report === 'shown' || (report === 'none' && !arriving)) setArrived(null);
    ask();
  }, [link, arriving?.id, arriving?.version, report]);
  if (report === 'shown') return null;
  if (report === 'coming') return arrived;
  return arriving && arrived?.head.id === arriving.id ? arrived : null;
}

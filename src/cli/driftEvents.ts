import { createWriteStream, fstatSync } from 'node:fs';
import { fail } from '../core/base/fault.ts';
import type { DriftRun } from '../core/drift/driftReport.ts';
import { eventLine, startEvents, type DriftEvent } from '../core/drift/events/driftEvent.ts';

export interface DriftEvents {
  readonly listeners: Pick<DriftRun, 'onStart' | 'onColumn'>;
  /** Waits until what was told has left. Never throws: nobody listening any more costs the report nothing. */
  end(): Promise<void>;
}

/**
 * Tells a comparison's events on a descriptor that whoever started us left open, so that stdout stays the answer alone.
 * Undefined where none is named. Throws `invalid` for one that is not open for that.
 */
export function eventsTo(descriptor: string | undefined): DriftEvents | undefined {
  if (descriptor === undefined) return undefined;
  const stream = createWriteStream('', { fd: openDescriptor(descriptor), autoClose: false });
  let isBroken = false;
  const broken = new Promise<void>((resolve) => {
    stream.on('error', () => {
      isBroken = true;
      resolve();
    });
  });
  const tell = (event: DriftEvent) => {
    if (!isBroken) stream.write(eventLine(event));
  };
  return {
    listeners: {
      onStart: (start) => startEvents(start).forEach(tell),
      onColumn: (column, place) => tell({ event: 'column', place, column }),
    },
    end: () => (isBroken ? Promise.resolve() : Promise.race([broken, new Promise<void>((resolve) => stream.end(resolve))])),
  };
}

/** Low numbers that were not passed on belong to Node itself: only a pipe, a socket or a file is taken. */
function openDescriptor(text: string): number {
  const descriptor = Number(text);
  if (/^[0-9]{1,3}$/.test(text) && descriptor > 2) {
    try {
      const stat = fstatSync(descriptor);
      if (stat.isFIFO() || stat.isSocket() || stat.isFile()) return descriptor;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EBADF') throw error;
    }
  }
  throw fail('invalid', `--events-fd ${text} is no open pipe or file.`, { hint: 'For a shell: mlops drift … --events-fd 3 3>events.jsonl' });
}

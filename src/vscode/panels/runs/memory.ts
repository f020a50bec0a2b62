import { toFault } from '../../../core/base/fault.ts';
import { flag, listOf, orNull, shape, text } from '../../../protocol/rpc/decode.ts';
import { runsLayout, type SortKey } from '../../../protocol/runs.ts';
import type { RunsMemory } from './bench.ts';

export const memoryKey = 'mlops.runsTable';

const memory = shape<RunsMemory>({
  filter: text(8192),
  sort: listOf(shape<SortKey>({ key: text(1024), descending: flag }), 8),
  layout: orNull(runsLayout),
});

/** What the workspace kept; what another version kept in another shape is let go. */
export function readMemory(kept: unknown): Partial<RunsMemory> {
  if (kept === undefined) return {};
  try {
    return memory(kept, 'memory');
  } catch (error) {
    if (toFault(error).code !== 'invalid') throw error;
    return {};
  }
}

import type { Entry } from './entries.ts';
import type { Params } from './paramText.ts';

/** What the person has answered so far. */
export interface Draft {
  entry: Entry | undefined;
  params: Params;
  /** GPU uuids; empty = CPU. */
  gpus: readonly string[];
  target: string;
  recorders: readonly string[] | undefined;
}

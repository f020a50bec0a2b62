import { blockLength } from './loops/engine.ts';

/** In blocks that stay in the processor's nearest memory. */
export function inBlocks(values: Float64Array, add: (block: Float64Array) => void): void {
  for (let start = 0; start < values.length; start += blockLength) add(values.subarray(start, start + blockLength));
}

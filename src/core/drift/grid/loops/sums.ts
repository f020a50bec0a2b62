import { Engine } from './engine.ts';

/** Adds a block of at most `blockLength` values to count, sum, least, most, and 1 where one is too near 0 to be squared; of the finite ones. */
export function addExtent(sums: Float64Array, values: Float64Array): void {
  const engine = Engine.shared();
  engine.put(values);
  engine.add(sums, (loops, at) => loops.extent(values.length, at));
}

/** Adds a block of at most `blockLength` values to the count of the finite ones, the sum of what they are off a place, and of its squares. */
export function addOffsets(sums: Float64Array, values: Float64Array, place: number): void {
  const engine = Engine.shared();
  engine.put(values);
  engine.add(sums, (loops, at) => loops.offsets(values.length, place, at));
}

import { fail } from '../../base/fault.ts';

export type ChunkPeriod = 'hour' | 'day' | 'week' | 'month' | 'quarter' | 'year';

/** How a stream of rows is cut into points of a curve. */
export type Chunking = { readonly size: number } | { readonly number: number } | { readonly period: ChunkPeriod };

/** Neighbouring rows, `end` exclusive. */
export interface Chunk {
  /** `[0:99]`, or the period: `2024-05`, `2024Q2`, `2024-04-29/2024-05-05` (weeks start on Monday). */
  readonly key: string;
  readonly start: number;
  readonly end: number;
  /** First and last moment, ms since the epoch (UTC): of the period, or of the rows; null without times. */
  readonly from: number | null;
  readonly to: number | null;
}

/**
 * Cuts rows into chunks, none of them empty; what is left over is a chunk of its own. `times` are ascending ms without a
 * missing one (see `inTimeOrder`), or null. Throws `invalid` for periods without times, or a size or number below 1.
 */
export function chunksOf(rows: number, times: Float64Array | null, chunking: Chunking): Chunk[] {
  if ('period' in chunking) {
    if (times === null) throw fail('invalid', 'Chunks by period need a time column.', { hint: 'Name the column that holds the time of a row, or cut by size.' });
    return chunksByPeriod(times, chunking.period);
  }
  const asked = 'size' in chunking ? chunking.size : chunking.number;
  if (!(Number.isInteger(asked) && asked >= 1)) throw fail('invalid', 'A chunk’s size, or the number of chunks, is a whole number from 1.');
  const size = 'size' in chunking ? asked : Math.max(1, Math.floor(rows / asked));
  return Array.from({ length: Math.ceil(rows / size) }, (_, place) => {
    const [start, end] = [place * size, Math.min(rows, (place + 1) * size)];
    return { key: `[${start}:${end - 1}]`, start, end, from: times?.[start] ?? null, to: times?.[end - 1] ?? null };
  });
}

function chunksByPeriod(times: Float64Array, period: ChunkPeriod): Chunk[] {
  const chunks: Chunk[] = [];
  let start = 0;
  while (start < times.length) {
    const [from, next] = periodAround(times[start]!, period);
    let end = start + 1;
    while (end < times.length && times[end]! < next) end += 1;
    chunks.push({ key: keyOf(from, next, period), start, end, from, to: next - 1 });
    start = end;
  }
  return chunks;
}

/** [start, start of the next], ms. */
function periodAround(time: number, period: ChunkPeriod): readonly [number, number] {
  const hourMs = 3_600_000;
  if (period === 'hour') return [Math.floor(time / hourMs) * hourMs, (Math.floor(time / hourMs) + 1) * hourMs];
  const date = new Date(time);
  const [year, month, day] = [date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate()];
  const from = {
    day: [year, month, day],
    week: [year, month, day - ((date.getUTCDay() + 6) % 7)],
    month: [year, month, 1],
    quarter: [year, month - (month % 3), 1],
    year: [year, 0, 1],
  }[period] as [number, number, number];
  const [years, months, days] = { day: [0, 0, 1], week: [0, 0, 7], month: [0, 1, 0], quarter: [0, 3, 0], year: [1, 0, 0] }[period] as [number, number, number];
  return [midnight(from[0], from[1], from[2]), midnight(from[0] + years, from[1] + months, from[2] + days)];
}

/** `Date.UTC` takes the years 0 to 99 for those of the last century. */
function midnight(year: number, month: number, day: number): number {
  return new Date(0).setUTCFullYear(year, month, day);
}

function keyOf(from: number, next: number, period: ChunkPeriod): string {
  const text = (time: number) => new Date(time).toISOString();
  switch (period) {
    case 'hour': return text(from).slice(0, 13).replace('T', ' ') + ':00';
    case 'day': return text(from).slice(0, 10);
    case 'week': return `${text(from).slice(0, 10)}/${text(next - 1).slice(0, 10)}`;
    case 'month': return text(from).slice(0, 7);
    case 'quarter': return `${text(from).slice(0, 4)}Q${Math.floor(new Date(from).getUTCMonth() / 3) + 1}`;
    case 'year': return text(from).slice(0, 4);
  }
}

/** Rows by ascending time, equal ones in their own order; rows without a time are left out. */
export function inTimeOrder(times: Float64Array): Uint32Array {
  return Uint32Array.from(times.keys())
    .filter((row) => !Number.isNaN(times[row]!))
    .sort((one, other) => times[one]! - times[other]! || one - other);
}

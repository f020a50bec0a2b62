// AssemblyScript, for `npm run loops`: what runs for every value of a large table. Whoever calls knows where everything lies in
// memory; a block of values begins at 0.

const mantissaBits: u32 = 20;
const mantissaMask: u32 = (1 << mantissaBits) - 1;
/** By exponent: four bytes each, behind the block. See `BinTable` for what they and the tables are. */
const places: usize = 0x8000;

/** Counts a block: for each bin 32 bytes with count, sum, least, and the largest with its sign turned; `odd`: missing, infinite. */
export function count(length: u32, before: usize, cuts: usize, last: u32, bins: usize, odd: usize): void {
  for (let at: usize = 0, end = <usize>length << 3; at < end; at += 8) {
    const value = load<f64>(at);
    // Infinity less itself is no number either.
    if (value - value != 0) {
      const kind = odd + (value == value ? 4 : 0);
      store<u32>(kind, load<u32>(kind) + 1);
      continue;
    }
    const bin = bins + (<usize>binOf(value, before, cuts, last) << 5);
    v128.store(bin, f64x2.add(v128.load(bin), f64x2.replace_lane(f64x2.splat(1), 1, value)));
    v128.store(bin, f64x2.pmin(v128.load(bin, 16), f64x2.replace_lane(f64x2.splat(value), 1, -value)), 16);
  }
}

/** The bin of each value of a block; for one that is not finite any that there is. */
export function find(length: u32, before: usize, cuts: usize, last: u32, found: usize): void {
  for (let at: u32 = 0; at < length; at += 1) store<u32>(found + (<usize>at << 2), binOf(load<f64>(<usize>at << 3), before, cuts, last));
}

/** Count, sum, least and most of the finite values of a block, then 1 if one is too near 0 to be squared. */
export function extent(length: u32, state: usize): void {
  let count = load<f64>(state);
  let sum = load<f64>(state, 8);
  let least = load<f64>(state, 16);
  let most = load<f64>(state, 24);
  let hasTiny = false;
  for (let at: usize = 0, end = <usize>length << 3; at < end; at += 8) {
    const value = load<f64>(at);
    if (value - value != 0) continue;
    hasTiny = hasTiny || (Math.abs(value) < 1e-100 && value != 0);
    count += 1;
    sum += value;
    if (value < least) least = value;
    if (value > most) most = value;
  }
  store<f64>(state, count);
  store<f64>(state, sum, 8);
  store<f64>(state, least, 16);
  store<f64>(state, most, 24);
  if (hasTiny) store<f64>(state, 1, 32);
}

/** How many of the values are finite, by how much they are off a place and the squares of it, all summed. */
export function offsets(length: u32, place: f64, state: usize): void {
  let count = load<f64>(state);
  let sum = load<f64>(state, 8);
  let squares = load<f64>(state, 16);
  for (let at: usize = 0, end = <usize>length << 3; at < end; at += 8) {
    const value = load<f64>(at);
    if (value - value != 0) continue;
    const off = value - place;
    count += 1;
    sum += off;
    squares += off * off;
  }
  store<f64>(state, count);
  store<f64>(state, sum, 8);
  store<f64>(state, squares, 16);
}

// @ts-ignore: decorator
@inline
function binOf(value: f64, before: usize, cuts: usize, last: u32): u32 {
  const word = <i32>(reinterpret<u64>(value) >> 32);
  // In the order of the doubles.
  const key = <u32>(word ^ ((word >> 31) | 0x80000000));
  const place = load<u32>(places + ((key >>> mantissaBits) << 2));
  let bin = <u32>load<u16>(before + (((place >>> 5) + ((key & mantissaMask) >>> (place & 31))) << 1));
  // Most are in this bin or the next: without a branch, which a processor would guess wrong.
  bin += <u32>(load<f64>(cuts + (<usize>bin << 3)) < value);
  if (load<f64>(cuts + (<usize>bin << 3)) < value) bin = after(bin, value, cuts, last);
  return bin;
}

/** The bin of a value that is above the cut: some way off, where many cuts share a place. The last cut is an infinity. */
function after(cut: u32, value: f64, cuts: usize, last: u32): u32 {
  let low = cut + 1;
  let end = low;
  for (let step: u32 = 1; load<f64>(cuts + (<usize>end << 3)) < value; step <<= 1) {
    low = end + 1;
    end = min(end + step, last);
  }
  while (low < end) {
    const middle = (low + end) >>> 1;
    if (load<f64>(cuts + (<usize>middle << 3)) < value) low = middle + 1;
    else end = middle;
  }
  return low;
}

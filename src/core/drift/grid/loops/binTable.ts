/** Leading bits of a double: its sign and exponent. */
const exponentBits = 12;
const mantissaBits = 32 - exponentBits;
const mantissaMask = 2 ** mantissaBits - 1;
/** A shift of a mantissa takes as many. */
const shiftBits = 5;
const shiftMask = 2 ** shiftBits - 1;

/** How the bin of a value is found without a search. */
export interface BinTable {
  /** Ascending, with an infinity behind them, which no value is above. */
  readonly cuts: Float64Array;
  /** By exponent: where its places begin, and in the last bits by how much its mantissa is shifted to tell which. */
  readonly places: Int32Array;
  /** For each place how many cuts lie in the places before it; there are some ten thousand at most. Small, to stay near the processor. */
  readonly before: Uint16Array;
}

/**
 * The table of a grid (see `gridCuts`). The upper 32 bits of a double, put in order, lead to a place: each power of two that has
 * cuts is divided into four places and more for each of them, so that most have no cut within and nothing is left to search.
 */
export function binTable(cuts: Float64Array): BinTable {
  const keys = keysOf(cuts);
  const cutsOf = new Int32Array(2 ** exponentBits);
  for (const key of keys) cutsOf[key >>> mantissaBits] = cutsOf[key >>> mantissaBits]! + 1;
  const places = new Int32Array(2 ** exponentBits);
  let count = 0;
  cutsOf.forEach((inIt, exponent) => {
    const bits = inIt === 0 ? 0 : Math.min(mantissaBits, 32 - Math.clz32(inIt) + 2);
    places[exponent] = (count << shiftBits) | (mantissaBits - bits);
    count += 2 ** bits;
  });
  const before = new Uint16Array(count + 1);
  for (const key of keys) {
    const after = placeOf(key, places[key >>> mantissaBits]!) + 1;
    before[after] = before[after]! + 1;
  }
  for (let place = 0; place < count; place += 1) before[place + 1] = before[place + 1]! + before[place]!;
  const ended = new Float64Array(cuts.length + 1).fill(Number.POSITIVE_INFINITY);
  ended.set(cuts);
  return { cuts: ended, places, before };
}

/** The upper words of doubles, as whole numbers in the order of the doubles. A negative zero is just below a zero: no cut lies between. */
function keysOf(values: Float64Array): Uint32Array {
  const words = new Int32Array(values.buffer, values.byteOffset, 2 * values.length);
  // The loops' memory has the upper word last, as every machine has that an editor runs on.
  const keys = new Uint32Array(values.length);
  for (let at = 0; at < keys.length; at += 1) keys[at] = words[2 * at + 1]! ^ ((words[2 * at + 1]! >> 31) | 0x8000_0000);
  return keys;
}

function placeOf(key: number, places: number): number {
  return (places >>> shiftBits) + ((key & mantissaMask) >>> (places & shiftMask));
}

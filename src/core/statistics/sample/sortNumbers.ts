const digitBits = 11;
const digits = 2 ** digitBits;
const passes = 6;
/** Below it the counting is not worth its tables. */
const worthIt = 4_096;

/**
 * Sorts in place, as the array's own `sort` does, several times as fast for many numbers (a radix sort by eleven bits of the
 * doubles at a time). NaN is not taken. Answers the same array.
 */
export function sortNumbers<T extends Float64Array>(values: T): T {
  if (values.length < worthIt) return values.sort();
  const high = new Uint32Array(Float64Array.of(-1).buffer)[1] === 0 ? 0 : 1;
  const counts = countDigits(values, high);
  let from: Float64Array = values;
  let to: Float64Array = new Float64Array(values.length);
  for (let pass = 0; pass < passes; pass += 1) {
    const places = counts.subarray(pass * digits, (pass + 1) * digits);
    if (places.includes(values.length)) continue; // All have the same digit here.
    let sum = 0;
    for (let digit = 0; digit < digits; digit += 1) {
      const count = places[digit]!;
      places[digit] = sum;
      sum += count;
    }
    scatter(from, to, places, pass, high);
    [from, to] = [to, from];
  }
  if (from !== values) values.set(from);
  return values;
}

/**
 * The bits of a double in an order that is that of the numbers: all turned where it is negative, else the sign alone. Digits are
 * cut from these; the numbers themselves are moved as they are.
 */
function countDigits(values: Float64Array, high: 0 | 1): Uint32Array {
  const words = new Int32Array(values.buffer, values.byteOffset, 2 * values.length);
  const counts = new Uint32Array(passes * digits);
  const { length } = values;
  const mask = digits - 1;
  for (let at = 0; at < length; at += 1) {
    const upperWord = words[2 * at + high]!;
    const turn = upperWord >> 31;
    const upper = upperWord ^ (turn | 0x8000_0000);
    const lower = words[2 * at + 1 - high]! ^ turn;
    counts[lower & mask]! += 1;
    counts[digits + ((lower >>> 11) & mask)]! += 1;
    counts[2 * digits + (((lower >>> 22) | (upper << 10)) & mask)]! += 1;
    counts[3 * digits + ((upper >>> 1) & mask)]! += 1;
    counts[4 * digits + ((upper >>> 12) & mask)]! += 1;
    counts[5 * digits + (upper >>> 23)]! += 1;
  }
  return counts;
}

function scatter(from: Float64Array, to: Float64Array, places: Uint32Array, pass: number, high: 0 | 1): void {
  const words = new Int32Array(from.buffer, from.byteOffset, 2 * from.length);
  const { length } = from;
  const mask = digits - 1;
  const start = pass * digitBits;
  // A digit lies in the lower word, over both (the third), or in the upper one.
  const shift = start < 32 ? start : start - 32;
  const isUpper = start >= 32;
  const isOver = pass === 2;
  for (let at = 0; at < length; at += 1) {
    const upperWord = words[2 * at + high]!;
    const turn = upperWord >> 31;
    let digit: number;
    if (isUpper) digit = ((upperWord ^ (turn | 0x8000_0000)) >>> shift) & mask;
    else if (isOver) digit = (((words[2 * at + 1 - high]! ^ turn) >>> 22) | ((upperWord ^ (turn | 0x8000_0000)) << 10)) & mask;
    else digit = ((words[2 * at + 1 - high]! ^ turn) >>> shift) & mask;
    const place = places[digit]!;
    places[digit] = place + 1;
    to[place] = from[at]!;
  }
}

import { binary } from './binary.ts';

/** The loops of `assembly/loops.ts`. Lengths count values, addresses are bytes. */
interface Loops {
  count(length: number, before: number, cuts: number, last: number, bins: number, odd: number): void;
  find(length: number, before: number, cuts: number, last: number, found: number): void;
  extent(length: number, state: number): void;
  offsets(length: number, place: number, state: number): void;
}

interface Memory {
  readonly buffer: ArrayBuffer;
  grow(pages: number): void;
}

/** What we use of it. The language's own library does not declare it. */
declare const WebAssembly: {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object) => { readonly exports: Loops & { readonly memory: Memory } };
};

type Numbers = Float64Array | Int32Array | Uint16Array;

/** Values that are worked on at a time: they stay in the processor's nearest memory. */
export const blockLength = 4_096;

const pageBytes = 65_536;
/** By exponent four bytes each: see `BinTable`. */
export const placesAt = 8 * blockLength;
const stateAt = placesAt + 4 * 4_096;
const freeAt = stateAt + 64;
const mostIdle = 4;

let module: object | undefined;
const idle: Engine[] = [];
let shared: Engine | undefined;

/**
 * Loops over blocks of values, and memory of their own, where all that they work on is to be put. They are compiled ahead to
 * WebAssembly: in JavaScript the same loops take two to three times as long. Nothing waits in here: whoever takes an engine has it alone
 * until it is given back, and one that is not given back is collected.
 */
export class Engine {
  readonly loops: Loops;
  readonly #memory: Memory;
  /** Where a block of values goes. */
  #block!: Float64Array;
  #free = freeAt;

  private constructor() {
    module ??= new WebAssembly.Module(binary);
    const { memory, ...loops } = new WebAssembly.Instance(module).exports;
    this.loops = loops;
    this.#memory = memory;
    this.#view();
  }

  static take(): Engine {
    return idle.pop() ?? new Engine();
  }

  /** One for all who are done with it before anybody else has their turn. */
  static shared(): Engine {
    return (shared ??= new Engine());
  }

  giveBack(): void {
    this.#free = freeAt;
    // Twice given back it would be two columns' at once.
    if (idle.length < mostIdle && !idle.includes(this)) idle.push(this);
  }

  /** Copies at most `blockLength` values to where the loops expect them. */
  put(values: Float64Array): void {
    this.#block.set(values);
  }

  /** Memory for numbers, and these numbers in it. Answers its address. */
  hold(numbers: Numbers): number {
    const at = Math.ceil(this.#free / 16) * 16;
    this.#free = at + numbers.byteLength;
    const missing = this.#free - this.#memory.buffer.byteLength;
    if (missing > 0) {
      this.#memory.grow(Math.ceil(missing / pageBytes));
      this.#view();
    }
    this.write(at, numbers);
    return at;
  }

  write(at: number, numbers: Numbers): void {
    new Uint8Array(this.#memory.buffer, at, numbers.byteLength).set(new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength));
  }

  /** A copy. */
  doubles(at: number, length: number): Float64Array {
    return new Float64Array(this.#memory.buffer, at, length).slice();
  }

  integers(at: number, length: number): Int32Array {
    return new Int32Array(this.#memory.buffer, at, length).slice();
  }

  /** Runs a loop on sums that go on from block to block. */
  add(sums: Float64Array, run: (loops: Loops, at: number) => void): void {
    this.write(stateAt, sums);
    run(this.loops, stateAt);
    sums.set(new Float64Array(this.#memory.buffer, stateAt, sums.length));
  }

  #view(): void {
    this.#block = new Float64Array(this.#memory.buffer, 0, blockLength);
  }
}

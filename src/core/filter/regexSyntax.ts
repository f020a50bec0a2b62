import { fail } from '../base/fault.ts';

/** Does this code point fit? */
export type Test = (code: number) => boolean;

export type Node =
  | { readonly kind: 'test'; readonly test: Test }
  | { readonly kind: 'assert'; readonly assertion: 'start' | 'end' | 'word' | 'notWord' }
  | { readonly kind: 'sequence'; readonly parts: readonly Node[] }
  | { readonly kind: 'either'; readonly options: readonly Node[] }
  | { readonly kind: 'repeat'; readonly of: Node; readonly min: number; readonly max: number | undefined };

const maxCount = 1000;
const maxDepth = 100;
const newline = 10;

const digit: Test = (code) => code >= 48 && code <= 57;
const wordCode: Test = (code) => digit(code) || (code >= 65 && code <= 90) || code === 95 || (code >= 97 && code <= 122);
const space: Test = (code) => (code >= 9 && code <= 13) || code === 32 || code === 160 || code === 0xfeff;
const not = (test: Test): Test => (code) => !test(code);
const classes: Readonly<Record<string, Test>> = { d: digit, D: not(digit), w: wordCode, W: not(wordCode), s: space, S: not(space) };
const controls: Readonly<Record<string, number>> = { n: 10, r: 13, t: 9, f: 12, v: 11, 0: 0 };

/**
 * The subset: literals, `.`, `[a-z]`, `[^…]`, `\d \w \s \D \W \S \b \B`, `^ $`, `( )`, `(?: )`, `|`, `* + ? {n} {n,} {n,m}`
 * (a lazy `?` after them changes nothing here), and `(?i)` at the beginning. Look-around and back-references are refused:
 * they cannot be matched in linear time.
 */
export function parseRegex(pattern: string): { readonly node: Node; readonly ignoreCase: boolean } {
  const ignoreCase = pattern.startsWith('(?i)');
  const body = ignoreCase ? pattern.slice(4).replace(/\\.|[A-Z]/gs, (one) => (one.length > 1 ? one : one.toLowerCase())) : pattern;
  return { node: new RegexParser(body).whole(), ignoreCase };
}

class RegexParser {
  readonly #characters: readonly string[];
  #at = 0;
  #depth = 0;

  constructor(pattern: string) {
    this.#characters = [...pattern];
  }

  whole(): Node {
    const node = this.#either();
    if (this.#at < this.#characters.length) throw wrong('A “)” has no “(”.');
    return node;
  }

  #either(): Node {
    const options = [this.#sequence()];
    while (this.#take('|')) options.push(this.#sequence());
    return options.length === 1 && options[0] ? options[0] : { kind: 'either', options };
  }

  #sequence(): Node {
    const parts: Node[] = [];
    for (let next = this.#peek(); next !== undefined && next !== '|' && next !== ')'; next = this.#peek()) {
      parts.push(this.#repeated());
    }
    return { kind: 'sequence', parts };
  }

  #repeated(): Node {
    let node = this.#atom();
    for (let bounds = this.#bounds(); bounds; bounds = this.#bounds()) {
      this.#take('?');
      node = { kind: 'repeat', of: node, min: bounds[0], max: bounds[1] };
    }
    return node;
  }

  #bounds(): [number, number | undefined] | undefined {
    if (this.#take('*')) return [0, undefined];
    if (this.#take('+')) return [1, undefined];
    if (this.#take('?')) return [0, 1];
    if (this.#peek() !== '{') return undefined;
    const close = this.#characters.indexOf('}', this.#at);
    const found = /^(\d{1,5})(,(\d{0,5}))?$/.exec(this.#characters.slice(this.#at + 1, close < 0 ? this.#at : close).join(''));
    if (!found) throw wrong('“{” begins no repetition.', 'Write \\{ for the character itself.');
    const min = Number(found[1]);
    const max = found[2] === undefined ? min : found[3] ? Number(found[3]) : undefined;
    if (min > maxCount || (max ?? 0) > maxCount) throw wrong(`A repetition may count to ${maxCount} at most.`);
    if (max !== undefined && max < min) throw wrong('A repetition has its limits in the wrong order.');
    this.#at = close + 1;
    return [min, max];
  }

  #atom(): Node {
    const character = this.#next();
    switch (character) {
      case '(':
        return this.#group();
      case '[':
        return { kind: 'test', test: this.#set() };
      case '.':
        return { kind: 'test', test: (code) => code !== newline };
      case '^':
        return { kind: 'assert', assertion: 'start' };
      case '$':
        return { kind: 'assert', assertion: 'end' };
      case '*':
      case '+':
      case '?':
      case '{':
        throw wrong(`Nothing stands before “${character}”.`, `Write \\${character} for the character itself.`);
      case '\\':
        return this.#escape();
      default:
        return literal(character);
    }
  }

  #group(): Node {
    if ((this.#depth += 1) > maxDepth) throw wrong('The pattern is nested too deeply.');
    if (this.#take('?') && !this.#take(':')) {
      throw wrong('Look-around and flags inside a pattern are not supported.', 'Only (?:…), and (?i) at the very beginning.');
    }
    const node = this.#either();
    if (!this.#take(')')) throw wrong('A “(” is not closed.');
    this.#depth -= 1;
    return node;
  }

  #escape(): Node {
    const character = this.#next();
    if (character === 'b') return { kind: 'assert', assertion: 'word' };
    if (character === 'B') return { kind: 'assert', assertion: 'notWord' };
    if (/[1-9]/.test(character)) throw wrong('Back-references are not supported.');
    const test = classes[character];
    if (test) return { kind: 'test', test };
    return literal(this.#escaped(character));
  }

  #escaped(character: string): string {
    const control = controls[character];
    if (control !== undefined) return String.fromCodePoint(control);
    if (/[A-Za-z]/.test(character)) throw wrong(`“\\${character}” is not supported.`);
    return character;
  }

  #set(): Test {
    const isNegated = this.#take('^');
    const tests: Test[] = [];
    for (let isFirst = true; isFirst || this.#peek() !== ']'; isFirst = false) {
      const from = this.#setMember();
      if (typeof from !== 'string') {
        tests.push(from);
        continue;
      }
      const low = from.codePointAt(0) ?? 0;
      let high = low;
      if (this.#peek() === '-' && this.#characters[this.#at + 1] !== ']') {
        this.#at += 1;
        const to = this.#setMember();
        if (typeof to !== 'string') throw wrong('A range needs a character at both ends.');
        high = to.codePointAt(0) ?? 0;
        if (high < low) throw wrong('A range has its ends in the wrong order.');
      }
      tests.push((code) => code >= low && code <= high);
    }
    this.#at += 1;
    const any: Test = (code) => tests.some((test) => test(code));
    return isNegated ? not(any) : any;
  }

  #setMember(): string | Test {
    const character = this.#next();
    if (character !== '\\') return character;
    const escaped = this.#next();
    return classes[escaped] ?? this.#escaped(escaped);
  }

  #peek(): string | undefined {
    return this.#characters[this.#at];
  }

  #next(): string {
    const character = this.#characters[this.#at];
    if (character === undefined) throw wrong('The pattern ends too early.');
    this.#at += 1;
    return character;
  }

  #take(character: string): boolean {
    if (this.#peek() !== character) return false;
    this.#at += 1;
    return true;
  }
}

function literal(character: string): Node {
  const wanted = character.codePointAt(0);
  return { kind: 'test', test: (code) => code === wanted };
}

function wrong(message: string, hint?: string): Error {
  return fail('invalid', message, hint === undefined ? {} : { hint });
}

import { fail } from '../../../core/base/fault.ts';

/**
 * YAML text as the full parser wants it where DVC's own parser takes more, or less: lines inside brackets and quotes
 * may stand as far left as they like (`params: [` … `]` in the first column), a lone `-` in brackets is text, and a tab
 * between words is an error outside of brackets. Lines stay the lines they were. Throws `corrupt` for such a tab.
 */
export function withDvcLayout(text: string): string {
  const writer = new LayoutWriter(text);
  while (!writer.isEnd) writer.step();
  return writer.written;
}

const blockScalar = /[|>][-+0-9]*(?:[ ]+#[^\n]*|[ ]*)\r?(?=\n|$)/y;
const loneDash = /-(?=[ ]*[,\]}])/y;
const inner = '  ';

class LayoutWriter {
  written = '';
  readonly #text: string;
  #at = 0;
  /** Open brackets. */
  #depth = 0;
  /** May a quote, a bracket or a block scalar begin here? In the middle of a plain text they are letters. */
  #isFresh = true;
  #indent = 0;
  /** Columns that a continued line is moved to: deeper than any line so far. */
  #deepest = 0;

  constructor(text: string) {
    this.#text = text;
    this.#startLine();
  }

  get isEnd(): boolean {
    return this.#at >= this.#text.length;
  }

  step(): void {
    const one = this.#text[this.#at] ?? '';
    const next = this.#text[this.#at + 1] ?? '\n';
    if (one === '\n') this.#lineEnd();
    else if (one === '\t') this.#tab();
    else if (one === ' ' || one === '\r') this.#put(1);
    else if (one === '#' && /[\s]/.test(this.#text[this.#at - 1] ?? '\n')) this.#comment();
    else if (this.#isFresh && (one === '"' || one === "'")) this.#quoted(one);
    else if (this.#isFresh && (one === '[' || one === '{')) this.#bracket(1);
    else if (this.#depth > 0 && (one === ']' || one === '}')) this.#bracket(-1);
    else if (this.#depth > 0 && one === ',') this.#mark();
    else if (this.#depth > 0 && this.#isFresh && this.#matches(loneDash)) this.#dash();
    else if (one === ':' && (/\s/.test(next) || (this.#depth > 0 && (/[,[\]{}"']/.test(next) || /["']/.test(this.#text[this.#at - 1] ?? ''))))) this.#mark();
    else if (this.#isFresh && (one === '-' || one === '?') && /\s/.test(next)) this.#mark();
    else if (this.#isFresh && (one === '&' || one === '!' || one === '*')) this.#word();
    else if (this.#isFresh && this.#depth === 0 && this.#matches(blockScalar)) this.#block();
    else {
      this.#put(1);
      this.#isFresh = false;
    }
  }

  #put(count: number): void {
    this.written += this.#text.slice(this.#at, this.#at + count);
    this.#at += count;
  }

  #mark(): void {
    this.#put(1);
    this.#isFresh = true;
  }

  #bracket(change: 1 | -1): void {
    this.#put(1);
    this.#depth += change;
    this.#isFresh = change > 0;
  }

  #dash(): void {
    this.written += '"-"';
    this.#at += 1;
    this.#isFresh = false;
  }

  /** An anchor or a tag: what follows it begins anew. */
  #word(): void {
    const end = /[\s,[\]{}]/g;
    end.lastIndex = this.#at;
    this.#put((end.exec(this.#text)?.index ?? this.#text.length) - this.#at || 1);
  }

  #comment(): void {
    const end = this.#text.indexOf('\n', this.#at);
    this.#put((end < 0 ? this.#text.length : end) - this.#at);
  }

  #tab(): void {
    if (this.#depth === 0) {
      const line = this.#text.slice(0, this.#at).split('\n').length - 1;
      throw fail('corrupt', 'A tab stands where YAML allows spaces only.', { at: { path: '', line } });
    }
    this.written += ' ';
    this.#at += 1;
  }

  #lineEnd(): void {
    this.#put(1);
    if (this.#depth > 0) this.#continueLine();
    else this.#startLine();
  }

  #startLine(): void {
    const from = this.#at;
    while (this.#text[this.#at] === ' ') this.#put(1);
    this.#indent = this.#at - from;
    this.#deepest = Math.max(this.#deepest, this.#indent);
    this.#isFresh = true;
  }

  #continueLine(): void {
    while (/[ \t]/.test(this.#text[this.#at] ?? '')) this.#at += 1;
    if (!/[\r\n]/.test(this.#text[this.#at] ?? '\n')) this.written += ' '.repeat(this.#deepest) + inner;
  }

  #quoted(quote: string): void {
    this.#put(1);
    while (!this.isEnd) {
      const one = this.#text[this.#at];
      if (one === '\\' && quote === '"' && this.#text[this.#at + 1] !== '\n') this.#put(2);
      else if (one === quote && quote === "'" && this.#text[this.#at + 1] === quote) this.#put(2);
      else if (one === '\n') {
        this.#put(1);
        this.#continueLine();
      } else {
        this.#put(1);
        if (one === quote) break;
      }
    }
    this.#isFresh = false;
  }

  /** All lines deeper than what holds it are its text. */
  #block(): void {
    const column = this.#at - this.#text.lastIndexOf('\n', this.#at - 1) - 1;
    const before = this.#text.slice(this.#at - column, this.#at);
    const dashes = /^ *(?:- +)*/.exec(before)?.[0] ?? '';
    const holder = /\S/.test(before.slice(dashes.length)) ? dashes.length : Math.max(this.#indent, dashes.lastIndexOf('-'));
    this.#comment();
    while (!this.isEnd) {
      this.#put(1);
      const rest = /^( *)([^\n]*)/.exec(this.#text.slice(this.#at)) ?? ['', '', ''];
      if ((rest[2] ?? '').trim() !== '' && (rest[1] ?? '').length <= holder) break;
      this.#put((rest[0] ?? '').length);
    }
    this.#startLine();
  }

  #matches(pattern: RegExp): boolean {
    pattern.lastIndex = this.#at;
    return pattern.test(this.#text);
  }
}

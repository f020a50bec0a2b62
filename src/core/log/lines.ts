import { SafeText } from './sanitize.ts';

/** How far back a cursor-up may still change lines; older ones are final. */
const openLines = 200;
const maxLineLength = 1024 * 1024;
const special = /[\r\b\t\u001b]/;
const sequence = /^\u001b\[(\d*)(?:[\d;:]*)([mKA])/;

/**
 * What a person sees of a log: the final text of each line, with progress bars collapsed as a terminal would draw them.
 * Feed bytes as they come; a character, a `\r\n` or an escape sequence may be cut anywhere. Lines leave through `take` once
 * nothing can change them any more; `open` are the last ones, as they stand now.
 */
export class LogLines {
  readonly #decoder = new TextDecoder();
  readonly #safe = new SafeText();
  #done: string[] = [];
  #lines: string[] = [''];
  #row = 0;
  #column = 0;

  write(bytes: Uint8Array): void {
    this.text(this.#safe.write(this.#decoder.decode(bytes, { stream: true })));
  }

  end(): void {
    this.text(this.#safe.write(this.#decoder.decode()));
    if (this.#lines.at(-1) === '') this.#lines.pop();
    this.#done.push(...this.#lines);
    this.#lines = [''];
    this.#row = 0;
    this.#column = 0;
  }

  /** Lines that became final since the last call. */
  take(): string[] {
    const taken = this.#done;
    this.#done = [];
    return taken;
  }

  /** The last lines, which may still change; the very last one is where the cursor usually stands. */
  get open(): readonly string[] {
    return this.#lines;
  }

  /** Text that was made safe before. */
  text(text: string): void {
    let from = 0;
    while (from < text.length) {
      const feed = text.indexOf('\n', from);
      const stop = feed < 0 ? text.length : feed;
      this.#segment(text.slice(from, stop));
      if (feed >= 0) this.#lineFeed();
      from = stop + 1;
    }
  }

  #segment(segment: string): void {
    let rest = segment;
    for (;;) {
      const at = rest.search(special);
      if (at !== 0) this.#print(at < 0 ? rest : rest.slice(0, at));
      if (at < 0) return;
      rest = rest.slice(at);
      const drawn = sequence.exec(rest);
      if (drawn) this.#draw(drawn[1] ?? '', drawn[2] ?? '');
      else if (rest.startsWith('\r')) this.#column = 0;
      else if (rest.startsWith('\b')) this.#column = Math.max(0, this.#column - 1);
      else if (rest.startsWith('\t')) this.#print('\t');
      rest = rest.slice(drawn ? drawn[0].length : 1);
    }
  }

  #draw(parameter: string, final: string): void {
    const line = this.#lines[this.#row] ?? '';
    if (final === 'A') this.#row = Math.max(0, this.#row - Math.max(1, Number(parameter)));
    else if (final === 'K') {
      if (parameter === '2') this.#lines[this.#row] = '';
      else if (parameter === '1') this.#lines[this.#row] = ' '.repeat(Math.min(line.length, this.#column)) + line.slice(this.#column);
      else this.#lines[this.#row] = line.slice(0, this.#column);
    }
  }

  #print(text: string): void {
    if (text === '') return;
    const line = this.#lines[this.#row] ?? '';
    const before = line.length < this.#column ? line.padEnd(this.#column) : line.slice(0, this.#column);
    const printed = before + text + line.slice(this.#column + text.length);
    this.#lines[this.#row] = printed.slice(0, maxLineLength);
    this.#column = Math.min(maxLineLength, this.#column + text.length);
  }

  #lineFeed(): void {
    this.#row += 1;
    this.#column = 0;
    if (this.#row === this.#lines.length) this.#lines.push('');
    // Moved out in bulk: shifting one by one would cost as much as all the rest.
    if (this.#lines.length > 2 * openLines) {
      const count = Math.min(this.#lines.length - openLines, this.#row);
      for (const line of this.#lines.splice(0, count)) this.#done.push(line.trimEnd());
      this.#row -= count;
    }
  }
}

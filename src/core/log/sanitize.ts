/**
 * Makes terminal output from outside harmless: what draws in a log stays (colours, carriage return, line feed, tab,
 * backspace, cursor up, erase in line), everything else goes (window titles, clipboard, links, device queries, cursor
 * jumps, screen clearing, C1 controls). Works on pieces; a sequence may be cut anywhere.
 */
const maxSequence = 64;
const maxUp = 200;

type Mode = 'text' | 'escape' | 'csi' | 'string' | 'stringEscape' | 'charset';

export class SafeText {
  #mode: Mode = 'text';
  #sequence = '';

  write(text: string): string {
    let safe = '';
    let from = 0;
    // Runs without any control are copied whole: a log is mostly that.
    while (from < text.length) {
      if (this.#mode === 'text') {
        const at = nextControl(text, from);
        safe += text.slice(from, at);
        if (at === text.length) return safe;
        safe += this.#control(text.charCodeAt(at));
        from = at + 1;
      } else {
        safe += this.#inside(text[from] ?? '');
        from += 1;
      }
    }
    return safe;
  }

  #control(code: number): string {
    if (code === 0x1b) this.#mode = 'escape';
    else if (code === 0x9b) this.#begin('csi');
    else if (code === 0x90 || code === 0x98 || code >= 0x9d) this.#mode = 'string';
    else if (code === 0x08 || code === 0x09 || code === 0x0a || code === 0x0d) return String.fromCharCode(code);
    return '';
  }

  #begin(mode: Mode): void {
    this.#mode = mode;
    this.#sequence = '';
  }

  #inside(char: string): string {
    switch (this.#mode) {
      case 'escape':
        if (char === '[') this.#begin('csi');
        else if (char === ']' || char === 'P' || char === '_' || char === '^' || char === 'X') this.#mode = 'string';
        else if (char >= ' ' && char <= '/') this.#mode = 'charset';
        else this.#mode = 'text';
        return '';
      case 'charset':
        if (char < ' ' || char > '/') this.#mode = 'text';
        return '';
      case 'string':
        // A title or the like ends at BEL, at ST, or (when it never ends) at the end of its line: no log is swallowed.
        if (char === '\u0007' || char === '\u009c') this.#mode = 'text';
        else if (char === '\u001b') this.#mode = 'stringEscape';
        else if (char === '\n') {
          this.#mode = 'text';
          return '\n';
        }
        return '';
      case 'stringEscape':
        this.#mode = 'text';
        return char === '\\' ? '' : this.#restart(char);
      case 'csi':
        return this.#csi(char);
      case 'text':
        return char;
    }
  }

  /** The string was broken off by a new escape sequence; this is its first character. */
  #restart(char: string): string {
    this.#mode = 'escape';
    return this.#inside(char);
  }

  #csi(char: string): string {
    if (char >= '@' && char <= '~') {
      this.#mode = 'text';
      return kept(this.#sequence, char);
    }
    if (char === '\u001b') this.#mode = 'escape';
    else if (char < ' ' || char > '?' || this.#sequence.length >= maxSequence) {
      this.#mode = 'text';
      return char === '\n' || char === '\r' ? char : '';
    } else this.#sequence += char;
    return '';
  }
}

function nextControl(text: string, from: number): number {
  for (let at = from; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code < 0x20 || (code >= 0x7f && code <= 0x9f)) return at;
  }
  return text.length;
}

function kept(parameters: string, final: string): string {
  if (final === 'm') return /^[\d;:]*$/.test(parameters) ? `\u001b[${parameters}m` : '';
  if (final === 'K') return /^[012]?$/.test(parameters) ? `\u001b[${parameters}K` : '';
  if (final === 'A') return /^\d*$/.test(parameters) ? `\u001b[${Math.min(maxUp, Math.max(1, Number(parameters)))}A` : '';
  return '';
}

/** Line ends as a terminal needs them; `\r\n` cut between two pieces stays one. */
export class TerminalLines {
  #endsInReturn = false;

  write(text: string): string {
    if (text === '') return '';
    const joined = this.#endsInReturn && text.startsWith('\n') ? `\n${text.slice(1).replace(/\r?\n/g, '\r\n')}` : text.replace(/\r?\n/g, '\r\n');
    this.#endsInReturn = text.endsWith('\r');
    return joined;
  }
}

import type { Problem } from '../core/model/problem.ts';
import { clean, type Style } from './style.ts';

const chunkLength = 1 << 16;

/** Writes to a stream in pieces, waiting where the reader is slow. A reader that went away is no failure of ours. */
export function writerTo(stream: NodeJS.WriteStream): { write: (data: Uint8Array | string) => Promise<void>; readonly isClosed: boolean } {
  let isClosed = false;
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE' && error.code !== 'ERR_STREAM_DESTROYED') throw error;
    isClosed = true;
  });
  const one = (piece: Uint8Array | string) =>
    new Promise<void>((resolve) => {
      if (isClosed) resolve();
      else stream.write(piece, () => resolve());
    });
  return {
    get isClosed() {
      return isClosed;
    },
    async write(data) {
      if (typeof data !== 'string') return one(data);
      for (let at = 0; at < data.length && !isClosed; at += chunkLength) {
        await one(splitSafe(data, at));
      }
    },
  };
}

/** Never between the halves of a surrogate pair: each piece is encoded on its own. */
function splitSafe(text: string, at: number): string {
  const isLow = (index: number) => (text.charCodeAt(index) & 0xfc00) === 0xdc00;
  const end = at + chunkLength;
  return text.slice(isLow(at) && at > 0 ? at + 1 : at, isLow(end) ? end + 1 : end);
}

/** The contract's envelope, one line. */
export function envelope(data: unknown, problems: readonly Problem[]): string {
  const plain = problems.map(({ source, severity, code, message, hint, at }) => ({ source, severity, code, message, hint, ...(at ? { at } : {}) }));
  return `${JSON.stringify({ schemaVersion: 1, data: data ?? null, problems: plain })}\n`;
}

/** A hint may be several lines of usage; each is foreign text by itself. */
function hintLines(hint: string, style: Style): string {
  return hint.split('\n').map((line) => `${style.dim(`  ${clean(line)}`)}\n`).join('');
}

export function problemLines(problems: readonly Problem[], style: Style): string {
  return problems
    .map(({ severity, source, message, hint }) => {
      const word = severity === 'error' ? style.bad('error') : severity === 'warning' ? style.warn('warning') : style.dim('note');
      return `${word}: ${source === '' ? '' : `${clean(source)}: `}${clean(message)}\n${hint ? hintLines(hint, style) : ''}`;
    })
    .join('');
}

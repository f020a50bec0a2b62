/** Text files of which a row is a place. */
export type RowFile = 'csv' | 'lines';

/** How the rows of a file stand in it; undefined where a row has no line of its own. */
export function rowFileOf(path: string): RowFile | undefined {
  if (/\.(csv|tsv)$/i.test(path)) return 'csv';
  return /\.(jsonl|ndjson)$/i.test(path) ? 'lines' : undefined;
}

/**
 * The 0-based line on which a row (0-based, the header is none) begins. A quoted cell may hold line ends, blank lines are no
 * rows. Undefined where the text ends before.
 */
export function lineOfRow(text: string, row: number, kind: RowFile): number | undefined {
  let left = kind === 'csv' ? row + 1 : row;
  let isQuoted = false;
  let line = 0;
  for (let from = 0; from < text.length; line += 1) {
    const end = text.indexOf('\n', from);
    const to = end < 0 ? text.length : end;
    const wasQuoted = isQuoted;
    let isBlank = true;
    for (let at = from; at < to; at += 1) {
      const code = text.charCodeAt(at);
      if (code === 34 && kind === 'csv') isQuoted = !isQuoted;
      // Anything but a space, a tab, a carriage return or a byte order mark.
      if (code !== 32 && code !== 9 && code !== 13 && code !== 0xfeff) isBlank = false;
    }
    if (!wasQuoted && !isBlank) {
      if (left === 0) return line;
      left -= 1;
    }
    from = to + 1;
  }
  return undefined;
}

export const delimiters = [',', ';', '\t', '|'] as const;
export type Delimiter = (typeof delimiters)[number];

/**
 * What delimits the cells of a text, by its first rows: the sign that parts the first row, and the most others into as many cells;
 * of equals the one that makes more cells. A comma where nothing parts it. `isWhole`: the text does not end within a row.
 */
export function delimiterOf(head: string, isWhole: boolean): Delimiter {
  const rows = countsByRow(head);
  if (!isWhole && rows.length > 1) rows.pop();
  let best: Delimiter = ',';
  let bestScore = 0;
  let bestCount = 0;
  delimiters.forEach((delimiter, at) => {
    const first = rows[0]?.[at] ?? 0;
    if (first === 0) return;
    const score = rows.filter((counts) => counts[at] === first).length;
    if (score < bestScore || (score === bestScore && first <= bestCount)) return;
    best = delimiter;
    bestScore = score;
    bestCount = first;
  });
  return best;
}

/** How often each sign stands outside of quotes, for each row that is not blank. */
function countsByRow(text: string): number[][] {
  const rows: number[][] = [];
  let counts = delimiters.map(() => 0);
  let isQuoted = false;
  let isBlank = true;
  const end = () => {
    if (!isBlank) rows.push(counts);
    counts = delimiters.map(() => 0);
    isBlank = true;
  };
  for (const sign of text) {
    if (sign === '"') isQuoted = !isQuoted;
    else if (!isQuoted && (sign === '\n' || sign === '\r')) {
      end();
      continue;
    }
    if (sign !== ' ') isBlank = false;
    const at = isQuoted ? -1 : delimiters.indexOf(sign as Delimiter);
    if (at >= 0) counts[at] = (counts[at] ?? 0) + 1;
  }
  end();
  return rows;
}

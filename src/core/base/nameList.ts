/** Names between commas. A backslash takes the comma or the backslash behind it into the name. */
export function splitNames(text: string): string[] {
  const names = [''];
  for (const [piece] of text.matchAll(/\\[\\,]|[^]/g)) {
    if (piece === ',') names.push('');
    else names.push(`${names.pop()!}${piece.length === 2 ? piece[1]! : piece}`);
  }
  return names;
}

/** One name as `splitNames` reads it back. */
export function listedName(name: string): string {
  return name.replace(/[\\,]/g, '\\$&');
}

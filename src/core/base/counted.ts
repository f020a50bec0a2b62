/** `1 row`, `2 rows`: a count with the words behind it, which may hold a verb (`row has`, `rows have`). */
export function counted(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? one : many}`;
}

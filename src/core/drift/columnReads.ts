/** Where a text may read a column of data, by the ways code names one. */
export interface ColumnRead {
  /** 0-based. */
  readonly line: number;
  /** 0-based, in UTF-16 units, of the name itself. */
  readonly column: number;
  /** As a text in quotes, or as an attribute (`data.age`). */
  readonly form: 'text' | 'attribute';
  /** The whole line, shortened around the place. */
  readonly excerpt: string;
}

const maxExcerpt = 160;
const identifier = /^[A-Za-z_$][\w$]*$/;

/**
 * Places in a source text that name a column: `"age"`, `'age'`, `` `age` `` (so `data["age"]` too) and `.age`. Names are
 * compared exactly; what is meant by the text is not known, so a place is a hint and no proof. At most `most` places.
 */
export function columnReads(source: string, name: string, most: number): ColumnRead[] {
  if (name === '') return [];
  const found: ColumnRead[] = [];
  const lines = source.split(/\r\n|\r|\n/);
  for (const [line, text] of lines.entries()) {
    for (let at = text.indexOf(name); at >= 0 && found.length < most; at = text.indexOf(name, at + name.length)) {
      const form = formAt(text, at, name);
      if (form) found.push({ line, column: at, form, excerpt: excerptOf(text, at) });
    }
    if (found.length >= most) break;
  }
  return found;
}

function formAt(text: string, at: number, name: string): ColumnRead['form'] | null {
  const before = text[at - 1] ?? '';
  const after = text[at + name.length] ?? '';
  if (before !== '' && before === after && `'"\``.includes(before)) return 'text';
  // In a notebook's JSON the quotes of the code are escaped.
  if (before === '"' && after === '\\' && text[at - 2] === '\\' && text[at + name.length + 1] === '"') return 'text';
  // An attribute belongs to something: `2.age` or a path's `./age` is none.
  const owner = text[at - 2] ?? '';
  if (before === '.' && identifier.test(name) && /[\w$\])]/.test(owner) && !/[\w$]/.test(after)) return 'attribute';
  return null;
}

function excerptOf(text: string, at: number): string {
  const from = Math.max(0, Math.min(at - maxExcerpt / 2, text.length - maxExcerpt));
  const part = text.slice(from, from + maxExcerpt).trim();
  return `${from > 0 ? '…' : ''}${part}${from + maxExcerpt < text.length ? '…' : ''}`;
}

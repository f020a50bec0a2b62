/**
 * A structured text (YAML, and so JSON) with the place of everything in it. Core names this shape only; the parser is
 * injected. Offsets are UTF-16 units from the start of the text, ends exclusive.
 */
export interface SyntaxScalar {
  readonly kind: 'scalar';
  readonly start: number;
  readonly end: number;
  readonly value: string | number | boolean | null;
}

export interface SyntaxEntry {
  readonly key: SyntaxScalar;
  /** Null for a key with nothing behind it. */
  readonly value: SyntaxNode | null;
}

export interface SyntaxMap {
  readonly kind: 'map';
  readonly start: number;
  readonly end: number;
  readonly entries: readonly SyntaxEntry[];
}

export interface SyntaxList {
  readonly kind: 'list';
  readonly start: number;
  readonly end: number;
  readonly items: readonly SyntaxNode[];
}

export type SyntaxNode = SyntaxScalar | SyntaxMap | SyntaxList;

export interface SyntaxIssue {
  readonly message: string;
  readonly offset: number;
}

export interface SyntaxDocument {
  readonly text: string;
  /** What could be read, also of a broken text; null where it is empty. */
  readonly root: SyntaxNode | null;
  readonly issues: readonly SyntaxIssue[];
}

/** A text of several documents (YAML's `---`), each with its root. Places count from the start of the whole text. */
export interface SyntaxStream {
  readonly text: string;
  readonly roots: ReadonlyArray<SyntaxNode | null>;
  readonly issues: readonly SyntaxIssue[];
}

/** Never throws: what is wrong with the text is in `issues`. */
export type ParseSyntax = (text: string) => SyntaxDocument;

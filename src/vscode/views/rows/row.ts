/** What one line of a tree shows. Pure data made by pure functions, so that trees are tested without an editor. */
export interface Row {
  /** Stable across refreshes and restarts, unique in its view. */
  readonly id: string;
  readonly label: string;
  readonly description: string;
  readonly icon: RowIcon;
  readonly children: 'none' | 'collapsed' | 'expanded';
  /** Tokens of `viewItem`, joined with `+`: menus ask for them one by one. */
  readonly tokens: readonly string[];
  /** What a screen reader says. */
  readonly speech: string;
  /** Id of the thing it shows, where it has one: actions, copy and compare take it. */
  readonly subject: string | null;
}

export interface RowIcon {
  /** Codicon name. */
  readonly name: string;
  /** Theme colour id. */
  readonly color?: string;
}

/** The editor's own translation, handed in. `{0}` are the arguments. */
export type Translate = (message: string, ...values: Array<string | number>) => string;

export interface RowContext {
  readonly t: Translate;
  readonly nowMs: number;
}

export function sameRow(left: Row, right: Row): boolean {
  return JSON.stringify(left) === JSON.stringify(right);
}

/** Parts that have something to say, as one line. */
export function joined(parts: ReadonlyArray<string | null | undefined | false>, separator = ' · '): string {
  return parts.filter((part): part is string => typeof part === 'string' && part.length > 0).join(separator);
}

/** What Markdown becomes before it is shown: text and its shape, and nothing that could be more than that. */
export type Inline =
  | { readonly kind: 'text' | 'code'; readonly text: string }
  | { readonly kind: 'strong' | 'emphasis'; readonly children: readonly Inline[] }
  /** `href` is https, always. */
  | { readonly kind: 'link'; readonly href: string; readonly children: readonly Inline[] };

export type Block =
  | { readonly kind: 'heading'; readonly level: number; readonly children: readonly Inline[] }
  | { readonly kind: 'paragraph'; readonly children: readonly Inline[] }
  | { readonly kind: 'quote'; readonly children: readonly Block[] }
  | { readonly kind: 'list'; readonly isOrdered: boolean; readonly items: ReadonlyArray<readonly Block[]> }
  | { readonly kind: 'table'; readonly head: ReadonlyArray<readonly Inline[]>; readonly rows: ReadonlyArray<ReadonlyArray<readonly Inline[]>> }
  | { readonly kind: 'code'; readonly text: string }
  | { readonly kind: 'line' };

/** A token of a Markdown parser: what of it counts here. `nesting` is 1 where something opens, −1 where it closes, else 0. */
export interface MarkdownToken {
  readonly type: string;
  readonly tag: string;
  readonly nesting: number;
  readonly content: string;
  readonly attrs: ReadonlyArray<readonly [string, string]> | null;
  readonly children: readonly MarkdownToken[] | null;
}

interface Node {
  readonly token: MarkdownToken | null;
  readonly children: Node[];
}

/** Tokens as blocks. HTML of any kind is left out; an image is its text; a link is one only where it is https and says something. */
export function blocksOf(tokens: readonly MarkdownToken[]): Block[] {
  return blocks(treeOf(tokens));
}

function treeOf(tokens: readonly MarkdownToken[]): Node {
  const root: Node = { token: null, children: [] };
  const open = [root];
  for (const token of tokens) {
    if (token.nesting < 0) {
      if (open.length > 1) open.pop();
      continue;
    }
    const node: Node = { token, children: [] };
    open[open.length - 1]!.children.push(node);
    if (token.nesting > 0) open.push(node);
  }
  return root;
}

function blocks(node: Node): Block[] {
  return node.children.flatMap((child): Block[] => {
    const { type, tag, content } = child.token!;
    switch (type) {
      case 'heading_open':
        return [{ kind: 'heading', level: Number(tag.slice(1)) || 6, children: inlinesBelow(child) }];
      case 'paragraph_open':
        return [{ kind: 'paragraph', children: inlinesBelow(child) }].filter(({ children }) => children.length > 0) as Block[];
      case 'blockquote_open':
        return [{ kind: 'quote', children: blocks(child) }];
      case 'bullet_list_open':
      case 'ordered_list_open':
        return [{ kind: 'list', isOrdered: type === 'ordered_list_open', items: child.children.map(blocks) }];
      case 'table_open':
        return [tableOf(child)];
      case 'fence':
      case 'code_block':
        return [{ kind: 'code', text: content }];
      case 'hr':
        return [{ kind: 'line' }];
      default:
        return [];
    }
  });
}

function tableOf(table: Node): Block {
  const rows = table.children.flatMap((part) => part.children.map((row) => row.children.map(inlinesBelow)));
  return { kind: 'table', head: rows[0] ?? [], rows: rows.slice(1) };
}

function inlinesBelow(node: Node): Inline[] {
  return node.children.flatMap(({ token }) => (token?.type === 'inline' ? inlines(treeOf(token.children ?? [])) : []));
}

function inlines(node: Node): Inline[] {
  return node.children.flatMap((child): Inline[] => {
    const { type, content, attrs, children } = child.token!;
    switch (type) {
      case 'text':
        return content === '' ? [] : [{ kind: 'text', text: content }];
      case 'code_inline':
        return [{ kind: 'code', text: content }];
      case 'softbreak':
      case 'hardbreak':
        return [{ kind: 'text', text: ' ' }];
      case 'strong_open':
      case 'em_open':
        return [{ kind: type === 'strong_open' ? 'strong' : 'emphasis', children: inlines(child) }];
      case 's_open':
        return inlines(child);
      case 'link_open':
        return linkOf(attrs?.find(([name]) => name === 'href')?.[1] ?? '', inlines(child));
      case 'image':
        return inlines(treeOf(children ?? []));
      default:
        return [];
    }
  });
}

function linkOf(href: string, children: readonly Inline[]): Inline[] {
  const isSafe = /^https:\/\/[^/@\s]+(?:[/?#]|$)/i.test(href) && textOf(children).trim() !== '';
  return isSafe ? [{ kind: 'link', href, children }] : [...children];
}

/** What a person reads of it. */
export function textOf(parts: readonly Inline[]): string {
  return parts.map((part) => ('text' in part ? part.text : textOf(part.children))).join('');
}

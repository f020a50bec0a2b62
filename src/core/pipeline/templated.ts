import type { SyntaxNode, SyntaxStream } from '../port/syntax.ts';

/** Words and marks that only a chart's template language writes behind `{{`. Argo and KFP write others there. */
const chartMark = /\{\{-|-\}\}|\{\{\s*(?:\.|`|\/\*|\$(?![.}])|\$\.(?:Values|Release|Chart|Files|Capabilities|Template)\b|cookiecutter\.|(?:include|template|if|else|end|range|with|define|block|toYaml|tpl|required|default|printf|lookup|quote|eq|ne|and|or|not|fromYaml|b64enc|nindent|indent|index|fail)\b)/;

/**
 * Whether the text is made into YAML by a template engine first: what stands in it is then no value yet. Expressions that
 * a system reads itself (`${{ … }}` of GitHub and Azure, `{{inputs.x}}` of Argo in a text) are values.
 */
export function isTemplated({ text, roots }: SyntaxStream): boolean {
  if (!text.includes('{{') && !text.includes('{%')) return false;
  const scalars = roots.flatMap((root) => scalarsOf(root)).sort((a, b) => a.start - b.start);
  for (const found of text.matchAll(/(?<!\$)\{\{|\{%/g)) {
    if (!isInside(scalars, found.index) && !isComment(text, found.index, scalars)) return true;
  }
  return false;
}

/** The same for files that charts often make: a chart's words inside a text count too. */
export function isChart(stream: SyntaxStream): boolean {
  if (isTemplated(stream)) return true;
  if (!stream.text.includes('{{')) return false;
  return stream.roots.flatMap((root) => scalarsOf(root)).some(({ start, end }) => chartMark.test(stream.text.slice(start, end)));
}

interface Span {
  readonly start: number;
  readonly end: number;
}

function scalarsOf(root: SyntaxNode | null): Span[] {
  const found: Span[] = [];
  const walk = (node: SyntaxNode | null): void => {
    if (node?.kind === 'scalar') found.push(node);
    else if (node?.kind === 'list') node.items.forEach(walk);
    else if (node?.kind === 'map') {
      for (const { key, value } of node.entries) {
        found.push(key);
        walk(value);
      }
    }
  };
  walk(root);
  return found;
}

function isInside(spans: readonly Span[], offset: number): boolean {
  let low = 0;
  let high = spans.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const span = spans[middle];
    if (!span) return false;
    if (offset < span.start) high = middle - 1;
    else if (offset >= span.end) low = middle + 1;
    else return true;
  }
  return false;
}

function isComment(text: string, offset: number, scalars: readonly Span[]): boolean {
  const lineStart = text.lastIndexOf('\n', offset - 1) + 1;
  for (let at = lineStart; at < offset; at += 1) {
    const before = text[at - 1] ?? '\n';
    if (text[at] === '#' && /\s/.test(before) && !isInside(scalars, at)) return true;
  }
  return false;
}

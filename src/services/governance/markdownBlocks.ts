import type { Block, MarkdownToken } from '../../core/governance/card/blocks.ts';
import { blocksOf } from '../../core/governance/card/blocks.ts';

/** Deeper nesting is no prose; it is read as text. */
const maxNesting = 20;

/** Markdown as blocks to show. HTML is recognised, so that it can be left out; nothing of it comes through. */
export async function markdownBlocks(text: string): Promise<Block[]> {
  const { default: MarkdownIt } = await import('markdown-it');
  const parser = new MarkdownIt('default', { html: true, linkify: false, typographer: false, maxNesting });
  // Its own check of addresses turns a refused link into the text of its Markdown; ours makes it the text that it shows.
  parser.validateLink = () => true;
  const tokens: readonly MarkdownToken[] = parser.parse(text, {});
  return blocksOf(tokens);
}

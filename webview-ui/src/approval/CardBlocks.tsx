import type { ComponentChildren } from 'preact';
import type { Block, Inline } from '../../../src/core/governance/card/blocks.ts';
import { plain } from '../shell/words.ts';

/** Each line by itself: line breaks stay, and what else orders or hides text shows as its picture. */
export function lines(text: string): string {
  return text.split('\n').map(plain).join('\n');
}

/** A card's blocks as elements of the page's own making: nothing of the card's markup reaches the page but its text. */
export function CardBlocks({ blocks }: { readonly blocks: readonly Block[] }) {
  return <>{blocks.map((block, index) => <One key={index} block={block} />)}</>;
}

function One({ block }: { readonly block: Block }) {
  switch (block.kind) {
    case 'heading':
      // The page's own headings stand above all of the card's.
      return block.level <= 1 ? <h2 class="card-title">{inlines(block.children)}</h2> : block.level === 2 ? <h3>{inlines(block.children)}</h3> : <h4>{inlines(block.children)}</h4>;
    case 'paragraph':
      return <p>{inlines(block.children)}</p>;
    case 'quote':
      return (
        <blockquote>
          <CardBlocks blocks={block.children} />
        </blockquote>
      );
    case 'list': {
      const items = block.items.map((item, index) => (
        <li key={index}>
          <CardBlocks blocks={item} />
        </li>
      ));
      return block.isOrdered ? <ol>{items}</ol> : <ul>{items}</ul>;
    }
    case 'table':
      return (
        <table class="plain-table">
          <thead>
            <tr>{block.head.map((cell, index) => <th key={index} scope="col">{inlines(cell)}</th>)}</tr>
          </thead>
          <tbody>
            {block.rows.map((row, at) => (
              <tr key={at}>{row.map((cell, index) => <td key={index}>{inlines(cell)}</td>)}</tr>
            ))}
          </tbody>
        </table>
      );
    case 'code':
      return <pre class="card-code">{lines(block.text)}</pre>;
    case 'line':
      return <hr />;
  }
}

/** A link is its text, with the address to be read: nothing is opened from here. */
function inlines(children: readonly Inline[]): ComponentChildren {
  return children.map((one, index) => {
    switch (one.kind) {
      case 'text':
        return lines(one.text);
      case 'code':
        return <code key={index}>{lines(one.text)}</code>;
      case 'strong':
        return <strong key={index}>{inlines(one.children)}</strong>;
      case 'emphasis':
        return <em key={index}>{inlines(one.children)}</em>;
      case 'link':
        return <span key={index} class="card-link" title={plain(one.href)}>{inlines(one.children)}</span>;
    }
  });
}

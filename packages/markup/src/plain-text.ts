/**
 * A tree as plain text, for notifications and one-line previews.
 *
 * @module
 */
import type { Block, Inline, Item, Markup } from './tree.ts';

export interface PlainTextOptions {
  /** Shows a bar instead of what stands in spoilers. Default: false. */
  readonly hideSpoilers?: boolean;
}

const BAR = '████';

/** The text without its marks. Blocks and items stand on lines of their own. All words are kept, but a code's language. */
export function plainText(markup: Markup, { hideSpoilers = false }: PlainTextOptions = {}): string {
  const inline = (node: Inline): string => {
    switch (node.type) {
      case 'text':
      case 'code':
        return node.text;
      case 'break':
        return '\n';
      case 'mention':
        return `@${node.name}`;
      case 'spoiler':
        return hideSpoilers ? BAR : node.content.map(inline).join('');
      case 'link': {
        const label = node.content.map(inline).join('');
        return label === node.url ? label : `${label} (${node.url})`;
      }
      default:
        return node.content.map(inline).join('');
    }
  };
  const block = (node: Block): string => {
    switch (node.type) {
      case 'paragraph':
        return node.content.map(inline).join('');
      case 'code-block':
        return node.text;
      case 'quote':
        return indented('> ', '> ', text(node.content));
      case 'list':
        return node.items.map(item).join('\n');
    }
  };
  const item = ({ number, content }: Item): string =>
    indented(number === undefined ? '• ' : `${number}. `, '  ', text(content));
  const text = (blocks: readonly Block[]): string => blocks.map(block).join('\n');
  return text(markup);
}

function indented(first: string, others: string, text: string): string {
  return first + text.replaceAll('\n', `\n${others}`);
}

/**
 * A tree in short: `{bold {italic both} one}`; blocks stand on lines of their own, what is in them is indented.
 *
 * @module
 */
import { parse } from '../../src/index.ts';
import type { Block, Inline } from '../../src/index.ts';

export function sketch(text: string): string {
  return parse(text).flatMap(blockLines).join('\n');
}

function blockLines(block: Block): readonly string[] {
  switch (block.type) {
    case 'paragraph':
      return [inlineText(block.content)];
    case 'code-block':
      return [`{code-block ${block.language}}`, ...block.text.split('\n').map((line) => `  ${line}`)];
    case 'quote':
      return ['{quote}', ...block.content.flatMap(blockLines).map((line) => `  ${line}`)];
    case 'list':
      return block.items.flatMap(({ number, content }) => [
        number === undefined ? '{item}' : `{item ${number}}`,
        ...content.flatMap(blockLines).map((line) => `  ${line}`),
      ]);
  }
}

function inlineText(nodes: readonly Inline[]): string {
  const texts = nodes.map((node) => {
    switch (node.type) {
      case 'text':
        return node.text;
      case 'break':
        return '{break}';
      case 'code':
        return `{code ${node.text}}`;
      case 'mention':
        return `{@ ${node.name}}`;
      case 'link':
        return `{link ${node.url} ${inlineText(node.content)}}`;
      default:
        return `{${node.type} ${inlineText(node.content)}}`;
    }
  });
  return texts.join('');
}

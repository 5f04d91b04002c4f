/**
 * Whom and what a text names: a client looks up the users of its mentions, a server the pages of its links.
 *
 * @module
 */
import type { Block, Inline, Markup } from './tree.ts';

export interface Named {
  /** Each once, without the `@`, in the order of the text. */
  readonly mentions: readonly string[];
  /** Each once. Those within spoilers too. */
  readonly urls: readonly string[];
}

/** What stands in code names nobody. */
export function namedIn(markup: Markup): Named {
  const [mentions, urls] = [new Set<string>(), new Set<string>()];
  const visitInline = (node: Inline): void => {
    if (node.type === 'mention') mentions.add(node.name);
    if (node.type === 'link') urls.add(node.url);
    if ('content' in node) node.content.forEach(visitInline);
  };
  const visit = (block: Block): void => {
    if (block.type === 'paragraph') block.content.forEach(visitInline);
    else if (block.type === 'quote') block.content.forEach(visit);
    else if (block.type === 'list') for (const { content } of block.items) content.forEach(visit);
  };
  markup.forEach(visit);
  return { mentions: [...mentions], urls: [...urls] };
}

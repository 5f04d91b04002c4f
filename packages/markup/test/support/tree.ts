/**
 * Trees, looked at from outside.
 *
 * @module
 */
import type { Block, Inline, Item, Markup } from '../../src/index.ts';

type Node = Block | Item | Inline;

function childrenOf(node: Node): readonly Node[] {
  if ('items' in node) return node.items;
  return 'content' in node ? node.content : [];
}

/** All nodes, from top to bottom. */
export function* nodesOf(nodes: readonly Node[]): Generator<Node> {
  for (const node of nodes) {
    yield node;
    yield* nodesOf(childrenOf(node));
  }
}

/** How many nodes stand above each other; an item and its list are one. */
export function depthOf(nodes: readonly Node[]): number {
  return nodes.reduce((deepest, node) => {
    const own = 'type' in node ? 1 : 0;
    return Math.max(deepest, own + depthOf(childrenOf(node)));
  }, 0);
}

/** Everything in it that was typed. */
export function wordsOf(markup: Markup): readonly string[] {
  const said: string[] = [];
  let line = '';
  const end = (): void => {
    said.push(line);
    line = '';
  };
  const visit = (node: Node): void => {
    if ('number' in node && node.number !== undefined) said.push(String(node.number));
    if ('language' in node) said.push(node.language);
    if ('text' in node) line += node.text;
    if ('name' in node) line += `@${node.name}`;
    if ('type' in node && node.type === 'break') end();
    const children = childrenOf(node);
    for (const child of children) visit(child);
    if ('url' in node && !line.endsWith(node.url)) line += node.url;
    if (!('type' in node) || ['paragraph', 'code-block'].includes(node.type)) end();
  };
  markup.forEach(visit);
  return wordsIn(said.join('\n'));
}

/** Letters and digits; what stands between them may go. */
export function wordsIn(text: string): readonly string[] {
  return text.match(/[\p{L}\p{N}]/gu) ?? [];
}

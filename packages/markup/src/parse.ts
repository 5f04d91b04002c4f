/**
 * Blocks: paragraphs, code, quotes and lists. Looks at each line a bounded number of times.
 *
 * @module
 */
import { inlinesOf, MAX_INLINE_DEPTH } from './inline.ts';
import type { Block, Item, Markup } from './tree.ts';
import { endWithout } from './urls.ts';

/** Quotes and lists within each other. What would be deeper stays text. */
const MAX_BLOCK_DEPTH = 6;

/** No tree has more nodes above each other. */
export const MAX_DEPTH = MAX_BLOCK_DEPTH + 1 + MAX_INLINE_DEPTH;

/** What follows it is a language if it is one such word; otherwise the code begins there. */
const FENCE = /^( {0,3})(`{3,})([^`]*)$/;
const LANGUAGE = /^\s*([\w+#.-]+)\s*$/;
/** A blank behind it, so that `>_<` is none. */
const QUOTE = /^ {0,3}>(?:(?=>)| |$)/;
/** More digits, or one 0 before others, are no number that comes out as it went in. */
const ITEM = /^( *)(?:[-*+]|(0|[1-9]\d{0,8})[.)]) +(?=\S)/;

/** A block, and the index of the line behind it. */
interface Found {
  readonly block: Block;
  readonly end: number;
}

/** Parses a message's text. Every text has a tree, in which all its words are found. Takes time in proportion to it. */
export function parse(text: string): Markup {
  return blocksOf(text.replace(/\r\n?/g, '\n').split('\n'), 0);
}

function blocksOf(lines: readonly string[], depth: number): readonly Block[] {
  const blocks: Block[] = [];
  let paragraph: string[] = [];
  const endParagraph = (): void => {
    if (paragraph.length > 0) blocks.push({ type: 'paragraph', content: inlinesOf(paragraph.join('\n')) });
    paragraph = [];
  };
  for (let at = 0; at < lines.length;) {
    const found = codeBlock(lines, at) ?? (depth < MAX_BLOCK_DEPTH ? container(lines, at, depth) : undefined);
    const line = lines[at] ?? '';
    if (found !== undefined || isBlank(line)) endParagraph();
    else paragraph.push(line);
    if (found !== undefined) blocks.push(found.block);
    at = found?.end ?? at + 1;
  }
  endParagraph();
  return blocks;
}

/** Ends with the line that ends with a fence as long as the first one, or with the text. */
function codeBlock(lines: readonly string[], at: number): Found | undefined {
  const [, indent, fence, info = ''] = FENCE.exec(lines[at] ?? '') ?? [];
  if (indent === undefined || fence === undefined) return undefined;
  const [, language = ''] = LANGUAGE.exec(info) ?? [];
  const content = language === '' && !isBlank(info) ? [info] : [];
  let end = at + 1;
  for (let isOpen = true; isOpen && end < lines.length; end++) {
    const line = (lines[end] ?? '').trimEnd();
    const last = endWithout('`', line);
    isOpen = line.length - last < fence.length;
    const code = isOpen ? (lines[end] ?? '') : line.slice(0, last);
    if (isOpen || !isBlank(code)) content.push(outdented(code, indent.length));
  }
  return { block: { type: 'code-block', language, text: content.join('\n') }, end };
}

function container(lines: readonly string[], at: number, depth: number): Found | undefined {
  return quote(lines, at, depth) ?? list(lines, at, depth);
}

function quote(lines: readonly string[], at: number, depth: number): Found | undefined {
  const content: string[] = [];
  let end = at;
  for (; end < lines.length; end++) {
    const line = lines[end] ?? '';
    const [mark] = QUOTE.exec(line) ?? [];
    if (mark === undefined) break;
    content.push(line.slice(mark.length));
  }
  if (end === at) return undefined;
  return { block: { type: 'quote', content: blocksOf(content, depth + 1) }, end };
}

/** Items of one kind below each other. */
function list(lines: readonly string[], at: number, depth: number): Found | undefined {
  const items: Item[] = [];
  let end = at;
  let isNumbered: boolean | undefined;
  while (end < lines.length) {
    const line = lines[end] ?? '';
    const [mark, indent = '', digits] = ITEM.exec(line) ?? [];
    if (mark === undefined || isNumbered === (digits === undefined)) break;
    isNumbered = digits !== undefined;
    const behind = itemEnd(lines, end + 1, indent.length + 2);
    const rest = lines.slice(end + 1, behind).map((each) => outdented(each, mark.length));
    const number = digits === undefined ? undefined : Number(digits);
    items.push({ number, content: blocksOf([line.slice(mark.length), ...rest], depth + 1) });
    end = behind;
  }
  return items.length === 0 ? undefined : { block: { type: 'list', items }, end };
}

/** The lines that belong to an item are indented; blank ones do if such a line follows. */
function itemEnd(lines: readonly string[], from: number, indent: number): number {
  let end = from;
  for (let at = from; at < lines.length; at++) {
    const line = lines[at] ?? '';
    if (isBlank(line)) continue;
    if (indentOf(line) < indent) break;
    end = at + 1;
  }
  return end;
}

function outdented(line: string, columns: number): string {
  return line.slice(Math.min(columns, indentOf(line)));
}

function indentOf(line: string): number {
  return /^ */.exec(line)?.[0].length ?? 0;
}

function isBlank(line: string): boolean {
  return line.trim() === '';
}

/**
 * Markup as rows of styled text.
 *
 * @module
 */
import type { Block, CodeBlock, Inline, Item, Link, Markup, SpanType } from '@posthorn/markup';
import stringWidth from 'string-width';
import { styled, wrapStyled } from './styled.ts';
import type { Style, Styled } from './styled.ts';
import type { wrapText } from './wrap.ts';

export interface MarkupView {
  readonly wrap: typeof wrapText;
  /** Spoilers are shown. */
  readonly isRevealed: boolean;
  /** The reader's own name. */
  readonly self: string;
}

/** No row is narrower: what is nested deep in a narrow window is cut. */
const MIN_COLUMNS = 8;
const TAB = '    ';
const HIDDEN = '▒';

const SPAN_STYLES: Readonly<Record<SpanType, Style>> = {
  bold: { bold: true },
  italic: { italic: true },
  strike: { strikethrough: true, dimColor: true },
  spoiler: { inverse: true },
};
const CODE: Style = { tone: 'code' };
const LINK: Style = { tone: 'link', underline: true };
const MENTION: Style = { tone: 'accent', bold: true };
const OWN_MENTION: Style = { tone: 'attention', bold: true, inverse: true };
const FRAME: Style = { dimColor: true };

/** `head` stands in front of the first paragraph, or in a row of its own. All rows behind the first one are indented. */
export function markupRows(
  markup: Markup,
  { head, indent, columns }: { readonly head: Styled; readonly indent: string; readonly columns: number },
  view: MarkupView,
): readonly Styled[] {
  const [first, ...others] = markup;
  const opening = first?.type === 'paragraph' ? first : undefined;
  const rest = opening === undefined ? markup : others;
  const rows = [
    ...wrapStyled([...head, ...inlines(opening?.content ?? [], view)], columns, view.wrap),
    ...gap(opening, rest[0]),
    ...blocksRows(rest, columns, view),
  ];
  return rows.map((row, index) => (index === 0 ? row : [...styled(indent), ...row]));
}

/** An empty row between two paragraphs, as it was typed. */
function gap(before: Block | undefined, block: Block | undefined): readonly Styled[] {
  return before?.type === 'paragraph' && block?.type === 'paragraph' ? [[]] : [];
}

function blocksRows(blocks: readonly Block[], columns: number, view: MarkupView): readonly Styled[] {
  return blocks.flatMap((block, at) => [...gap(blocks[at - 1], block), ...blockRows(block, columns, view)]);
}

function blockRows(block: Block, columns: number, view: MarkupView): readonly Styled[] {
  switch (block.type) {
    case 'paragraph':
      return wrapStyled(inlines(block.content, view), columns, view.wrap);
    case 'quote':
      return prefixed('▎ ', '▎ ', FRAME, (rest) => blocksRows(block.content, rest, view), columns);
    case 'list':
      return block.items.flatMap((item) => itemRows(item, columns, view));
    case 'code-block':
      return codeRows(block, columns, view);
  }
}

function itemRows({ number, content }: Item, columns: number, view: MarkupView): readonly Styled[] {
  const mark = number === undefined ? '• ' : `${number}. `;
  return prefixed(mark, ' '.repeat(mark.length), {}, (rest) => blocksRows(content, rest, view), columns);
}

function prefixed(
  first: string,
  others: string,
  style: Style,
  rowsFor: (columns: number) => readonly Styled[],
  columns: number,
): readonly Styled[] {
  const rows = rowsFor(Math.max(MIN_COLUMNS, columns - first.length));
  return (rows.length === 0 ? [[]] : rows).map((row, at) => [
    ...styled(at === 0 ? first : others, style),
    ...row,
  ]);
}

/** Without a frame at its right, so that the code can be copied. */
function codeRows({ language, text }: CodeBlock, columns: number, view: MarkupView): readonly Styled[] {
  const width = Math.max(MIN_COLUMNS, columns - 2);
  const rows = text
    .replaceAll('\t', TAB)
    .split('\n')
    .flatMap((line) => wrapStyled(styled(line, CODE), width, view.wrap));
  const label = language === '' ? '' : ` ${language} `;
  const rule = '─'.repeat(Math.max(0, Math.min(columns, 40) - 2 - stringWidth(label)));
  return [
    styled(`╭─${label}${rule}`.slice(0, columns), FRAME),
    ...rows.map((row) => [...styled('│ ', FRAME), ...row]),
    styled(`╰─${'─'.repeat(Math.max(0, Math.min(columns, 40) - 2))}`, FRAME),
  ];
}

function inlines(nodes: readonly Inline[], view: MarkupView, style: Style = {}): Styled {
  return nodes.flatMap((node): Styled => {
    switch (node.type) {
      case 'text':
        return styled(node.text.replaceAll('\t', TAB), style);
      case 'break':
        return styled('\n', style);
      case 'code':
        return styled(node.text, { ...style, ...CODE });
      case 'mention':
        return styled(`@${node.name}`, {
          ...style,
          ...(names(node.name, view.self) ? OWN_MENTION : MENTION),
        });
      case 'link':
        return link(node, view, style);
      case 'spoiler': {
        const shown = inlines(node.content, view, { ...style, ...SPAN_STYLES.spoiler });
        return view.isRevealed ? shown : shown.map((piece) => hidden(piece.text));
      }
      default:
        return inlines(node.content, view, { ...style, ...SPAN_STYLES[node.type] });
    }
  });
}

/** A link may say one thing and lead to another. */
function link({ url, content }: Link, view: MarkupView, style: Style): Styled {
  const shown = inlines(content, view, { ...style, ...LINK });
  const isBare = shown.length === 1 && shown[0]?.text === url;
  return isBare ? shown : [...shown, ...styled(` (${url})`, { ...style, dimColor: true })];
}

/** As wide as what it hides, so that nothing moves when it is shown. */
function hidden(text: string): Styled[number] {
  const bars = text.replace(/[^ \n]+/g, (word) => HIDDEN.repeat(stringWidth(word)));
  return { text: bars, style: { dimColor: true } };
}

function names(name: string, self: string): boolean {
  return ['all', 'here', self.toLowerCase()].includes(name.toLowerCase());
}

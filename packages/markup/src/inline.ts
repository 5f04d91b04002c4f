/**
 * What stands within a paragraph. Goes through the text once, from left to right; marks that are open wait in a short
 * stack, as in the delimiter stack of CommonMark.
 *
 * @module
 */
import { isBeforeWord, isBehindWord, isGap, matchAt } from './chars.ts';
import { isSpan } from './tree.ts';
import type { Inline, SpanType } from './tree.ts';
import { bareUrlAt, endWithout, urlEnd } from './urls.ts';

/** Marks that wait for their other half. The oldest one of more becomes text. */
const MAX_OPEN = 6;
/** `***` opens three spans at most. */
const MAX_RUN = 3;

/** Each mark that waits may become as many spans, in a link with a text in it. */
export const MAX_INLINE_DEPTH = MAX_OPEN * MAX_RUN + 2;

/** Nothing happens at any other character; at an h or m a URL may begin. */
const PLAIN = /[^\\`*_~|[\]@\n][^\\`*_~|[\]@\nhm]*/iy;
const TICKS = /`+/y;
const RUN = /\*+|_+|~+|\|+/y;
/** Others stay what they are: `C:\temp`, `¯\(ツ)/¯`. */
const ESCAPED = /\\[\\`*_~|[\]@>+-]/y;
/** As names of accounts are made. A full stop behind one ends the sentence. */
const MENTION = /@[\p{L}\p{N}][\p{L}\p{M}\p{N}._-]*/uy;

/** Content behind a mark that waits; the first one of the stack is the paragraph itself. */
interface Frame {
  mark: string;
  /** How often the mark stands there. */
  count: number;
  nodes: Inline[];
}

export function inlinesOf(text: string): readonly Inline[] {
  return new InlineParser(text).parse();
}

class InlineParser {
  readonly #text: string;
  readonly #root: Frame = { mark: '', count: 0, nodes: [] };
  readonly #frames: Frame[] = [this.#root];
  /** Runs of so many backticks that have no other half before the end. */
  readonly #lonelyTicks = new Set<number>();
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  parse(): readonly Inline[] {
    while (this.#at < this.#text.length) this.#step();
    this.#flattenTo(this.#root);
    return this.#root.nodes;
  }

  #step(): void {
    switch (this.#text.charAt(this.#at)) {
      case '\\':
        return this.#escape();
      case '`':
        return this.#code();
      case '*':
      case '_':
      case '~':
      case '|':
        return this.#run();
      case '[':
        this.#open('[', 1);
        this.#at += 1;
        return;
      case ']':
        return this.#link();
      case '@':
        return this.#mention();
      case '\n':
        this.#add({ type: 'break' });
        this.#at += 1;
        return;
      default:
        return this.#plainOrUrl();
    }
  }

  #plainOrUrl(): void {
    const url = isBehindWord(this.#text, this.#at) ? undefined : bareUrlAt(this.#text, this.#at);
    if (url === undefined) return this.#say(matchAt(PLAIN, this.#text, this.#at) ?? '');
    this.#add({ type: 'link', url, content: [{ type: 'text', text: url }] });
    this.#at += url.length;
  }

  #escape(): void {
    const escaped = matchAt(ESCAPED, this.#text, this.#at);
    if (escaped === undefined) return this.#say('\\');
    this.#add({ type: 'text', text: escaped.charAt(1) });
    this.#at += 2;
  }

  #code(): void {
    const ticks = matchAt(TICKS, this.#text, this.#at) ?? '';
    const from = this.#at + ticks.length;
    const end = this.#ticksFrom(from, ticks.length);
    if (end < 0) return this.#say(ticks);
    this.#add({ type: 'code', text: codeText(this.#text.slice(from, end)) });
    this.#at = end + ticks.length;
  }

  /** The next run of exactly so many backticks; -1: there is none. Searched in vain once for each of three lengths. */
  #ticksFrom(from: number, count: number): number {
    if (count > MAX_RUN || this.#lonelyTicks.has(count)) return -1;
    for (let at = this.#text.indexOf('`', from); at >= 0;) {
      const { length } = matchAt(TICKS, this.#text, at) ?? '';
      if (length === count) return at;
      at = this.#text.indexOf('`', at + length);
    }
    this.#lonelyTicks.add(count);
    return -1;
  }

  /** Never within a word, nor beside a blank on its inner side: `snake_case` and `2 * 3 * 4` are text. */
  #run(): void {
    const run = matchAt(RUN, this.#text, this.#at) ?? '';
    const [mark, end] = [run.charAt(0), this.#at + run.length];
    let left = run.length;
    const isMark = mark === '*' || mark === '_' ? left <= MAX_RUN : left === 2;
    if (isMark && !isGap(this.#text, this.#at - 1) && !isBeforeWord(this.#text, end)) {
      left -= this.#close(mark, left);
    }
    if (left > 0 && isMark && !isGap(this.#text, end) && !isBehindWord(this.#text, this.#at)) {
      this.#open(mark, left);
      left = 0;
    }
    if (left > 0) this.#add({ type: 'text', text: mark.repeat(left) });
    this.#at = end;
  }

  #open(mark: string, count: number): void {
    this.#frames.push({ mark, count, nodes: [] });
    if (this.#frames.length <= MAX_OPEN + 1) return;
    const [oldest] = this.#frames.splice(1, 1);
    if (oldest !== undefined) flatten(oldest, this.#root);
  }

  /** Ends spans that are open with this mark. Returns how many marks it has used. */
  #close(mark: string, count: number): number {
    let used = 0;
    while (used < count) {
      const frame = this.#waiting(mark, count - used) ?? this.#waiting(mark);
      if (frame === undefined) break;
      const width = Math.min(2, frame.count, count - used);
      this.#flattenTo(frame);
      frame.nodes = [{ type: spanType(mark, width), content: frame.nodes }];
      frame.count -= width;
      used += width;
      if (frame.count === 0) this.#leave();
    }
    return used;
  }

  /** The innermost frame that was opened with this mark, and so many of them. */
  #waiting(mark: string, count?: number): Frame | undefined {
    return this.#frames.findLast(
      (each) => each.mark === mark && (count === undefined || each.count === count),
    );
  }

  #link(): void {
    const frame = this.#waiting('[');
    if (frame === undefined) return this.#say(']');
    this.#flattenTo(frame);
    const from = this.#at + 2;
    const end = this.#text.charAt(this.#at + 1) === '(' ? urlEnd(this.#text, from) : -1;
    if (end < 0) {
      // Nothing else can end it.
      this.#leave();
      return this.#say(']');
    }
    const url = this.#text.slice(from, end);
    const content =
      frame.nodes.length === 0 ? [{ type: 'text', text: url } as const] : withoutLinks(frame.nodes);
    frame.nodes = [{ type: 'link', url, content }];
    frame.count = 0;
    this.#leave();
    for (let outer = this.#waiting('['); outer !== undefined; outer = this.#waiting('[')) becomeText(outer);
    this.#at = end + 1;
  }

  #mention(): void {
    const found = isBehindWord(this.#text, this.#at) ? undefined : matchAt(MENTION, this.#text, this.#at);
    if (found === undefined) return this.#say('@');
    const name = found.slice(1, endWithout('.-', found));
    this.#add({ type: 'mention', name });
    this.#at += 1 + name.length;
  }

  /** This and all before it is text. */
  #say(text: string): void {
    this.#add({ type: 'text', text });
    this.#at += text.length;
  }

  #add(node: Inline): void {
    append(this.#frames.at(-1) ?? this.#root, node);
  }

  /** The marks that wait above this one are text. */
  #flattenTo(frame: Frame): void {
    while (this.#frames.at(-1) !== frame) this.#leave();
  }

  /** What is left of the innermost frame goes into the one around it. */
  #leave(): void {
    const frame = this.#frames.pop();
    if (frame !== undefined) flatten(frame, this.#frames.at(-1) ?? this.#root);
  }
}

function flatten({ mark, count, nodes }: Frame, into: Frame): void {
  if (count > 0) append(into, { type: 'text', text: mark.repeat(count) });
  for (const node of nodes) append(into, node);
}

/** The mark of this frame waits no longer. */
function becomeText(frame: Frame): void {
  const { mark, count, nodes } = frame;
  Object.assign(frame, { mark: '', count: 0, nodes: [] } satisfies Frame);
  flatten({ mark, count, nodes }, frame);
}

/** Text joins the text before it. */
function append({ nodes }: Frame, node: Inline): void {
  const last = nodes.at(-1);
  if (node.type === 'text' && last?.type === 'text') {
    nodes[nodes.length - 1] = { type: 'text', text: last.text + node.text };
  } else nodes.push(node);
}

function spanType(mark: string, width: number): SpanType {
  if (mark === '~') return 'strike';
  if (mark === '|') return 'spoiler';
  return width === 2 ? 'bold' : 'italic';
}

/** On one line. One blank on each side is no part of it, so that it can begin with a backtick. */
function codeText(text: string): string {
  const line = text.replaceAll('\n', ' ');
  const isPadded = line.startsWith(' ') && line.endsWith(' ') && line.trim() !== '';
  return isPadded ? line.slice(1, -1) : line;
}

/** A bare URL in the text of a link is text. */
function withoutLinks(nodes: readonly Inline[]): readonly Inline[] {
  const frame: Frame = { mark: '', count: 0, nodes: [] };
  for (const node of nodes) {
    if (node.type === 'link') for (const each of node.content) append(frame, each);
    else append(frame, isSpan(node) ? { ...node, content: withoutLinks(node.content) } : node);
  }
  return frame.nodes;
}

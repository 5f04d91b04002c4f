/**
 * The tree of a text. Plain data: it can be compared, sent to a worker, and drawn by anything.
 *
 * @module
 */

/** A text, from top to bottom. */
export type Markup = readonly Block[];

export type Block = Paragraph | CodeBlock | Quote | List;

export interface Paragraph {
  readonly type: 'paragraph';
  readonly content: readonly Inline[];
}

export interface CodeBlock {
  readonly type: 'code-block';
  /** The word behind the fence, such as `ts`; empty if there is none. */
  readonly language: string;
  /** Its lines, without a line break at the end. */
  readonly text: string;
}

export interface Quote {
  readonly type: 'quote';
  readonly content: readonly Block[];
}

/** Either all of its items have a number, or none. */
export interface List {
  readonly type: 'list';
  readonly items: readonly Item[];
}

export interface Item {
  /** As it was typed: nothing is counted again. Undefined: a bullet. */
  readonly number: number | undefined;
  readonly content: readonly Block[];
}

export type Inline = Text | Break | Code | Span | Link | Mention;

export interface Text {
  readonly type: 'text';
  /** Not empty, and without line breaks. Next to a text there is no other. */
  readonly text: string;
}

/** A line ends. */
export interface Break {
  readonly type: 'break';
}

export interface Code {
  readonly type: 'code';
  readonly text: string;
}

export type SpanType = 'bold' | 'italic' | 'strike' | 'spoiler';

/** A part that looks different. A spoiler is hidden until the reader asks for it. */
export interface Span {
  readonly type: SpanType;
  readonly content: readonly Inline[];
}

export interface Link {
  readonly type: 'link';
  /** With the scheme http, https or mailto; otherwise as it was typed. */
  readonly url: string;
  /** What to show; the URL itself for a bare one. Holds no other link. */
  readonly content: readonly Inline[];
}

/** `@name`. Whether somebody has this name is for the application to find out. */
export interface Mention {
  readonly type: 'mention';
  /** Without the `@`. `all` and `here` name everybody. */
  readonly name: string;
}

/** Whether the node only changes how its content looks. */
export function isSpan(node: Inline): node is Span {
  return 'content' in node && node.type !== 'link';
}

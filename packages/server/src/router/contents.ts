/**
 * The kinds of message content. Features register them.
 *
 * @module
 */
import { encodeContent, PosthornError } from '@posthorn/protocol';
import type { Content, ContentInit } from '@posthorn/protocol';
import type { Effect } from '../store/log/records.ts';

export interface ContentKind {
  /** The case of Content.kind; `text` when it is absent; `custom:TYPE` for one type of custom content. */
  readonly kind: string;
  /** Whether clients may send it. If false, only the server writes it. */
  readonly isSent: boolean;
  /**
   * Whether it counts as a message in unread numbers, previews and alerts. False for content that only changes other
   * messages.
   */
  readonly counts: boolean;
  /** Throws INVALID or TOO_LARGE. Rules that hold for every kind have been checked before. */
  readonly check?: (content: Content) => void;
  /** The change to commit in the same transaction as the message. Must be pure. */
  readonly effect?: (content: Content, sender: number) => Effect | undefined;
  /** Replacement text for wires and clients that cannot show this kind. Used when Content.text is empty. */
  readonly text?: (content: Content) => string;
}

const CUSTOM = 'custom';

export class Contents {
  readonly all: readonly ContentKind[];
  /** How the encoded content of kinds that do not count begins. Types of custom content are not among them. */
  readonly uncounted: readonly Uint8Array[];
  readonly #kinds: ReadonlyMap<string, ContentKind>;

  /** Throws if two kinds have the same name, which is a programming error. */
  constructor(kinds: readonly ContentKind[]) {
    this.all = kinds;
    this.#kinds = new Map(kinds.map((kind) => [kind.kind, kind]));
    this.uncounted = kinds
      .filter(({ kind, counts }) => !counts && kind !== 'text' && !kind.startsWith(`${CUSTOM}:`))
      .map(({ kind }) => firstByteOf(kind));
    if (this.#kinds.size !== kinds.length) throw new Error('two kinds of content have one name');
  }

  /** Returns the kind of a content. A registered custom type wins over `custom`. Throws INVALID if no kind matches. */
  of({ kind }: Content): ContentKind {
    const name = kind?.case ?? 'text';
    const own = kind?.case === CUSTOM ? this.#kinds.get(`${CUSTOM}:${kind.value.type}`) : undefined;
    const found = own ?? this.#kinds.get(name);
    if (found === undefined)
      throw new PosthornError('INVALID', `content of the kind ${name} is not taken here`);
    return found;
  }

  /** Returns text to show where this kind of content cannot be shown. */
  textOf(content: Content): string {
    return content.text === '' ? (this.of(content).text?.(content) ?? '') : content.text;
  }
}

/** The tag of the field in which content of a kind lies: nothing comes before it in content without a text. */
function firstByteOf(kind: string): Uint8Array {
  // The case is the kind's name; its message has defaults for all fields.
  const content = { kind: { case: kind, value: {} } } as ContentInit;
  return encodeContent(content).slice(0, 1);
}

/**
 * The kinds of content that messages may have, as features register them.
 *
 * @module
 */
import { PosthornError } from '@posthorn/protocol';
import type { Content } from '@posthorn/protocol';
import type { Effect } from '../store/log/records.ts';

export interface ContentKind {
  /**
   * The case of Content.kind, `text` for content without one, or `custom:` and Custom.type for one type of an
   * application's content.
   */
  readonly kind: string;
  /** Whether clients may send it; what they may not, the server alone writes. */
  readonly isSent: boolean;
  /** Whether it counts as a message: unread numbers, previews, alerts. What only changes other messages does not. */
  readonly counts: boolean;
  /** Throws INVALID or TOO_LARGE. What holds for every kind is checked before. */
  readonly check?: (content: Content) => void;
  /** What changes with the message, in the same transaction. Must be pure. */
  readonly effect?: (content: Content, sender: number) => Effect | undefined;
  /** What wires and clients show that cannot show this kind, when Content.text is empty. */
  readonly text?: (content: Content) => string;
}

const CUSTOM = 'custom';

export class Contents {
  readonly all: readonly ContentKind[];
  readonly #kinds: ReadonlyMap<string, ContentKind>;

  /** Throws when two kinds have one name: a mistake of the program. */
  constructor(kinds: readonly ContentKind[]) {
    this.all = kinds;
    this.#kinds = new Map(kinds.map((kind) => [kind.kind, kind]));
    if (this.#kinds.size !== kinds.length) throw new Error('two kinds of content have one name');
  }

  /** The kind of a content; one type of custom content before all others. Throws INVALID when there is none. */
  of({ kind }: Content): ContentKind {
    const name = kind?.case ?? 'text';
    const own = kind?.case === CUSTOM ? this.#kinds.get(`${CUSTOM}:${kind.value.type}`) : undefined;
    const found = own ?? this.#kinds.get(name);
    if (found === undefined)
      throw new PosthornError('INVALID', `content of the kind ${name} is not taken here`);
    return found;
  }

  /** A text for those who cannot show this kind of content. */
  textOf(content: Content): string {
    return content.text === '' ? (this.of(content).text?.(content) ?? '') : content.text;
  }
}

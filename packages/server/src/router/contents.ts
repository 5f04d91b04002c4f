/**
 * The kinds of message content. Features register them.
 *
 * @module
 */
import { encodeContent, PosthornError } from '@posthorn/protocol';
import type { Content, ContentInit, MentionAll } from '@posthorn/protocol';
import type { Values } from '../config/option.ts';
import type { CachedConversation } from '../pipeline/conversation-cache.ts';
import type { Submission } from '../pipeline/submission.ts';
import type { Append } from '../store/log/log.ts';
import { EVERYBODY } from '../store/log/mentions.ts';
import type { Effect, MemberRecord } from '../store/log/records.ts';

/** What is known of a message when it is authorised. */
export interface Sending {
  readonly submission: Submission;
  readonly cached: CachedConversation;
  /** The sender's membership of a group. */
  readonly member: MemberRecord | undefined;
  /** The sender is an administrator of the server. */
  readonly isAdministrator: boolean;
  /** The sender is a program. */
  readonly isBot: boolean;
  /** Values of all options; see optionsOf(). */
  readonly options: Values;
}

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
  /**
   * Seq of the message that content of this kind changes. Such content is an entry: it says nothing itself, and its effect
   * folds it into the state of that message (store/log/fold.ts).
   */
  readonly target?: (content: Content) => number;
  /** The change to commit in the same transaction as the message. Must be pure. Throws what forbids it. */
  readonly effect?: (content: Content, sending: Sending) => Effect | undefined;
  /** Whether to others than its sender it is said to come from nobody. */
  readonly hidesSender?: (content: Content) => boolean;
  /**
   * How it reads, after the name of its sender, on wires that cannot show this kind. Empty: nobody need see it. Without it:
   * Content.text.
   */
  readonly text?: (content: Content, linkTo: LinkTo) => string;
}

/** Where a file is to be had, by its id. Empty: that is not to be said. */
export type LinkTo = (file: string) => string;

/** Something that content of any kind may have besides, and what follows from it. */
export interface ContentTrait {
  readonly name: string;
  readonly isIn: (content: Content) => boolean;
  /** Throws INVALID or TOO_LARGE. */
  readonly check?: (content: Content) => void;
  /** As of a kind. It comes after that of the kind. If it may be impossible, that is asked before; see EffectKind.refusal. */
  readonly effect?: (content: Content, sending: Sending) => Effect | undefined;
  /** A line below the text of the kind, on wires that cannot show it. Empty: none. */
  readonly text?: (content: Content) => string;
}

const CUSTOM = 'custom';
/** Most messages have no effect, so it is made once. */
const NONE: readonly Effect[] = [];

export class Contents {
  readonly all: readonly ContentKind[];
  /** How the encoded content of kinds that do not count begins. Types of custom content are not among them. */
  readonly uncounted: readonly Uint8Array[];
  readonly #kinds: ReadonlyMap<string, ContentKind>;
  readonly #traits: readonly ContentTrait[];

  /** Throws if two kinds have the same name, which is a programming error. */
  constructor(kinds: readonly ContentKind[], traits: readonly ContentTrait[] = []) {
    this.all = kinds;
    this.#traits = traits;
    this.#kinds = new Map(kinds.map((kind) => [kind.kind, kind]));
    this.uncounted = kinds
      .filter(({ kind, counts }) => !counts && kind !== 'text' && !kind.startsWith(`${CUSTOM}:`))
      .map(({ kind }) => firstByteOf(kind));
    if (this.#kinds.size !== kinds.length) throw new Error('two kinds of content have one name');
  }

  /** Returns the kind of a content. A registered custom type wins over `custom`. Throws INVALID if no kind matches. */
  of({ kind }: Content): ContentKind {
    const found = this.#find(kind);
    if (found === undefined)
      throw new PosthornError('INVALID', `content of the kind ${kind?.case} is not taken here`);
    return found;
  }

  /** Throws INVALID or TOO_LARGE if clients may not send this. */
  check(content: Content): void {
    const kind = this.of(content);
    if (!kind.isSent)
      throw new PosthornError('INVALID', 'content of this kind is written by the server alone');
    if (kind.target !== undefined) checkEntry(content, kind.target(content));
    kind.check?.(content);
    for (const { isIn, check } of this.#traits) if (isIn(content)) check?.(content);
  }

  /** What is committed with a message. That of its kind comes first. Throws what forbids it. */
  effectsOf(content: Content, sending: Sending): readonly Effect[] {
    const own = this.of(content).effect?.(content, sending);
    const others = this.traitEffectsOf(content, sending);
    return own === undefined ? others : [own, ...others];
  }

  /** The same without that of its kind. */
  traitEffectsOf(content: Content, sending: Sending): readonly Effect[] {
    let found = NONE;
    for (const { isIn, effect } of this.#traits) {
      const made = isIn(content) ? effect?.(content, sending) : undefined;
      if (made !== undefined) found = [...found, made];
    }
    return found;
  }

  /** Whether a content counts as a message of its conversation. What is said in a thread counts there. */
  counts({ kind, thread = 0 }: ContentInit): boolean {
    return thread === 0 && this.#find(kind)?.counts !== false;
  }

  /** What an append has to know about a content besides its bytes. */
  counting(content: ContentInit): Pick<Append, 'counts' | 'mentions'> {
    return { counts: this.counts(content), mentions: mentioned(content.mentions, content.mentionAll) };
  }

  /** Seq of the message that a content belongs to, as an entry or in its thread; 0: none. */
  targetOf(content: Content): number {
    return this.#find(content.kind)?.target?.(content) ?? content.thread;
  }

  /** Whether a content changes another message, and says nothing itself. */
  isEntry({ kind }: Content): boolean {
    return this.#find(kind)?.target !== undefined;
  }

  #find(kind: ContentInit['kind']): ContentKind | undefined {
    const own = kind?.case === CUSTOM ? this.#kinds.get(`${CUSTOM}:${kind.value.type ?? ''}`) : undefined;
    return own ?? this.#kinds.get(kind?.case ?? 'text');
  }

  /** Whether to others than its sender a content is said to come from nobody. */
  hidesSender(content: Content): boolean {
    return this.#find(content.kind)?.hidesSender?.(content) === true;
  }

  /** Returns text to show where this kind of content cannot be shown; empty: nobody need see it. */
  textOf(content: Content, linkTo: LinkTo = () => ''): string {
    const own = this.of(content).text?.(content, linkTo) ?? content.text;
    const more = this.#traits.flatMap(({ isIn, text }) => (isIn(content) ? (text?.(content) ?? '') : []));
    return [own, ...more].filter((line, index) => index === 0 || line !== '').join('\n');
  }
}

/** An entry changes another message, and says nothing itself. */
function checkEntry({ text, replyTo, thread, mentions }: Content, target: number): void {
  if (target === 0) throw new PosthornError('INVALID', 'say which message: target is its seq');
  if (text !== '' || replyTo !== 0 || thread !== 0 || mentions.length > 0)
    throw new PosthornError('INVALID', 'what changes another message has no text, reply, thread or mentions');
}

/**
 * Whom a message mentions; see Append.mentions. Who was online is added once it is committed. Undefined: nobody.
 */
export function mentioned(
  users: readonly number[] = [],
  all: MentionAll = 'unspecified',
): readonly number[] | undefined {
  if (all === 'everybody') return [EVERYBODY];
  return users.length === 0 ? undefined : [...new Set(users)].filter((user) => user !== EVERYBODY);
}

/** From which seq on the sender of a message surely sees everything; what is below has to be looked up. */
export function seesFrom({ cached, member }: Sending): number {
  return cached.record.kind === 'group' ? (member?.joinedSeq ?? Infinity) : 1;
}

/** The tag of the field in which content of a kind lies: nothing comes before it in content without a text. */
function firstByteOf(kind: string): Uint8Array {
  // The case is the kind's name; its message has defaults for all fields.
  const content = { kind: { case: kind, value: {} } } as ContentInit;
  return encodeContent(content).slice(0, 1);
}

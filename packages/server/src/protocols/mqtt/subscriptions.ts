/**
 * What one session has subscribed to.
 *
 * @module
 */
import type { ChatInfo } from './chat-info.ts';
import { MqttError } from './error.ts';
import type { QoS } from './packets.ts';
import { REASON } from './reason-codes.ts';
import { levelsOf, matches, mayMean, parseFilter } from './topics.ts';
import type { Filter, TopicLevels } from './topics.ts';

/** How messages are written. */
export type Form = 'text' | 'json' | 'protobuf';

export interface SubscriptionOptions {
  readonly qos: QoS;
  /** What this session has published itself is not wanted. */
  readonly noLocal: boolean;
  readonly retainAsPublished: boolean;
  /** 0 send what is retained, 1 only for a new subscription, 2 never. */
  readonly retainHandling: 0 | 1 | 2;
  readonly identifier?: number | undefined;
  /** Of messages on topics of chats that do not name it. Default: text. */
  readonly form?: Form | undefined;
}

/** A subscription as it is kept. */
export interface Subscription extends SubscriptionOptions {
  readonly filter: string;
}

/** How a topic is published to the session. */
export interface Match {
  /** Spelled as a filter has it: a client finds its callback by it. */
  readonly topic: string;
  /** The highest of all. */
  readonly qos: QoS;
  /** Of all subscriptions that have one. */
  readonly identifiers: readonly number[];
  readonly retainAsPublished: boolean;
  /** The one that says most. */
  readonly form: Form;
}

/** A match for messages of a chat. */
export interface Wanted extends Match {
  /** See {@link ChatInfo.topics}. */
  readonly variant: number;
}

export const MAX_SUBSCRIPTIONS = 100;
/** Chats whose matches are remembered. */
const MAX_REMEMBERED = 64;

const NONE: readonly Kept[] = [];
/** By how much they say. */
const FORMS: readonly Form[] = ['text', 'protobuf', 'json'];

interface Kept extends Subscription, Pick<Filter, 'levels'> {}

export class Subscriptions {
  /** In the order in which they were made. Few, so an array is less than a map. Replaced, not changed. */
  #kept: readonly Kept[] = NONE;
  /** How messages of chats are published, until the subscriptions change. */
  #wanted: Map<ChatInfo, readonly Wanted[]> | undefined;

  /**
   * Throws 0x8F or 0x9E for a filter that is not taken here, and 0x97 beyond {@link MAX_SUBSCRIPTIONS}. A filter that is there
   * gets the new options [MQTT-3.8.4-3].
   */
  set(filter: string, options: SubscriptionOptions): 'new' | 'replaced' {
    const kept = keptOf(filter, options);
    this.#wanted = undefined;
    const at = this.#placeOf(filter);
    if (at >= 0) {
      this.#kept = this.#kept.with(at, kept);
      return 'replaced';
    }
    if (this.#kept.length >= MAX_SUBSCRIPTIONS)
      throw new MqttError(REASON.quotaExceeded, `a session has at most ${MAX_SUBSCRIPTIONS} subscriptions`);
    this.#kept = this.#kept.concat([kept]);
    return 'new';
  }

  /** Whether there was one. */
  remove(filter: string): boolean {
    this.#wanted = undefined;
    const at = this.#placeOf(filter);
    if (at >= 0) this.#kept = this.#kept.toSpliced(at, 1);
    return at >= 0;
  }

  /** Undefined: no subscription means this topic. `isOwn`: this session has published it itself. */
  match(topic: string | TopicLevels, isOwn = false): Match | undefined {
    if (this.#kept.length === 0) return undefined;
    const found = typeof topic === 'string' ? levelsOf(topic) : topic;
    const hits: Kept[] = [];
    for (const each of this.#kept) {
      if (!(isOwn && each.noLocal) && matches(each, found)) hits.push(each);
    }
    if (hits.length === 0) return undefined;
    return {
      topic: spelling(found, hits),
      qos: Math.max(...hits.map(({ qos }) => qos)) as QoS,
      identifiers: hits.flatMap(({ identifier = [] }) => identifier),
      retainAsPublished: hits.some(({ retainAsPublished }) => retainAsPublished),
      form: found.jsonAt < 0 ? mostTelling(hits) : 'json',
    };
  }

  /** How a message of this chat is published, by rising variant. `isOwn`: this session has published it itself. */
  wanted(chat: ChatInfo, isOwn: boolean): readonly Wanted[] {
    if (isOwn && this.hasNoLocal) return this.#find(chat, true);
    const wanted = (this.#wanted ??= new Map<ChatInfo, readonly Wanted[]>());
    const known = wanted.get(chat);
    if (known !== undefined) return known;
    const found = this.#find(chat, false);
    if (wanted.size >= MAX_REMEMBERED) wanted.clear();
    wanted.set(chat, found);
    return found;
  }

  #find({ topics }: ChatInfo, isOwn: boolean): readonly Wanted[] {
    return topics.flatMap((topic, variant) => {
      const match = this.match(topic, isOwn);
      return match === undefined ? [] : { ...match, variant };
    });
  }

  /** Whether a subscription means this part of any chat. */
  wants(part: 'typing' | 'read' | 'delivered'): boolean {
    return this.#kept.some((each) => mayMean(each, part));
  }

  /** Whether what this session publishes itself is not wanted everywhere. */
  get hasNoLocal(): boolean {
    return this.#kept.some(({ noLocal }) => noLocal);
  }

  get size(): number {
    return this.#kept.length;
  }

  /** In the order in which they were made. */
  get all(): readonly Subscription[] {
    return this.#kept;
  }

  /** To be kept with the session. */
  save(): readonly Subscription[] {
    return this.all;
  }

  /** Takes over what {@link save} gave, in place of what is there. Another version may have taken what means nothing here. */
  load(saved: readonly Subscription[]): void {
    this.#kept = NONE;
    this.#wanted = undefined;
    for (const { filter, ...options } of saved) {
      try {
        this.set(filter, options);
      } catch (error) {
        if (!(error instanceof MqttError)) throw error;
      }
    }
  }

  #placeOf(text: string): number {
    return this.#kept.findIndex(({ filter }) => filter === text);
  }
}

/** All have the same fields, and so take little. */
function keptOf(
  filter: string,
  { qos, noLocal, retainAsPublished, retainHandling, identifier, form }: SubscriptionOptions,
): Kept {
  const { levels } = parseFilter(filter);
  return { filter, qos, noLocal, retainAsPublished, retainHandling, identifier, form, levels };
}

/** A filter may write a name in its own way, with other upper and lower case. One with a wildcard there means any way. */
function spelling({ text, spelled }: TopicLevels, hits: readonly Kept[]): string {
  const names = hits
    .map(({ filter }) => filter.split('/')[1])
    .filter((name) => name !== undefined && name !== '+' && name !== '#');
  const [own] = names;
  if (own === undefined || names.includes(spelled[1])) return text;
  return spelled.with(1, own).join('/');
}

function mostTelling(options: readonly SubscriptionOptions[]): Form {
  return FORMS[Math.max(...options.map(({ form = 'text' }) => FORMS.indexOf(form)))] ?? 'text';
}

/**
 * What a client subscribes to.
 *
 * @module
 */
import { PosthornError, toPosthornError } from '@posthorn/protocol';
import type { ClientParts } from './client-parts.ts';
import type { Deliveries } from './deliveries.ts';
import type { Extras } from './extras.ts';
import { MqttError } from './error.ts';
import type { Properties, SubscribePacket, Subscription, UnsubscribePacket } from './packets.ts';
import { CONTENT_TYPES } from './payloads.ts';
import { REASON } from './reason-codes.ts';
import { reasonOf } from './reasons.ts';
import type { Form } from './subscriptions.ts';
import { parseTopic } from './topics.ts';

/** Beyond this the client is not read. */
const MANY_WAITING = 16;

/** What a SUBSCRIBE asks for besides its filters. */
interface Wishes {
  readonly identifier: number | undefined;
  readonly form: Form | undefined;
  /** The seq after which a conversation is to be read. */
  readonly after: number | undefined;
}

interface Client extends ClientParts {
  readonly deliveries: Deliveries;
  readonly extras: Extras;
}

export class Subscriber {
  readonly #client: Client;
  /** Packets are answered in their order. */
  #working: Promise<void> | undefined;
  #waiting = 0;

  constructor(client: Client) {
    this.#client = client;
  }

  /** So much waits, also of what is to be told, that the client is not to ask for more. */
  get isBusy(): boolean {
    return this.#waiting + this.#client.extras.waiting >= MANY_WAITING;
  }

  subscribe(packet: SubscribePacket): void {
    this.#inTurn(() => this.#subscribe(packet));
  }

  unsubscribe(packet: UnsubscribePacket): void {
    this.#inTurn(() => this.#unsubscribe(packet));
  }

  #inTurn(run: () => Promise<void>): void {
    this.#waiting++;
    this.#working = (this.#working ?? Promise.resolve())
      .then(run)
      .catch((error: unknown) => this.#client.fail(error))
      .finally(() => {
        this.#waiting--;
        if (this.#waiting === 0) this.#working = undefined;
        this.#client.host.readOn();
      });
  }

  /** From the SUBACK on nothing is missed, and the session has the subscriptions, wherever it goes on. */
  async #subscribe({ messageId, subscriptions: wanted, properties }: SubscribePacket): Promise<void> {
    const { link, deliveries } = this.#client;
    await deliveries.begin();
    const granted: number[] = [];
    const refusals: string[] = [];
    const made: (() => void)[] = [];
    for (const each of wanted) {
      try {
        made.push(await this.#set(each, wishesOf(properties)));
        granted.push(each.qos);
      } catch (caught) {
        const error = toPosthornError(caught);
        if (error.canRetry) throw error;
        granted.push(reasonOf(error, 'suback'));
        refusals.push(error.message);
      }
    }
    await this.#save();
    const [reasonString] = refusals;
    link.write({
      cmd: 'suback',
      messageId,
      granted,
      ...(reasonString !== undefined && { properties: { reasonString } }),
    });
    for (const tell of made) tell();
  }

  async #unsubscribe({ messageId, unsubscriptions }: UnsubscribePacket): Promise<void> {
    const { link, subscriptions, extras } = this.#client;
    const removed = unsubscriptions.map((filter) => subscriptions.remove(filter));
    const granted = removed.map((was) => (was ? REASON.success : REASON.noSubscriptionExisted));
    await this.#save();
    link.write({ cmd: 'unsuback', messageId, granted });
    for (const [index, filter] of unsubscriptions.entries()) if (removed[index]) extras.unsubscribed(filter);
  }

  /** Returns what tells the client what is retained, after the SUBACK. */
  async #set(
    { topic, qos, nl: noLocal, rap: retainAsPublished, rh: retainHandling }: Subscription,
    { identifier, form, after }: Wishes,
  ): Promise<() => void> {
    const { subscriptions, extras } = this.#client;
    // Before the subscription is made, as it may be refused.
    const from = after === undefined ? undefined : await this.#placeOf(topic, after);
    const options = {
      qos,
      noLocal,
      retainAsPublished,
      retainHandling,
      identifier,
      form,
    };
    const isNew = subscriptions.set(topic, options) === 'new';
    if (from !== undefined) this.#client.deliveries.beginAfter(from.conversation, from.seq);
    return () => extras.subscribed({ filter: topic, ...options }, isNew);
  }

  /** Where to begin, in a conversation of the user's: at its end at the latest. */
  async #placeOf(
    filter: string,
    after: number,
  ): Promise<{ readonly conversation: number; readonly seq: number }> {
    const topic = /[+#]/.test(filter) ? undefined : parseTopic(filter);
    if (topic?.part !== 'chat')
      throw new MqttError(REASON.implementationSpecific, '"after" is for a filter that names one chat');
    const { chats } = this.#client;
    const conversation = await chats.conversationOf(topic.chat);
    return { conversation, seq: Math.min(after, await chats.headOf(conversation)) };
  }

  async #save(): Promise<void> {
    const { session, subscriptions } = this.#client;
    session.state.subscriptions = subscriptions.save();
    await session.save();
  }
}

function wishesOf(properties: Properties | undefined): Wishes {
  const wishes = new Map(properties?.userProperties);
  const [identifier] = properties?.subscriptionIdentifier ?? [];
  return { identifier, form: formIn(wishes.get('content-type')), after: seqIn(wishes.get('after')) };
}

function formIn(contentType: string | undefined): Form | undefined {
  if (contentType === undefined) return undefined;
  const [form] = Object.entries(CONTENT_TYPES).find(([, type]) => type === contentType) ?? [];
  if (form === undefined)
    throw new PosthornError(
      'INVALID',
      `the property content-type is one of ${Object.values(CONTENT_TYPES).join(', ')}`,
    );
  // One of its keys.
  return form as Form;
}

function seqIn(after: string | undefined): number | undefined {
  if (after === undefined) return undefined;
  const seq = /^\d{1,16}$/.test(after) ? Number(after) : NaN;
  if (!Number.isSafeInteger(seq))
    throw new PosthornError('INVALID', 'the property after is a seq, such as 0');
  return seq;
}

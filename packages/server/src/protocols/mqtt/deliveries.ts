/**
 * From the logs to the client: what it is subscribed to, in the order of each conversation.
 *
 * @module
 */
import { toPosthornError } from '@posthorn/protocol';
import type { Head, Message, MessageInit, StateInit } from '@posthorn/protocol';
import { LogReader } from '../log-reader.ts';
import type { LogPositions } from '../log-reader.ts';
import type { ProtocolHost } from '../protocol.ts';
import { foldedIn } from '../readable.ts';
import { withTargets } from '../targets.ts';
import type { ChatInfo } from './chat-info.ts';
import type { Chats } from './chats.ts';
import type { KeptSession } from './kept-session.ts';
import { LazyMap } from './lazy-map.ts';
import { Outgoing } from './outgoing.ts';
import type { Delivery } from './outgoing.ts';
import type { MqttVersion } from './packets.ts';
import { PendingPublish } from './pending-publish.ts';
import type { SharedPayloads } from './shared-payloads.ts';
import type { Publications } from './publications.ts';
import type { PublishBody } from './publish-body.ts';
import type { Subscriptions, Wanted } from './subscriptions.ts';
import type { Contents } from '../../router/contents.ts';

export interface DeliveriesOptions {
  readonly host: ProtocolHost;
  /** Who has logged in. */
  readonly user: number;
  readonly session: KeptSession;
  readonly chats: Chats;
  readonly subscriptions: Subscriptions;
  readonly publications: Publications;
  readonly payloads: SharedPayloads;
  readonly contents: Contents;
  readonly version: MqttVersion;
  /** Names the history of the log; see Welcome. */
  readonly epoch: string;
  /** Receive Maximum of the client. */
  readonly receiveMaximum: number;
  /** Called with each message that has come, whether or not it is wanted. */
  readonly onMessage: (chat: ChatInfo, message: MessageInit) => void;
  readonly release: (messageId: number, reasonCode: number) => void;
  /** The connection cannot go on. */
  readonly onFailure: (error: unknown) => void;
}

/** Beyond these, what comes live is left to the log. */
const MANY_WAITING = 200;
const MANY_BYTES = 1_048_576;
/** Client ids that the client has chosen and that are remembered. */
const MAX_OWN = 1000;

/** What is known of a message besides what it says. */
interface Told {
  /** It need not be told in text. */
  readonly isFolded?: boolean;
  /** This connection has published it. */
  readonly isOwn?: boolean;
}

/** A promise only if something has to be looked up first. */
type Made = readonly Delivery[] | Promise<readonly Delivery[]>;

const NOTHING: readonly Delivery[] = [];

export class Deliveries {
  readonly outgoing: Outgoing;
  readonly #options: DeliveriesOptions;
  readonly #positions: LogPositions;
  readonly #log: LogReader;
  #begun: Promise<void> | undefined;
  #hasBegun = false;
  /** What was pushed while the heads were read. */
  #early: Head[] = [];
  /** Keeps messages in log order while names are looked up. */
  #writing: Promise<void> = Promise.resolve();
  #waiting = 0;
  /** Calls of {@link Deliveries.#enqueue}. */
  #enqueued = 0;
  /** By conversation, the calls up to which messages are read again instead. */
  readonly #skipped = new LazyMap<number, number>();
  /** Conversations where something was recalled while messages were on their way to the client. */
  #outdated: Set<number> | undefined;
  /** Client ids that the client has chosen itself in this connection. */
  #own: Set<string> | undefined;

  constructor(options: DeliveriesOptions) {
    const { host, session, receiveMaximum, release, onFailure } = options;
    this.#options = options;
    this.#positions = new Map(session.state.outbound.positions);
    this.outgoing = new Outgoing({
      state: session.state.outbound,
      receiveMaximum,
      save: () => session.save(),
      saveSoon: () => session.saveSoon(),
      release,
      isOutdated: (conversation) => this.#outdated?.has(conversation) === true,
      readAgain: (conversation) => this.#readAgain(conversation),
      onFailure,
    });
    this.#log = new LogReader({
      positions: this.#positions,
      request: (request) => host.request(request),
      wants: () => true,
      onRead: (conversation, messages, states) => this.#read(conversation, messages, states),
      drained: async () => {
        await this.#writing;
        await this.outgoing.drained();
        await host.drained();
      },
      onFailure: (error) => onFailure(toPosthornError(error)),
    });
  }

  /** A new session starts at the head of every log. Resolves when nothing that is said from now on is missed. */
  begin(): Promise<void> {
    return (this.#begun ??= this.#beginAtHeads());
  }

  /** Goes on where an earlier connection was. */
  resume(): void {
    const { subscriptions, onFailure } = this.#options;
    const isReliable = subscriptions.all.some(({ qos }) => qos > 0);
    // What was missed with QoS 0 alone is not read again.
    this.#begun = isReliable ? this.#beginWhereItWas() : this.#beginAtHeads();
    this.#begun.catch(onFailure);
    this.outgoing.resume((conversation, seq) => this.#load(conversation, seq)).catch(onFailure);
  }

  /** A conversation is read on from here. */
  beginAfter(conversation: number, seq: number): void {
    this.#moveTo(conversation, seq);
    if (this.#isOnTheWay) (this.#outdated ??= new Set()).add(conversation);
    this.#log.restart(conversation, seq);
  }

  /** `isOwn`: this connection has published it. */
  message(message: Message, isOwn: boolean): void {
    const { conversation, seq } = message;
    try {
      this.#noteRecall(message);
      if (!this.#hasBegun) this.heads([{ conversation, seq }]);
      else if (this.#isFull || (!isOwn && this.#needsClientId(message)))
        this.#log.hint([{ conversation, seq }]);
      else if (this.#log.takes(message)) this.#pushed(message, isOwn);
    } catch (error) {
      // The others get the push all the same.
      this.#options.onFailure(error);
    }
  }

  heads(heads: readonly Head[]): void {
    if (this.#hasBegun) this.#log.hint(heads);
    else if (this.#begun !== undefined) this.#early.push(...heads);
  }

  resync(): void {
    // What was not pushed may have been a recall.
    if (this.#isOnTheWay) this.#outdated = new Set(this.#positions.keys());
    if (this.#hasBegun) this.#log.compare();
    else void this.#begun?.then(() => this.#log.compare());
  }

  /** A message will be in the log under a client id that the client has chosen. */
  noteOwn(clientId: string): void {
    const own = (this.#own ??= new Set());
    own.add(clientId);
    const [oldest] = own;
    if (own.size > MAX_OWN && oldest !== undefined) own.delete(oldest);
  }

  close(): void {
    this.#log.close();
  }

  get #isFull(): boolean {
    return (
      this.#waiting >= MANY_WAITING ||
      this.#options.publications.pendingBytes >= MANY_BYTES ||
      this.outgoing.isFull
    );
  }

  get #isOnTheWay(): boolean {
    return this.#waiting > 0 || this.#log.isReading || !this.outgoing.isEmpty;
  }

  /** Words of what is recalled may wait for the client, or be on their way from the log: they are not sent any more. */
  #noteRecall(message: Message): void {
    if (!this.#isOnTheWay) this.#outdated = undefined;
    else if (this.#options.payloads.isRecall(message))
      (this.#outdated ??= new Set()).add(message.conversation);
  }

  /** What was read of a conversation and is not on its way to the client is read as it is now. */
  #readAgain(conversation: number): void {
    this.#outdated?.delete(conversation);
    if (this.#waiting > 0) this.#skipped.set(conversation, this.#enqueued);
    const position = this.#options.session.state.outbound.positions.get(conversation) ?? 0;
    if (this.#hasBegun) this.#log.restart(conversation, position);
  }

  /** The log says under which client id the user has sent a message, and a push does not. */
  #needsClientId({ sender }: Message): boolean {
    const { user, subscriptions } = this.#options;
    return sender === user && subscriptions.hasNoLocal;
  }

  /** Whether this session has published it. */
  #isOwn({ clientId = '' }: MessageInit): boolean {
    if (clientId === '') return false;
    const { uid } = this.#options.session.state;
    return clientId.startsWith(`${uid}.`) || this.#own?.has(clientId) === true;
  }

  async #beginAtHeads(): Promise<void> {
    for await (const { conversation, seq } of this.#log.heads()) this.#moveTo(conversation, seq);
    const { outbound } = this.#options.session.state;
    if (outbound.wasCut) outbound.maybeSent = new LazyMap();
    this.#hasBegun = true;
    this.#log.hint(this.#early);
    this.#early = [];
  }

  async #beginWhereItWas(): Promise<void> {
    // Of a gateway that has died nobody knows what it has sent last: QoS 0 comes at most once, and QoS 1 as a repeat.
    const { outbound } = this.#options.session.state;
    if (outbound.wasCut) {
      const maybeSent = new LazyMap<number, number>();
      for await (const { conversation, seq } of this.#log.heads()) maybeSent.set(conversation, seq);
      outbound.maybeSent = maybeSent;
    }
    this.#hasBegun = true;
    this.#early = [];
    this.#log.compare();
  }

  #moveTo(conversation: number, seq: number): void {
    this.#positions.set(conversation, seq);
    this.#options.session.state.outbound.positions.set(conversation, seq);
  }

  #read(conversation: number, page: readonly MessageInit[], states: readonly StateInit[]): void {
    const { contents } = this.#options;
    const folded = foldedIn(page);
    this.#enqueue(conversation, withTargets(page, { states, contents }), (message) =>
      this.#deliveriesOf(message, { isFolded: folded.has(message.seq ?? 0) }),
    );
  }

  /** Passes on a message at once if nothing that came before is being looked up, and nothing has to be. */
  #pushed(message: Message, isOwn: boolean): void {
    const { conversation, seq } = message;
    if (this.#waiting > 0) {
      this.#enqueue(conversation, [message], () => this.#deliveriesOf(message, { isOwn }));
      return;
    }
    const deliveries = this.#deliveriesOf(message, { isOwn });
    if (deliveries instanceof Promise) this.#enqueue(conversation, [message], () => deliveries);
    else this.outgoing.take({ conversation, seq, deliveries });
  }

  /** Passes on messages when what came before has been. */
  #enqueue(
    conversation: number,
    messages: readonly MessageInit[],
    deliveriesOf: (message: MessageInit) => Made,
  ): void {
    this.#waiting += messages.length;
    const call = ++this.#enqueued;
    this.#writing = this.#writing
      .then(async () => {
        for (const message of messages) {
          const { seq = 0 } = message;
          const deliveries = await deliveriesOf(message);
          this.#waiting--;
          if (call <= (this.#skipped.get(conversation) ?? 0)) for (const each of deliveries) each.drop?.();
          else this.outgoing.take({ conversation, seq, deliveries });
        }
        if (this.#waiting === 0) this.#skipped.clear();
      })
      .catch(this.#options.onFailure);
  }

  #deliveriesOf(message: MessageInit, told: Told = {}): Made {
    const { chats, subscriptions } = this.#options;
    if (subscriptions.size === 0) return NOTHING;
    const chat = chats.chatOf(message.conversation ?? 0);
    if (!(chat instanceof Promise)) return this.#deliveriesIn(chat, message, told);
    return chat.then((found) => this.#deliveriesIn(found, message, told));
  }

  /** `chat` undefined: the user does not see it. */
  #deliveriesIn(
    chat: ChatInfo | undefined,
    message: MessageInit,
    { isFolded = false, isOwn = false }: Told,
  ): Made {
    const { session, chats, subscriptions, payloads, version, epoch, onMessage } = this.#options;
    if (chat === undefined) return NOTHING;
    onMessage(chat, message);
    const maybeSent = session.state.outbound.maybeSent?.get(chat.conversation) ?? 0;
    const isRepeat = (message.seq ?? 0) <= maybeSent;
    let wanted = subscriptions.wanted(chat, isOwn || this.#isOwn(message));
    if (isRepeat || isFolded)
      wanted = wanted.filter(({ qos, form }) => !(isRepeat && qos === 0) && !(isFolded && form === 'text'));
    const bodies = wanted.map(({ form }) => payloads.of(message, { form, version, epoch }, chats));
    if (bodies.every(isThere)) return this.#pending(wanted, bodies, isRepeat);
    const coming = bodies.map(async (body) => body);
    return Promise.all(coming).then((found) => this.#pending(wanted, found, isRepeat));
  }

  #pending(
    wanted: readonly Wanted[],
    bodies: readonly (PublishBody | undefined)[],
    isRepeat: boolean,
  ): readonly Delivery[] {
    const { publications } = this.#options;
    return wanted.flatMap((each, index) => {
      const body = bodies[index];
      return body === undefined ? [] : new PendingPublish(publications, each, body, isRepeat);
    });
  }

  /** A message that is to be repeated. */
  async #load(conversation: number, seq: number): Promise<readonly Delivery[]> {
    const range = { conversation, after: seq - 1, before: seq + 1, limit: 1, mark: 0 };
    const reply = await this.#options.host.request({ case: 'pull', value: { ranges: [range] } });
    const [batch] = reply.case === 'pulled' ? (reply.value.batches ?? []) : [];
    const { messages = [], states = [] } = batch ?? {};
    const { contents } = this.#options;
    const [message] = withTargets(messages, { states, contents });
    return message?.seq === seq ? this.#deliveriesOf(message) : NOTHING;
  }
}

function isThere<T>(made: T | Promise<T>): made is T {
  return !(made instanceof Promise);
}

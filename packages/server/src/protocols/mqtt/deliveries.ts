/**
 * From the logs to the client: what it is subscribed to, in the order of each conversation.
 *
 * @module
 */
import type { Head, Message, MessageInit, Reply, Request, StateInit } from '@posthorn/protocol';
import { LogReader } from '../log-reader.ts';
import type { LogReaderOptions } from '../log-reader.ts';
import { foldedIn } from '../readable.ts';
import { withTargets } from '../targets.ts';
import type { ChatInfo } from './chat-info.ts';
import type { ClientParts } from './client-parts.ts';
import type { Extras } from './extras.ts';
import { LazyMap } from './lazy-map.ts';
import { Outgoing } from './outgoing.ts';
import type { Delivery, OutgoingOptions } from './outgoing.ts';
import { PendingPublish } from './pending-publish.ts';
import type { PublishBody } from './publish-body.ts';
import { ReadPositions } from './read-positions.ts';
import type { OutboundState } from './state.ts';
import type { Wanted } from './subscriptions.ts';

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

interface Client extends ClientParts {
  readonly extras: Extras;
}

export class Deliveries implements OutgoingOptions, LogReaderOptions {
  readonly #client: Client;
  /** Made when there is something to read. */
  #log: LogReader | undefined;
  #positions: ReadPositions | undefined;
  /** Made when there is something to send. */
  #outgoing: Outgoing | undefined;
  /** Until it has begun. */
  #begun: Promise<void> | undefined;
  #hasBegun = false;
  /** What was pushed while the heads were read. */
  #early: Head[] | undefined;
  /** Keeps messages in log order while names are looked up. */
  #writing: Promise<void> | undefined;
  #waiting = 0;
  /** Calls of {@link Deliveries.#enqueue}. */
  #enqueued = 0;
  /** By conversation, the calls up to which messages are read again instead. */
  #skipped: Map<number, number> | undefined;
  /** Conversations where something was recalled while messages were on their way to the client. */
  #outdated: Set<number> | undefined;
  /** Client ids that the client has chosen itself in this connection. */
  #own: Set<string> | undefined;

  constructor(client: Client) {
    this.#client = client;
  }

  get outgoing(): Outgoing {
    return (this.#outgoing ??= new Outgoing(this));
  }

  get #reader(): LogReader {
    return (this.#log ??= new LogReader(this));
  }

  /** A new session starts at the head of every log. Resolves when nothing that is said from now on is missed. */
  begin(): Promise<void> {
    if (this.#hasBegun) return Promise.resolve();
    return (this.#begun ??= this.#beginAtHeads());
  }

  /** Goes on where an earlier connection was. */
  resume(): void {
    const { subscriptions, session } = this.#client;
    const onFailure = (error: unknown): void => this.onFailure(error);
    const isReliable = subscriptions.all.some(({ qos }) => qos > 0);
    // What was missed with QoS 0 alone is not read again.
    this.#begun = isReliable ? this.#beginWhereItWas() : this.#beginAtHeads();
    this.#begun.catch(onFailure);
    const { publications, wasCut } = session.state.outbound;
    if (wasCut || publications.size > 0)
      this.outgoing.resume((conversation, seq) => this.#load(conversation, seq)).catch(onFailure);
  }

  /** A conversation is read on from here. */
  beginAfter(conversation: number, seq: number): void {
    this.#moveTo(conversation, seq);
    if (this.#isOnTheWay) (this.#outdated ??= new Set()).add(conversation);
    this.#reader.restart(conversation, seq);
  }

  /** `isOwn`: this connection has published it. */
  message(message: Message, isOwn: boolean): void {
    const { conversation, seq } = message;
    try {
      this.#noteRecall(message);
      if (!this.#hasBegun) this.heads([{ conversation, seq }]);
      else if (this.#isFull || (!isOwn && this.#needsClientId(message)))
        this.#reader.hint([{ conversation, seq }]);
      else if (this.#reader.isNext(message)) this.#pushed(message, isOwn);
    } catch (error) {
      // The others get the push all the same.
      this.onFailure(error);
    }
  }

  heads(heads: readonly Head[]): void {
    if (this.#hasBegun) this.#reader.hint(heads);
    else if (this.#begun !== undefined) (this.#early ??= []).push(...heads);
  }

  resync(): void {
    // What was not pushed may have been a recall.
    if (this.#isOnTheWay) this.#outdated = new Set(this.positions.conversations());
    if (this.#hasBegun) this.#reader.compare();
    else void this.#begun?.then(() => this.#reader.compare());
  }

  /** A message will be in the log under a client id that the client has chosen. */
  noteOwn(clientId: string): void {
    const own = (this.#own ??= new Set());
    own.add(clientId);
    const [oldest] = own;
    if (own.size > MAX_OWN && oldest !== undefined) own.delete(oldest);
  }

  /** The connection has ended. */
  close(): void {
    this.#log?.close();
  }

  // For the log's reader, and for what is on its way to the client.

  get positions(): ReadPositions {
    return (this.#positions ??= new ReadPositions(this.state.positions));
  }

  get state(): OutboundState {
    return this.#client.session.state.outbound;
  }

  get receiveMaximum(): number {
    return this.#client.receiveMaximum;
  }

  request(request: Request): Promise<Reply> {
    return this.#client.host.request(request);
  }

  wants(): boolean {
    return true;
  }

  async drained(): Promise<void> {
    await this.#writing;
    await this.#outgoing?.drained();
    await this.#client.host.drained();
  }

  save(): Promise<void> {
    return this.#client.session.save();
  }

  saveSoon(): void {
    this.#client.session.saveSoon();
  }

  release(messageId: number, reasonCode: number): void {
    this.#client.link.write({ cmd: 'pubrel', messageId, reasonCode });
  }

  isOutdated(conversation: number): boolean {
    return this.#outdated?.has(conversation) === true;
  }

  /** What was read of a conversation and is not on its way to the client is read as it is now. */
  readAgain(conversation: number): void {
    this.#outdated?.delete(conversation);
    if (this.#waiting > 0) (this.#skipped ??= new Map()).set(conversation, this.#enqueued);
    if (this.#hasBegun) this.#reader.restart(conversation, this.state.positions.get(conversation) ?? 0);
  }

  onFailure(error: unknown): void {
    this.#client.fail(error);
  }

  get #isFull(): boolean {
    return (
      this.#waiting >= MANY_WAITING ||
      this.#client.publications.pendingBytes >= MANY_BYTES ||
      this.#outgoing?.isFull === true
    );
  }

  get #isOnTheWay(): boolean {
    return this.#waiting > 0 || this.#log?.isReading === true || this.#outgoing?.isEmpty === false;
  }

  /** Words of what is recalled may wait for the client, or be on their way from the log: they are not sent any more. */
  #noteRecall(message: Message): void {
    if (!this.#isOnTheWay) this.#outdated = undefined;
    else if (this.#client.place.payloads.isRecall(message))
      (this.#outdated ??= new Set()).add(message.conversation);
  }

  /** The log says under which client id the user has sent a message, and a push does not. */
  #needsClientId({ sender }: Message): boolean {
    const { entry, subscriptions } = this.#client;
    return sender === entry.user && subscriptions.hasNoLocal;
  }

  /** Whether this session has published it. */
  #isOwn({ clientId = '' }: MessageInit): boolean {
    if (clientId === '') return false;
    const { uid } = this.#client.session.state;
    return clientId.startsWith(`${uid}.`) || this.#own?.has(clientId) === true;
  }

  async #beginAtHeads(): Promise<void> {
    for await (const { conversation, seq } of this.#reader.heads()) this.#moveTo(conversation, seq);
    const { outbound } = this.#client.session.state;
    if (outbound.wasCut) outbound.maybeSent = new LazyMap();
    // An idle client needs no reader.
    this.#log = undefined;
    this.#hasBegun = true;
    this.#begun = undefined;
    if (this.#early !== undefined) this.#reader.hint(this.#early);
    this.#early = undefined;
  }

  async #beginWhereItWas(): Promise<void> {
    // Of a gateway that has died nobody knows what it has sent last: QoS 0 comes at most once, and QoS 1 as a repeat.
    const { outbound } = this.#client.session.state;
    if (outbound.wasCut) {
      const maybeSent = new LazyMap<number, number>();
      for await (const { conversation, seq } of this.#reader.heads()) maybeSent.set(conversation, seq);
      outbound.maybeSent = maybeSent;
    }
    this.#hasBegun = true;
    this.#begun = undefined;
    this.#early = undefined;
    this.#reader.compare();
  }

  #moveTo(conversation: number, seq: number): void {
    this.#positions?.set(conversation, seq);
    this.#client.session.state.outbound.positions.set(conversation, seq);
  }

  /** For {@link LogReader}. */
  onRead(conversation: number, page: readonly MessageInit[], states: readonly StateInit[]): void {
    const { contents } = this.#client.place;
    const folded = foldedIn(page);
    this.#enqueue(conversation, withTargets(page, { states, contents }), (message) =>
      this.#deliveriesOf(message, { isFolded: folded.has(message.seq ?? 0) }),
    );
  }

  /** Passes on a message at once if nothing that came before is being looked up, and nothing has to be. */
  #pushed(message: Message, isOwn: boolean): void {
    const { conversation, seq } = message;
    const deliveries = this.#waiting > 0 ? undefined : this.#deliveriesOf(message, { isOwn });
    if (deliveries !== undefined && isThere(deliveries)) {
      // What is sent at once moves the position by that.
      if (!this.outgoing.hasRoom(deliveries.length)) this.positions.set(conversation, seq);
      this.outgoing.take({ conversation, seq, deliveries });
      return;
    }
    this.positions.set(conversation, seq);
    this.#enqueue(conversation, [message], () => deliveries ?? this.#deliveriesOf(message, { isOwn }));
  }

  /** Passes on messages when what came before has been. */
  #enqueue(
    conversation: number,
    messages: readonly MessageInit[],
    deliveriesOf: (message: MessageInit) => Made,
  ): void {
    this.#waiting += messages.length;
    const call = ++this.#enqueued;
    this.#writing = (this.#writing ?? Promise.resolve())
      .then(async () => {
        for (const message of messages) {
          const { seq = 0 } = message;
          const deliveries = await deliveriesOf(message);
          this.#waiting--;
          if (call <= (this.#skipped?.get(conversation) ?? 0)) for (const each of deliveries) each.drop?.();
          else this.outgoing.take({ conversation, seq, deliveries });
        }
        if (this.#waiting === 0) this.#skipped = this.#writing = undefined;
      })
      .catch((error: unknown) => this.onFailure(error));
  }

  #deliveriesOf(message: MessageInit, told: Told = {}): Made {
    const { chats, subscriptions } = this.#client;
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
    const { session, chats, subscriptions, extras, link, entry, place } = this.#client;
    if (chat === undefined) return NOTHING;
    extras.message(chat, message);
    const maybeSent = session.state.outbound.maybeSent?.get(chat.conversation) ?? 0;
    const isRepeat = (message.seq ?? 0) <= maybeSent;
    let wanted = subscriptions.wanted(chat, isOwn || this.#isOwn(message));
    if (isRepeat || isFolded)
      wanted = wanted.filter(({ qos, form }) => !(isRepeat && qos === 0) && !(isFolded && form === 'text'));
    const [{ version }, { epoch }, { payloads }] = [link, entry, place];
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
    const { publications } = this.#client;
    const pending: Delivery[] = [];
    for (let at = 0; at < wanted.length; at++) {
      const [each, body] = [wanted[at], bodies[at]];
      if (each !== undefined && body !== undefined)
        pending.push(new PendingPublish(publications, each, body, isRepeat));
    }
    return pending;
  }

  /** A message that is to be repeated. */
  async #load(conversation: number, seq: number): Promise<readonly Delivery[]> {
    const range = { conversation, after: seq - 1, before: seq + 1, limit: 1, mark: 0 };
    const reply = await this.request({ case: 'pull', value: { ranges: [range] } });
    const [batch] = reply.case === 'pulled' ? (reply.value.batches ?? []) : [];
    const { messages = [], states = [] } = batch ?? {};
    const { contents } = this.#client.place;
    const [message] = withTargets(messages, { states, contents });
    return message?.seq === seq ? this.#deliveriesOf(message) : NOTHING;
  }
}

function isThere<T>(made: T | Promise<T>): made is T {
  return !(made instanceof Promise);
}

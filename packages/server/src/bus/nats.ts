/**
 * The bus on NATS core.
 *
 * The library handles the connection: servers, TLS, logins, pings, reconnects, parsing. This file adds what a chat
 * needs: cheap subscriptions, one write per turn, a bound on unsent bytes, and no silent loss. A failed publish, a
 * refused subscription and a broken connection all end in `down` and `up`, after which the routers compare the heads
 * (promise 6).
 *
 * @module
 */
import { createInbox, PermissionViolationError } from '@nats-io/transport-node';
import type { Msg, NatsConnectionImpl, Status } from '@nats-io/transport-node';
import { NodeTransport } from '@nats-io/transport-node/lib/node_transport.js';
import { BusError } from './bus.ts';
import type { Bus, BusHandler, BusStats, BusStatus, SubscribeOptions, Subject, Subscription } from './bus.ts';
import { Backoff } from './nats/backoff.ts';
import { connectNats } from './nats/connect.ts';
import type { NatsConnectOptions } from './nats/connect.ts';
import { Flushes } from './nats/flushes.ts';
import { Outbox } from './nats/outbox.ts';
import { Questions } from './nats/questions.ts';
import { LightSubscription } from './nats/subscription.ts';
import type { SubscriptionHost } from './nats/subscription.ts';
import { Unconfirmed } from './nats/unconfirmed.ts';

export interface NatsBusOptions extends NatsConnectOptions {
  /** Called with what a handler threw. The message counts as delivered. */
  readonly onError: (error: unknown, subject: Subject) => void;
  /** Maximum bytes sent but not yet taken by the server. Beyond it, messages are lost. */
  readonly maxUnconfirmedBytes?: number;
}

const MAX_UNCONFIRMED_BYTES = 64 * 1024 ** 2;
/** Minimum interval between reported losses: each makes all heads be compared, which is expensive. */
const LOSS_INTERVAL_MS = 5000;
/** Retry delay of a subscription that NATS forbade. Permissions can change. */
const REFUSED_RETRY_MS = 15_000;
const CLOSE_TIMEOUT_MS = 2000;
const READY_TIMEOUT_MS = 5000;
const SUBJECT = /^[\w-]+(\.[\w-]+)*$/;

/** Connects. Rejects with a BusError `down` whose message says what to do. */
export async function connectNatsBus(options: NatsBusOptions): Promise<Bus> {
  const backoff = new Backoff(options.random);
  const connection = await connectNats(options, backoff);
  backoff.reset();
  return new NatsBus(connection, backoff, options);
}

class NatsBus implements Bus, SubscriptionHost {
  readonly #connection: NatsConnectionImpl;
  readonly #backoff: Backoff;
  readonly #options: NatsBusOptions;
  readonly #outbox: Outbox;
  readonly #flushes: Flushes;
  readonly #unconfirmed: Unconfirmed;
  readonly #inbox: LightSubscription;
  readonly #questions: Questions;
  readonly #listeners = new Set<(status: BusStatus) => void>();
  readonly #refused = new Set<LightSubscription>();
  readonly #counts = { published: 0, received: 0, lost: 0, outages: 0 };
  #status: BusStatus = 'up';
  /** Rises with every change of the connection, so that calls waiting for an older one notice. */
  #life = 0;
  #nextLossAt = 0;
  #isLossAnnounced = false;
  #closed: Promise<void> | undefined;

  constructor(connection: NatsConnectionImpl, backoff: Backoff, options: NatsBusOptions) {
    this.#connection = connection;
    this.#backoff = backoff;
    this.#options = options;
    this.#outbox = new Outbox((bytes) => {
      connection.protocol.sendCommand(bytes);
      this.#unconfirmed.written(bytes.length);
    }, options.clock);
    this.#flushes = new Flushes(options.clock, () => {
      this.#outbox.flush();
      return connection.flush();
    });
    this.#unconfirmed = new Unconfirmed(() => connection.flush());
    const inbox = createInbox();
    this.#questions = new Questions(`${inbox}.`, options.clock);
    this.#inbox = new LightSubscription(this, `${inbox}.*`, () => {}, undefined);
    connection.protocol.subscribe(this.#inbox.asLibrary());
    void this.#follow();
  }

  get status(): BusStatus {
    return this.#status;
  }

  get maxPayloadBytes(): number {
    return this.#connection.info?.max_payload ?? Infinity;
  }

  stats(): BusStats {
    return { ...this.#counts, subscriptions: this.#connection.protocol.subscriptions.size() - 1 };
  }

  publish(subject: Subject, data: Uint8Array): void {
    this.#send(checked(subject), data);
  }

  subscribe(subject: Subject, handler: BusHandler, { queue }: SubscribeOptions = {}): Subscription {
    const subscription = new LightSubscription(this, checked(subject), handler, queue);
    if (this.#closed !== undefined) return subscription;
    // Earlier messages must not reach the new subscription.
    this.#outbox.flush();
    this.#connection.protocol.subscribe(subscription.asLibrary());
    return subscription;
  }

  async ready(): Promise<void> {
    this.#mustBeUp();
    await this.#flushes.within(READY_TIMEOUT_MS);
    const [forbidden] = this.#refused;
    if (forbidden !== undefined) {
      throw new BusError('down', `NATS forbids to subscribe ${forbidden.subject}; see the log`);
    }
  }

  async request(
    subject: Subject,
    data: Uint8Array,
    options: { readonly timeoutMs: number; readonly signal?: AbortSignal },
  ): Promise<Uint8Array> {
    this.#mustBeUp();
    this.#mustFit(data);
    return this.#questions.one(subject, options, (reply) => this.#send(checked(subject), data, reply));
  }

  async gather(
    subject: Subject,
    data: Uint8Array,
    options: { readonly timeoutMs: number; readonly expected?: number },
  ): Promise<readonly Uint8Array[]> {
    this.#mustBeUp();
    this.#mustFit(data);
    return this.#questions.all(options, (reply) => this.#send(checked(subject), data, reply));
  }

  onStatus(listener: (status: BusStatus) => void): Subscription {
    this.#listeners.add(listener);
    return { unsubscribe: () => void this.#listeners.delete(listener) };
  }

  close(): Promise<void> {
    return (this.#closed ??= this.#close());
  }

  // SubscriptionHost

  received(subscription: LightSubscription, message: Msg): void {
    if (subscription === this.#inbox) this.#answered(message);
    else this.#deliver(subscription, message);
  }

  refused(subscription: LightSubscription, error: Error): void {
    const { subject } = subscription;
    this.#options.logger.error(
      { err: error, subject },
      'NATS forbids a subscription: change its permissions',
    );
    if (this.#refused.size === 0) this.#options.clock.after(REFUSED_RETRY_MS, () => this.#retryRefused());
    this.#refused.add(subscription);
  }

  unsubscribe(subscription: LightSubscription): void {
    if (this.#refused.delete(subscription)) return;
    const { protocol } = this.#connection;
    if (protocol.subscriptions.get(subscription.sid) !== subscription.asLibrary()) return;
    protocol.unsubscribe(subscription.asLibrary());
  }

  // Sending

  #send(subject: string, data: Uint8Array, reply?: string): void {
    if (this.#closed !== undefined) return;
    if (this.#status === 'down') {
      this.#counts.lost++;
    } else if (data.length > this.maxPayloadBytes) {
      this.#lose(`a message of ${data.length} bytes is larger than NATS takes (max_payload)`);
    } else if (this.#unconfirmed.bytes > (this.#options.maxUnconfirmedBytes ?? MAX_UNCONFIRMED_BYTES)) {
      this.#lose('NATS does not take messages fast enough');
    } else {
      this.#counts.published++;
      this.#unconfirmed.queued(this.#outbox.publish(subject, data, reply));
    }
  }

  /** A message was lost: reports it soon, but not too often, so that heads are compared. */
  #lose(reason: string): void {
    this.#counts.lost++;
    if (this.#isLossAnnounced) return;
    this.#isLossAnnounced = true;
    const { clock, logger } = this.#options;
    clock.after(Math.max(0, this.#nextLossAt - clock.monotonic()), () => {
      this.#isLossAnnounced = false;
      this.#nextLossAt = clock.monotonic() + LOSS_INTERVAL_MS;
      // The end of an outage triggers the same comparison.
      if (this.#status === 'down' || this.#closed !== undefined) return;
      logger.warn(
        { reason, lost: this.#counts.lost },
        'messages were lost on the bus; all heads are compared',
      );
      this.#change('down');
      this.#change('up');
    });
  }

  // Receiving

  #answered(message: Msg): void {
    if (message.headers?.code === NO_RESPONDERS && message.data.length === 0) {
      this.#questions.noResponders(message.subject);
    } else {
      this.#counts.received++;
      this.#questions.answered(message.subject, message.data);
    }
  }

  #deliver({ handler, subject }: LightSubscription, message: Msg): void {
    this.#counts.received++;
    const to = message.reply;
    const reply =
      to === undefined || to === '' ? undefined : (data: Uint8Array): void => this.#send(to, data);
    try {
      handler(message.data, subject, reply);
    } catch (error) {
      this.#options.onError(error, subject);
    }
  }

  // The connection

  async #follow(): Promise<void> {
    for await (const status of this.#connection.status()) this.#heard(status);
    if (this.#closed !== undefined) return;
    this.#down();
    this.#options.logger.error({}, 'the connection to NATS has ended for good; restart this process');
  }

  #heard(status: Status): void {
    switch (status.type) {
      case 'disconnect':
        return this.#down();
      case 'staleConnection':
        return this.#abandon();
      case 'reconnecting':
        return this.#backoff.attempt();
      case 'reconnect':
        this.#backoff.reset();
        return void this.#back();
      case 'error':
        return this.#complained(status.error);
      case 'update':
      case 'ldm':
      case 'ping':
      case 'forceReconnect':
      case 'slowConsumer':
      case 'close':
    }
  }

  #complained(error: Error): void {
    if (!(error instanceof PermissionViolationError)) {
      // The server closes the connection next: slow consumer, maximum payload, revoked login.
      this.#options.logger.warn({ err: error }, 'NATS complains');
    } else if (error.operation === 'publish') {
      this.#lose(`NATS forbids to publish ${error.subject}: change its permissions`);
    }
  }

  #down(): void {
    this.#life++;
    if (this.#status === 'down') return;
    this.#counts.outages++;
    this.#outbox.clear();
    this.#unconfirmed.reset();
    this.#options.logger.warn({}, 'the connection to NATS broke; reconnecting');
    this.#change('down');
    this.#questions.failAll(new BusError('down', 'the connection to NATS broke'));
  }

  /**
   * The server is silent. The library first waits until everything is written, which may never happen. Destroying the
   * socket ends that wait.
   */
  #abandon(): void {
    this.#down();
    const { transport } = this.#connection.protocol;
    if (transport instanceof NodeTransport) transport.socket?.destroy();
  }

  /** The library has restored the subscriptions. `up` waits until the server has them. */
  async #back(): Promise<void> {
    const life = ++this.#life;
    try {
      await this.#connection.flush();
    } catch {
      // The connection broke again; another event will follow.
      return;
    }
    if (life !== this.#life || this.#closed !== undefined) return;
    this.#options.logger.info({ server: this.#connection.getServer() }, 'the connection to NATS is back');
    this.#retryRefused();
    this.#change('up');
  }

  #retryRefused(): void {
    const again = [...this.#refused];
    this.#refused.clear();
    if (this.#closed !== undefined) return;
    for (const subscription of again) this.#connection.protocol.subscribe(subscription.asLibrary());
  }

  #change(status: BusStatus): void {
    this.#status = status;
    for (const listener of this.#listeners) listener(status);
  }

  async #close(): Promise<void> {
    if (this.#status === 'up') {
      // If this fails, the messages are lost, as any message may be.
      await this.#flushes.within(CLOSE_TIMEOUT_MS).catch(() => {});
    }
    this.#outbox.clear();
    this.#listeners.clear();
    await this.#connection.close();
    this.#questions.failAll(new BusError('closed', 'the bus is closed'));
  }

  #mustBeUp(): void {
    if (this.#closed !== undefined) throw new BusError('closed', 'the bus is closed');
    if (this.#status === 'down') throw new BusError('down', 'the connection to NATS is down');
  }

  #mustFit(data: Uint8Array): void {
    if (data.length <= this.maxPayloadBytes) return;
    throw new BusError(
      'too-large',
      `${data.length} bytes are more than the ${this.maxPayloadBytes} that NATS takes`,
    );
  }
}

const NO_RESPONDERS = 503;

function checked(subject: Subject): Subject {
  if (!SUBJECT.test(subject)) throw new TypeError(`"${subject}" is no subject`);
  return subject;
}

/**
 * The client: connection, outbox and timeline behind the public interface.
 *
 * @module
 */
import { LIMITS, PosthornError } from '@posthorn/protocol';
import type { Ack, Calls, ContentInit, RequestCase, ServerFrame, User } from '@posthorn/protocol';
import type {
  Client,
  ClientEvents,
  ClientOptions,
  ClientState,
  Credentials,
  Draft,
  HistoryPage,
  Incoming,
  PendingSend,
  PersonalSpace,
  SendAck,
  SendOptions,
  Target,
} from './api.ts';
import { gatewayUrl } from './address.ts';
import { arriveBy } from './arrival.ts';
import { begin, CATCH_UP_RETRY_MS, catchUp, recogniseLog } from './catch-up.ts';
import { closed } from './closed.ts';
import { Connection } from './connection.ts';
import type { Online } from './connection.ts';
import { Cursors } from './cursors.ts';
import { Delivery, toIncoming } from './delivery.ts';
import { deviceOf } from './device.ts';
import { draftOf } from './draft.ts';
import { Emitter } from './emitter.ts';
import { readHistory } from './history.ts';
import { newClientId } from './ids.ts';
import { INSIDE } from './inside.ts';
import type { Inside } from './inside.ts';
import { Outbox } from './outbox.ts';
import type { Outgoing } from './outbox.ts';
import { OwnSpace } from './personal-space.ts';
import { assertRuntime } from './platform.ts';
import type { Platform } from './platform.ts';
import { report } from './report.ts';
import { searchServer } from './search.ts';
import { Memory, memoryStorage } from './storage.ts';
import { Timeline } from './timeline.ts';
import { askUser, Users } from './users.ts';
import { whenOnline, withTimeout } from './waiting.ts';

type Callable = Exclude<RequestCase, 'hello' | 'attach' | 'send'>;

const DEFAULT_OUTBOX = 10_000;
const CALL_TIMEOUT_MS = 30_000;
const DEFAULT_SOFTWARE = 'posthorn-client';

/** Reads the storage, starts to connect, and returns. Rejects with INVALID, or if the storage cannot be read. */
export async function startClient(
  credentials: Credentials,
  options: ClientOptions,
  platform: Platform,
): Promise<Client> {
  assertRuntime();
  const gateway = gatewayUrl(credentials.server, platform.canDial);
  const emitter = new Emitter<ClientEvents>((error) => report(emitter, error));
  const memory = await Memory.load(options.storage ?? memoryStorage(), (error) => report(emitter, error));
  return new PosthornClient({ credentials, gateway, options, platform, emitter, memory });
}

interface ClientParts {
  readonly credentials: Credentials;
  readonly gateway: string;
  readonly options: ClientOptions;
  readonly platform: Platform;
  readonly emitter: Emitter<ClientEvents>;
  readonly memory: Memory;
}

class PosthornClient implements Client {
  readonly #parts: ClientParts;
  readonly [INSIDE]: Inside;
  readonly #connection: Connection;
  readonly #outbox: Outbox;
  readonly #timeline: Timeline;
  readonly #delivery: Delivery;
  readonly #cursors: Cursors;
  readonly #users: Users;
  readonly #space: OwnSpace;
  #online: Online | undefined;
  /** The first positions are known. Before that pushes are ignored: comparing heads will find their messages. */
  #hasBegun: boolean;
  readonly #receives: boolean;
  #self = 0;
  #restored = new Set<number>();
  /** Drafts pass the hooks one after the other, so that they stay in order. */
  #drafting: Promise<unknown> = Promise.resolve();
  #closing: Promise<void> | undefined;

  constructor(parts: ClientParts) {
    const { credentials, gateway, options, platform, memory, emitter } = parts;
    this.#parts = parts;
    this[INSIDE] = this.#inside(parts);
    this.#receives = options.receives ?? true;
    this.#hasBegun = this.#receives && (memory.hasBegun || options.start === 'start');
    this.#users = new Users(platform, (idOrName) => askUser(this, idOrName));
    this.#outbox = new Outbox({
      memory,
      platform,
      maxEntries: options.maxOutbox ?? DEFAULT_OUTBOX,
      resolveUser: (name) => this.#users.idOf(name),
      onAcked: (entry, ack) => this.#acked(entry, ack),
      onFailed: (clientId, error) => emitter.emit('failed', { clientId, error }),
      onDelayed: (clientId, error) => emitter.emit('delayed', { clientId, error }),
    });
    this.#delivery = new Delivery({
      hooks: options.hooks ?? [],
      self: () => this.#self,
      hand: (message) => emitter.emitAndWait('message', message),
      keep: async (positions) => memory.keepPositions(positions),
      onDelivered: (conversation, seq) => {
        if (options.sendsDelivered !== false) this.#cursors.delivered(conversation, seq);
      },
      onRoom: () => this.#timeline.resume(),
      after: platform.after,
      onError: (error) => report(emitter, error),
    });
    this.#timeline = new Timeline(
      {
        platform,
        onStep: (step) => this.#delivery.push(step),
        hasRoom: () => this.#delivery.hasRoom(),
        pageMessages: LIMITS.maxMessagesPerPull,
        pull: (ranges) => this.#requests().ask('pull', { ranges }),
        onDiverged: (conversation) => this.#restored.add(conversation),
        onError: (error) => report(emitter, error),
      },
      memory.positions,
    );
    this.#cursors = new Cursors({
      platform,
      tell: (cursors) => this.#requests().ask('moveCursors', { cursors }),
    });
    this.#space = new OwnSpace(memory, platform, emitter);
    this.#connection = new Connection({
      platform,
      credentials,
      gateway,
      device: deviceOf(options, memory),
      software: options.software ?? DEFAULT_SOFTWARE,
      memory,
      connectTimeoutMs: options.connectTimeoutMs,
      onState: (state) => this.#entered(state),
      onOnline: (online) => void this.#cameOnline(online),
      onOffline: () => this.#wentOffline(),
      onPush: (body) => this.#push(body),
    });
    // The caller first adds its listeners.
    queueMicrotask(() => void this.#connection.run());
  }

  #inside(parts: ClientParts): Inside {
    const discard = (clientId: string): Promise<boolean> => this.#outbox.discard(clientId);
    return { ...parts, discard, probe: () => this.#connection.probe() };
  }

  get state(): ClientState {
    return this.#connection.state;
  }

  get mine(): PersonalSpace {
    this.#space.use();
    return this.#space;
  }

  on<K extends keyof ClientEvents>(event: K, listener: ClientEvents[K]): () => void {
    return this.#parts.emitter.on(event, listener);
  }

  send(target: Target, said: string | ContentInit, options: SendOptions = {}): PendingSend {
    const { clientId = newClientId(this.#parts.platform.now()) } = options;
    const draft = draftOf(target, said, options);
    const done = this.#closing === undefined ? this.#draft(clientId, draft) : Promise.reject(closed());
    // A caller that ignores `done` learns the outcome from the events; a rejection must not end the process.
    done.catch(() => {});
    return { clientId, done };
  }

  async call<K extends Callable>(name: K, request: Calls[K]['init']): Promise<Calls[K]['reply']> {
    const { platform, options } = this.#parts;
    return withTimeout(platform, options.callTimeoutMs ?? CALL_TIMEOUT_MS, async (timeout) => {
      const { requests } = await Promise.race([whenOnline(this, () => this.#online), timeout]);
      return Promise.race([requests.ask(name, request), timeout]);
    });
  }

  history(conversation: number, page: HistoryPage): Promise<readonly Incoming[]> {
    return readHistory((ranges) => this.call('pull', { ranges }), this.#self, { conversation, page });
  }

  search(...asked: Parameters<Client['search']>): ReturnType<Client['search']> {
    return searchServer(this, ...asked);
  }

  markRead(conversation: number, seq: number): void {
    this.#cursors.read(conversation, seq);
  }

  user(idOrName: number | string): Promise<User | undefined> {
    return this.#users.get(idOrName);
  }

  pending(): ReturnType<Client['pending']> {
    return this.#outbox.pending();
  }

  close(): Promise<void> {
    return (this.#closing ??= this.#close());
  }

  async #close(): Promise<void> {
    await this.#delivery.close();
    await this.#cursors.flush();
    this.#outbox.close();
    this.#space.offline();
    this.#connection.close();
    await this.#parts.memory.close();
  }

  #draft(clientId: string, draft: Draft): Promise<SendAck> {
    const { hooks = [] } = this.#parts.options;
    const ready = this.#drafting.then(async () => {
      let passing: Draft | undefined = draft;
      for (const hook of hooks) {
        if (passing !== undefined && hook.outgoing !== undefined) passing = await hook.outgoing(passing);
      }
      if (passing === undefined) throw new PosthornError('FORBIDDEN', 'a hook held the message back');
      return { done: this.#outbox.send(clientId, passing.target, passing.content) };
    });
    this.#drafting = ready.catch(() => {});
    return ready.then(({ done }) => done);
  }

  #requests(): Online['requests'] {
    if (this.#online === undefined) throw new PosthornError('UNAVAILABLE', 'not connected');
    return this.#online.requests;
  }

  #entered(state: ClientState): void {
    if (state.name === 'online') this.#self = state.session.user?.id ?? 0;
    this.#parts.emitter.emit('state', state);
  }

  async #cameOnline(online: Online): Promise<void> {
    this.#online = online;
    this.#timeline.online();
    this.#cursors.online();
    this.#outbox.online(online.requests);
    this.#space.online(online.requests, online.welcome.epoch);
    if (this.#receives) await this.#sync(online);
  }

  #wentOffline(): void {
    this.#online = undefined;
    this.#timeline.offline();
    this.#cursors.offline();
    this.#outbox.offline();
    this.#space.offline();
  }

  /** Compares every conversation with the log. */
  async #sync(online: Online): Promise<void> {
    const { memory, options, emitter, platform } = this.#parts;
    const { epoch } = online.welcome;
    recogniseLog(memory, this.#timeline, epoch);
    try {
      if (!memory.hasBegun) await begin(online.requests, this.#timeline, options.start ?? 'undelivered');
      memory.keepBegun();
      this.#hasBegun = true;
      await catchUp(online.requests, this.#timeline);
    } catch (error) {
      // If the connection is lost, the next one starts again. Otherwise report the error, and retry.
      if (this.#online !== online) return;
      report(emitter, error);
      platform.after(CATCH_UP_RETRY_MS, () => this.#online === online && void this.#sync(online));
      return;
    }
    await this.#timeline.settled();
    if (this.#online !== online) return;
    if (this.#restored.size > 0) {
      emitter.emit('restored', [...this.#restored]);
      this.#restored = new Set();
    }
    this.#delivery.mark(() => {
      if (memory.epoch !== epoch) memory.keepEpoch(epoch);
      emitter.emit('synced');
    });
  }

  #push(body: NonNullable<ServerFrame['body']>): void {
    const { emitter } = this.#parts;
    switch (body.case) {
      case 'message':
        if (this.#hasBegun) this.#timeline.arrived(body.value);
        return;
      case 'heads':
        if (this.#hasBegun) this.#timeline.heads(body.value.heads, false);
        return;
      case 'resync':
        this.#space.behind();
        if (this.#online !== undefined && this.#receives) void this.#sync(this.#online);
        return;
      case 'mine':
        return this.#space.arrived(body.value);
      case 'messages':
        for (const message of body.value.messages) emitter.emit('own', toIncoming(message, this.#self));
        return;
      case 'typingNote':
        return emitter.emit('typing', body.value);
      case 'presenceNote':
        return emitter.emit('presence', body.value);
      case 'receiptNote':
        return emitter.emit('receipt', body.value);
      case 'user':
        this.#users.heard(body.value);
        return emitter.emit('user', body.value);
      default:
        // What the SDK itself has nothing to do with, such as what bots say to one user alone.
        return emitter.emit('push', body);
    }
  }

  #acked(sent: Outgoing, ack: Ack): void {
    if (this.#hasBegun) arriveBy(this.#timeline, { sent, ack, self: this.#self });
    const { state: _, ...place } = ack;
    this.#parts.emitter.emit('sent', { ...place, clientId: sent.clientId });
  }
}

/**
 * The routers of a cluster, as the one that a gateway knows: the same interface, over the bus.
 *
 * @module
 */
import { encodeClientFrame, PosthornError } from '@posthorn/protocol';
import type { Reply, Request } from '@posthorn/protocol';
import type { Bus } from '../bus/bus.ts';
import type { Clock } from '../clock.ts';
import type { Links } from '../cluster/links.ts';
import type { Nodes } from '../cluster/nodes.ts';
import type { RouterAnswerBody, RouterCallBodyInit } from '../generated/bus.ts';
import type { Logger } from '../logger.ts';
import { decodeReply, fromAttachmentInfo, fromSessionInfo } from './call-codec.ts';
import { Dispatcher } from './dispatcher.ts';
import { laneOf } from './placements.ts';
import type { Ordered } from './placements.ts';
import type {
  Attachment,
  Caller,
  CallerSession,
  ForeignIdentity,
  Router,
  Standing,
} from '../router/router.ts';

export interface RemoteRouterOptions {
  readonly bus: Bus;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly nodes: Nodes;
  readonly links: Links;
}

/** A call that took longer ends as TIMEOUT; what it began may still happen. */
const CALL_TIMEOUT_MS = 30_000;

interface AskOptions {
  /** Calls of one key go to one router. */
  readonly key?: number;
  /** Of a send. */
  readonly ordered?: Ordered;
  readonly isRepeatable?: boolean;
}

const UNORDERED: Ordered = { order: 0, lane: '' };
const NOBODY: Caller = { connection: 0, address: '', session: undefined };

export class RemoteRouter implements Router {
  readonly #clock: Clock;
  readonly #dispatcher: Dispatcher;

  constructor(options: RemoteRouterOptions) {
    this.#clock = options.clock;
    this.#dispatcher = new Dispatcher(options);
  }

  /** Whether there is a router to ask. */
  get isReady(): boolean {
    return this.#dispatcher.hasRouter;
  }

  async call(caller: Caller, request: Request): Promise<Reply> {
    const bytes = encodeClientFrame({ id: 0, body: request });
    const ordered =
      request.case === 'send' ? { order: request.value.order, lane: laneOf(request.value) } : UNORDERED;
    const body = await this.#ask(
      caller,
      { case: 'request', value: bytes },
      { ordered, isRepeatable: isRepeatable(request) },
    );
    return body.case === 'reply' ? decodeReply(body.value) : unexpected(body);
  }

  async authenticate(token: string): Promise<CallerSession> {
    const body = await this.#ask(NOBODY, { case: 'authenticate', value: token });
    return body.case === 'session' ? fromSessionInfo(body.value) : unexpected(body);
  }

  async attach(caller: Caller, token: string): Promise<Attachment> {
    const body = await this.#ask(caller, { case: 'attach', value: token });
    return body.case === 'attachment' ? fromAttachmentInfo(body.value) : unexpected(body);
  }

  async attachAs(caller: Caller, identity: ForeignIdentity): Promise<Attachment> {
    const body = await this.#ask(caller, { case: 'attachAs', value: identity });
    return body.case === 'attachment' ? fromAttachmentInfo(body.value) : unexpected(body);
  }

  async groups(user: number, after: number, limit: number): ReturnType<Router['groups']> {
    const body = await this.#ask(NOBODY, { case: 'groups', value: { user, after, limit } }, { key: user });
    return body.case === 'groups' ? body.value.groups : unexpected(body);
  }

  async standing(conversation: number, users: readonly number[]): Promise<Standing> {
    const body = await this.#ask(
      NOBODY,
      { case: 'standing', value: { conversation, users } },
      { key: conversation },
    );
    return body.case === 'standing' ? body.value : unexpected(body);
  }

  async sessionsOf(users: readonly number[]): Promise<readonly number[]> {
    const body = await this.#ask(NOBODY, { case: 'sessionsOf', value: { users } }, { key: users[0] ?? 0 });
    return body.case === 'sessions' ? body.value.ids : unexpected(body);
  }

  detached(connection: number, offlineUser: number | undefined): void {
    this.#dispatcher.detached(connection, offlineUser);
  }

  /** Rejects what waits for an answer. Idempotent. */
  close(): void {
    this.#dispatcher.close();
  }

  #ask(
    caller: Caller,
    body: RouterCallBodyInit,
    { key = caller.connection, ordered = UNORDERED, isRepeatable: repeats = true }: AskOptions = {},
  ): Promise<RouterAnswerBody> {
    return new Promise((resolve, reject) => {
      const call = {
        caller,
        body,
        key,
        ...ordered,
        isRepeatable: repeats,
        deadline: this.#clock.monotonic() + CALL_TIMEOUT_MS,
        tries: 0,
        isSettled: false,
        resolve(answer: RouterAnswerBody) {
          call.isSettled = true;
          resolve(answer);
        },
        reject(error: PosthornError) {
          call.isSettled = true;
          reject(error);
        },
      };
      this.#dispatcher.dispatch(call);
    });
  }
}

/**
 * Requests that may have been carried out and can be made again: they only read, or set what they would set again.
 * Those with a client id can be, too.
 */
const REPEATABLE: ReadonlySet<Request['case']> = new Set([
  'pull',
  'listHeads',
  'moveCursors',
  'listConversations',
  'getConversation',
  'openDirect',
  'listMembers',
  'listReceipts',
  'listInvites',
  'muteConversation',
  'getUsers',
  'findUsers',
  'listOnline',
  'watchPresence',
  'updateProfile',
  'listSessions',
  'block',
  'unblock',
  'listBlocked',
  'getServerInfo',
  'listNodes',
]);

function isRepeatable({ case: kind, value }: Request): boolean {
  return 'clientId' in value ? value.clientId !== '' : REPEATABLE.has(kind);
}

function unexpected({ case: kind }: RouterAnswerBody): never {
  throw new PosthornError('INTERNAL', `the router answers with a ${kind}`);
}

/**
 * The routers of a cluster behind the interface of one router, over the bus.
 *
 * @module
 */
import { encodeClientFrame, encodeServerFrame, PosthornError, toPosthornError } from '@posthorn/protocol';
import type { Reply, Request } from '@posthorn/protocol';
import { decodeUntrusted, peekSend, REQUEST_NUMBERS } from '@posthorn/protocol/requests';
import { Writer } from '@posthorn/protocol/wire';
import type { Bus } from '../bus/bus.ts';
import type { Clock } from '../clock.ts';
import type { Links } from '../cluster/links.ts';
import type { Nodes } from '../cluster/nodes.ts';
import { SessionLost } from '../cluster/session-lost.ts';
import type { RequestList, RouterAnswerBody, RouterCallBodyInit } from '../generated/bus.ts';
import type { Logger } from '../logger.ts';
import {
  decodeReply,
  fromAttachmentInfo,
  fromCallError,
  fromSessionInfo,
  isKnownError,
} from './call-codec.ts';
import { Dispatcher } from './dispatcher.ts';
import { KnownRequests } from './known-requests.ts';
import { positionOf, UNORDERED } from './lanes.ts';
import type { LanePosition } from './lanes.ts';
import type { PendingCall } from './peer.ts';
import type {
  Answer,
  Attachment,
  Caller,
  CallerSession,
  ForeignIdentity,
  MembershipSnapshot,
  RequestFrame,
  Router,
} from '../router/router.ts';

export interface RemoteRouterOptions {
  readonly bus: Bus;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly nodes: Nodes;
  readonly links: Links;
  /** Requests known to routers that are too old to announce theirs. */
  readonly usualRequests: RequestList;
}

/** A longer call ends with TIMEOUT, though the router may still carry it out. */
const CALL_TIMEOUT_MS = 30_000;

/** A call to be made; everything but `body` has a default. */
interface Question extends Partial<LanePosition> {
  readonly body: RouterCallBodyInit;
  /** Calls with the same key go to the same router. */
  readonly key?: number;
  readonly request?: RequestFrame;
}

const NOBODY: Caller = { connection: 0, address: '', session: undefined };

export class RemoteRouter implements Router {
  readonly #clock: Clock;
  readonly #dispatcher: Dispatcher;

  constructor(options: RemoteRouterOptions) {
    this.#clock = options.clock;
    this.#dispatcher = new Dispatcher({
      ...options,
      usualRequests: new KnownRequests(options.usualRequests),
    });
  }

  /** Whether there is a router to ask. */
  get isReady(): boolean {
    return this.#dispatcher.hasRouter;
  }

  async call(caller: Caller, request: Request): Promise<Reply> {
    const frame = encodeClientFrame({ body: request });
    const position = request.case === 'send' ? positionOf(request.value) : UNORDERED;
    const answer = await this.#pass(caller, { number: REQUEST_NUMBERS[request.case], frame }, position);
    return answer.case === 'reply' ? decodeReply(answer.value) : unexpected(answer);
  }

  forward(caller: Caller, { number, frame }: RequestFrame): Promise<Answer> | PosthornError {
    try {
      const isSend = number === REQUEST_NUMBERS.send;
      const position = isSend ? positionOf(decodeUntrusted(peekSend, frame)) : UNORDERED;
      return this.#pass(caller, { number, frame: copied(frame) }, position).then(forwarded);
    } catch (error) {
      return toPosthornError(error);
    }
  }

  #pass(caller: Caller, request: RequestFrame, position: LanePosition): Promise<RouterAnswerBody> {
    return this.#ask(caller, { body: { case: 'request', value: request.frame }, request, ...position });
  }

  async authenticate(token: string): Promise<CallerSession> {
    const body = await this.#ask(NOBODY, { body: { case: 'authenticate', value: token } });
    return body.case === 'session' ? fromSessionInfo(body.value) : unexpected(body);
  }

  async attach(caller: Caller, token: string): Promise<Attachment> {
    const body = await this.#ask(caller, { body: { case: 'attach', value: token } });
    return body.case === 'attachment' ? fromAttachmentInfo(body.value) : unexpected(body);
  }

  async attachAs(caller: Caller, identity: ForeignIdentity): Promise<Attachment> {
    const body = await this.#ask(caller, { body: { case: 'attachAs', value: identity } });
    return body.case === 'attachment' ? fromAttachmentInfo(body.value) : unexpected(body);
  }

  async groups(user: number, after: number, limit: number): ReturnType<Router['groups']> {
    const body = await this.#ask(NOBODY, {
      body: { case: 'groups', value: { user, after, limit } },
      key: user,
    });
    return body.case === 'groups' ? body.value.groups : unexpected(body);
  }

  async membership(conversation: number, users: readonly number[]): Promise<MembershipSnapshot> {
    const body = await this.#ask(NOBODY, {
      body: { case: 'membership', value: { conversation, users } },
      key: conversation,
    });
    return body.case === 'membership' ? body.value : unexpected(body);
  }

  async sessionsOf(users: readonly number[]): Promise<readonly number[]> {
    const body = await this.#ask(NOBODY, {
      body: { case: 'sessionsOf', value: { users } },
      key: users[0] ?? 0,
    });
    return body.case === 'sessions' ? body.value.ids : unexpected(body);
  }

  detached(connection: number, offlineUser: number | undefined): void {
    this.#dispatcher.detached(connection, offlineUser);
  }

  /** Rejects all unanswered calls. Idempotent. */
  close(): void {
    this.#dispatcher.close();
  }

  /** Resolves to the router's answer, which may be an error; rejects when there is none. */
  #ask(
    caller: Caller,
    { body, key = caller.connection, request, order = 0, lane = '' }: Question,
  ): Promise<RouterAnswerBody> {
    return new Promise((resolve, reject) => {
      const call: PendingCall = {
        caller,
        body,
        request,
        key,
        order,
        lane,
        deadline: this.#clock.monotonic() + CALL_TIMEOUT_MS,
        tries: 0,
        isPlaced: false,
        isSettled: false,
        resolve(answer) {
          call.isSettled = true;
          resolve(answer);
        },
        reject(error) {
          call.isSettled = true;
          reject(error);
        },
      };
      this.#dispatcher.dispatch(call);
    });
  }
}

const copies = new Writer();

/** A copy in the writer's shared slab: a separate buffer costs more than a small frame. */
function copied(frame: Uint8Array): Uint8Array {
  copies.raw(frame);
  return copies.finish();
}

/** The encoded answer for the client, including errors whose code this version does not know. */
function forwarded(answer: RouterAnswerBody): Uint8Array {
  if (answer.case === 'reply') return answer.value;
  if (answer.case === 'error' && !isKnownError(answer.value)) return encodeServerFrame({ body: answer });
  return unexpected(answer);
}

/** Throws the router's error; INTERNAL for an answer of another kind. */
function unexpected(answer: RouterAnswerBody): never {
  if (answer.case === 'error') throw fromCallError(answer.value);
  if (answer.case === 'sessionLost') throw new SessionLost(fromCallError(answer.value));
  throw new PosthornError('INTERNAL', `the router answers with a ${answer.case}`);
}

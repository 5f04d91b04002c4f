/**
 * The router in this process.
 *
 * @module
 */
import { PosthornError } from '@posthorn/protocol';
import type { Reply, Request } from '@posthorn/protocol';
import { decodeUntrusted, REQUEST_NUMBERS } from '@posthorn/protocol/requests';
import * as logQueries from '../store/log/conversations.ts';
import { failureFields } from '../logger.ts';
import { accountOf, isNoted, originOf } from './audit.ts';
import type { Audited } from './audit.ts';
import { keyRefusal } from './keys.ts';
import type { RouterMetrics } from './metrics.ts';
import type { RoutedRequest, RoutedRequests } from './requests.ts';
import type {
  Answer,
  Attachment,
  Caller,
  CallerSession,
  ForeignIdentity,
  MembershipSnapshot,
  Proof,
  RequestFrame,
  Router,
  ServableRouter,
} from './router.ts';
import type { Services } from './services.ts';
import { fromStoreError } from '../pipeline/store-errors.ts';

/** Logins and sessions, provided by the accounts feature. */
export interface Logins extends Pick<Router, 'authenticate' | 'attach' | 'attachAs' | 'sessionsOf'> {
  /** The session of a user identified by a protocol without tokens. Rejects like attachAs(). */
  authenticateAs(identity: ForeignIdentity): Promise<CallerSession>;
  /** Called when a user’s last connection is gone. */
  wentOffline(user: number): Promise<void>;
}

export interface LocalRouterOptions {
  readonly services: Services;
  readonly metrics: RouterMetrics;
  readonly requests: RoutedRequests;
  readonly logins: Logins;
}

export function createRouter(options: LocalRouterOptions): ServableRouter {
  return new LocalRouter(options);
}

interface Call {
  readonly request: Pick<RoutedRequest, 'name' | 'audited'>;
  readonly caller: Caller;
  /** Undefined: it was not decoded. */
  readonly value: unknown;
}

const UNKNOWN = new PosthornError('UNKNOWN_REQUEST', 'this server does not know the request');
const LOG_IN_FIRST = new PosthornError('UNAUTHENTICATED', 'log in first');
const ADMINS_ONLY = new PosthornError('FORBIDDEN', 'only administrators may do this', {
  reason: 'admins-only',
});

class LocalRouter implements ServableRouter {
  readonly #services: Services;
  readonly #metrics: RouterMetrics;
  readonly #requests: RoutedRequests;
  readonly #logins: Logins;

  constructor({ services, metrics, requests, logins }: LocalRouterOptions) {
    this.#services = services;
    this.#metrics = metrics;
    this.#requests = requests;
    this.#logins = logins;
  }

  async call(caller: Caller, { case: name, value }: Request): Promise<Reply> {
    const answer = await unrefused(this.#carryOut(caller, REQUEST_NUMBERS[name], value, undefined));
    // Only encoded requests may be answered with bytes.
    return answer as Reply;
  }

  forward(caller: Caller, { number, frame }: RequestFrame): Promise<Answer> | PosthornError {
    return this.#carryOut(caller, number, undefined, frame);
  }

  /**
   * Carries out `given`, or the request encoded in `frame`. Awaits nothing before run(), so that sends enter the queue
   * in the order of the calls (promise 4).
   */
  #carryOut(
    caller: Caller,
    number: number,
    given: unknown,
    frame: Uint8Array | undefined,
  ): Promise<Answer> | PosthornError {
    const request = this.#requests.get(number);
    if (request === undefined) return this.#coded('unknown', UNKNOWN);
    let call: Call = { request, caller, value: given };
    const refusal = refusalFor(caller, request);
    if (refusal !== undefined) return this.#refused(call, refusal);
    try {
      if (frame !== undefined) call = { request, caller, value: decodeUntrusted(request.decode, frame) };
      const outcome = request.run(this.#services, caller, call.value);
      if (outcome instanceof PosthornError) return this.#refused(call, outcome);
      return this.#answered(request, call, outcome);
    } catch (error) {
      return this.#refused(call, error);
    }
  }

  async #answered(request: RoutedRequest, call: Call, outcome: Promise<unknown>): Promise<Answer> {
    try {
      const answer = request.answer(await outcome);
      this.#metrics.requests.add(request.name, 'OK');
      this.#note(call, undefined);
      return answer;
    } catch (error) {
      throw this.#refused(call, error);
    }
  }

  #refused(call: Call, error: unknown): PosthornError {
    const coded = this.#coded(call.request.name, error);
    this.#note(call, coded);
    return coded;
  }

  #refusedAttach(caller: Caller, error: unknown): PosthornError {
    const request = { name: 'attach', audited: 'refusals' } as const;
    return this.#refused({ request, caller, value: undefined }, error);
  }

  #note({ request, caller, value }: Call, refusal: PosthornError | undefined): void {
    const code = refusal?.code ?? 'OK';
    if (!isNoted(auditedFor(caller, request.audited), code)) return;
    const { audit, clock } = this.#services;
    const origin = originOf(clock, caller, request.name);
    audit.note({ ...origin, code, user: accountOf(value, refusal) });
  }

  authenticate(token: string): Promise<CallerSession> {
    return this.#logins.authenticate(token).catch((error: unknown) => {
      throw this.#coded('authenticate', error);
    });
  }

  identify(proof: Proof): Promise<CallerSession> {
    if (typeof proof === 'string') return this.authenticate(proof);
    return this.#logins.authenticateAs(proof).catch((error: unknown) => {
      throw this.#coded('authenticate', error);
    });
  }

  attach(caller: Caller, token: string): Promise<Attachment> {
    return this.#logins.attach(caller, token).catch((error: unknown) => {
      throw this.#refusedAttach(caller, error);
    });
  }

  attachAs(caller: Caller, identity: ForeignIdentity): Promise<Attachment> {
    return this.#logins.attachAs(caller, identity).catch((error: unknown) => {
      throw this.#refusedAttach(caller, error);
    });
  }

  async groups(user: number, after: number, limit: number): ReturnType<Router['groups']> {
    try {
      return await this.#services.store.run(logQueries.groupsOf, user, after, limit);
    } catch (error) {
      throw this.#coded('groups', error);
    }
  }

  async membership(conversation: number, users: readonly number[]): Promise<MembershipSnapshot> {
    try {
      const { store } = this.#services;
      let record = await store.run(logQueries.getConversation, conversation);
      while (record !== undefined) {
        const members = await store.run(logQueries.membersAmong, conversation, users);
        // If the group changed in between, the members may belong to either version.
        const after = await store.run(logQueries.getConversation, conversation);
        if (after?.version === record.version) {
          return { version: record.version, head: record.head, members: members.map(({ user }) => user) };
        }
        record = after;
      }
      return { version: 0, head: 0, members: [] };
    } catch (error) {
      throw this.#coded('membership', error);
    }
  }

  sessionsOf(users: readonly number[]): Promise<readonly number[]> {
    return this.#logins.sessionsOf(users).catch((error: unknown) => {
      throw this.#coded('sessionsOf', error);
    });
  }

  detached(sequence: number, offlineUser: number | undefined): void {
    this.#services.append.ended(sequence);
    if (offlineUser === undefined) return;
    const { logger } = this.#services;
    // Not awaited: if it fails, "last seen" is a little older.
    this.#logins.wentOffline(offlineUser).catch((error: unknown) => {
      logger.warn({ ...failureFields(fromStoreError(error)), user: offlineUser }, 'last seen was not kept');
    });
  }

  #coded(request: string, error: unknown): PosthornError {
    const coded = fromStoreError(error);
    this.#metrics.requests.add(request, coded.code);
    if (coded.code === 'INTERNAL')
      this.#services.logger.error({ err: coded.cause ?? coded, request }, 'a request failed');
    return coded;
  }
}

/** The error if this caller may not make the request; undefined if they may. */
function refusalFor({ session }: Caller, request: RoutedRequest): PosthornError | undefined {
  const { who } = request;
  if (session?.key !== undefined && who !== 'stranger') return keyRefusal(session, session.key, request);
  switch (who) {
    case 'stranger':
      return undefined;
    case 'user':
      return session === undefined ? LOG_IN_FIRST : undefined;
    case 'admin':
      if (session === undefined) return LOG_IN_FIRST;
      return session.admin ? undefined : ADMINS_ONLY;
  }
}

/** What the audit keeps of a request: of a key's, at least that it was made. */
function auditedFor({ session }: Caller, audited: Audited = 'nothing'): Audited {
  return session?.key !== undefined && audited === 'nothing' ? 'everything' : audited;
}

/** Throws the outcome if it is a refusal. */
function unrefused<T>(outcome: T | PosthornError): T {
  if (outcome instanceof PosthornError) throw outcome;
  return outcome;
}

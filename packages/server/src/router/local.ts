/**
 * The router in this process.
 *
 * @module
 */
import { PosthornError, REPLY_CASE } from '@posthorn/protocol';
import type { Reply, Request, Send } from '@posthorn/protocol';
import { failureFields } from '../logger.ts';
import type { RouterMetrics } from './metrics.ts';
import { OPERATIONS } from './operations.ts';
import type { Operation, RoutedCase, Who } from './operations.ts';
import type { Attachment, Caller, CallerSession, ForeignIdentity, Router, Standing } from './router.ts';
import { refusalOf } from '../features/messages/send.ts';
import type { Services } from './services.ts';
import { attach, attachAs, authenticate, sessionsOf } from '../features/accounts/sessions.ts';
import { fromStoreError } from '../pipeline/store-errors.ts';

export function createRouter(services: Services, metrics: RouterMetrics): Router {
  return new LocalRouter(services, metrics);
}

class LocalRouter implements Router {
  readonly #services: Services;
  readonly #metrics: RouterMetrics;

  constructor(services: Services, metrics: RouterMetrics) {
    this.#services = services;
    this.#metrics = metrics;
  }

  async call(caller: Caller, request: Request): Promise<Reply> {
    try {
      // Nothing is awaited before run(): sends enter the queue in the order of the calls (promise 4).
      const value = await operationOf(caller, request).run(this.#services, caller, request.value as never);
      this.#metrics.requests.add(request.case, 'OK');
      return { case: REPLY_CASE[request.case], value } as Reply;
    } catch (error) {
      throw this.#coded(request.case, error);
    }
  }

  refusal(caller: Caller, send: Send): PosthornError | undefined {
    const error = refusalOf(this.#services, caller, send);
    if (error !== undefined) this.#metrics.requests.add('send', error.code);
    return error;
  }

  authenticate(token: string): Promise<CallerSession> {
    return authenticate(this.#services, token).catch((error: unknown) => {
      throw this.#coded('authenticate', error);
    });
  }

  attach(caller: Caller, token: string): Promise<Attachment> {
    return attach(this.#services, caller, token).catch((error: unknown) => {
      throw this.#coded('attach', error);
    });
  }

  attachAs(caller: Caller, identity: ForeignIdentity): Promise<Attachment> {
    return attachAs(this.#services, caller, identity).catch((error: unknown) => {
      throw this.#coded('attach', error);
    });
  }

  async groups(user: number, after: number, limit: number): ReturnType<Router['groups']> {
    try {
      return await this.#services.store.conversations.groupsOf(user, after, limit);
    } catch (error) {
      throw this.#coded('groups', error);
    }
  }

  async standing(conversation: number, users: readonly number[]): Promise<Standing> {
    try {
      const { conversations } = this.#services.store;
      let record = await conversations.get(conversation);
      while (record !== undefined) {
        const members = await conversations.membersAmong(conversation, users);
        // When it changed meanwhile, these may be the members of either version.
        const after = await conversations.get(conversation);
        if (after?.version === record.version) {
          return { version: record.version, head: record.head, members: members.map(({ user }) => user) };
        }
        record = after;
      }
      return { version: 0, head: 0, members: [] };
    } catch (error) {
      throw this.#coded('standing', error);
    }
  }

  sessionsOf(users: readonly number[]): Promise<readonly number[]> {
    return sessionsOf(this.#services, users).catch((error: unknown) => {
      throw this.#coded('sessionsOf', error);
    });
  }

  detached(connection: number, offlineUser: number | undefined): void {
    this.#services.append.detached(connection);
    if (offlineUser === undefined) return;
    const { store, clock, logger } = this.#services;
    // Nobody waits for it: when it is lost, "last seen" is a little older.
    store.accounts.update(offlineUser, { lastSeen: clock.now() }).catch((error: unknown) => {
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

type AnyOperation = Operation<RoutedCase>;

function operationOf(caller: Caller, request: Request): AnyOperation {
  const operation = Object.hasOwn(OPERATIONS, request.case)
    ? (OPERATIONS[request.case as RoutedCase] as unknown as AnyOperation)
    : undefined;
  if (operation === undefined)
    throw new PosthornError('UNKNOWN_REQUEST', `"${request.case}" is not answered here`);
  admit(caller, operation.who);
  return operation;
}

function admit(caller: Caller, who: Who): void {
  switch (who) {
    case 'stranger':
      return;
    case 'user':
    case 'admin':
      if (caller.session === undefined) throw new PosthornError('UNAUTHENTICATED', 'log in first');
      if (who === 'admin' && !caller.session.admin)
        throw new PosthornError('FORBIDDEN', 'only administrators may do this');
  }
}

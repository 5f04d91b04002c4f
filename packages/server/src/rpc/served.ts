/**
 * Serves this process's router to gateways in other processes: carries out the calls on their links, in order.
 *
 * @module
 */
import { PosthornError, toPosthornError } from '@posthorn/protocol';
import { decodeUntrusted, peekRequest } from '@posthorn/protocol/requests';
import type { Clock } from '../clock.ts';
import type { Link } from '../cluster/link.ts';
import type { LinkOwner } from '../cluster/links.ts';
import { SessionLost } from '../cluster/session-lost.ts';
import { decodeRouterCall, encodeRouterAnswer } from '../generated/bus.ts';
import type { RouterAnswerBodyInit, RouterCall } from '../generated/bus.ts';
import type { Logger } from '../logger.ts';
import { encodeAnswer, toAttachmentInfo, toCallError, toSessionInfo } from './call-codec.ts';
import { ServedCallers } from './served-callers.ts';
import type { ServedCallersOptions } from './served-callers.ts';
import type { ServableRouter } from '../router/router.ts';

export interface ServedRouterOptions extends Pick<ServedCallersOptions, 'provesSessions' | 'newSequence'> {
  readonly router: ServableRouter;
  readonly clock: Clock;
  readonly logger: Logger;
}

export class ServedRouter {
  readonly #options: ServedRouterOptions;
  readonly #gateways = new Set<ServedGateway>();
  #onIdle: (() => void) | undefined;

  constructor(options: ServedRouterOptions) {
    this.#options = options;
  }

  /** Accepts a link that a gateway has opened. */
  accept(from: string, link: Link): LinkOwner {
    const gateway = new ServedGateway({
      ...this.#options,
      from,
      link,
      onGone: () => {
        this.#gateways.delete(gateway);
        if (this.#gateways.size === 0) this.#onIdle?.();
      },
    });
    this.#gateways.add(gateway);
    return gateway;
  }

  /** Calls that are being carried out. */
  get running(): number {
    return [...this.#gateways].reduce((sum, { running }) => sum + running, 0);
  }

  /** Resolves when all gateways have ended their links; each does so once it has found another router. */
  idle(): Promise<void> {
    if (this.#gateways.size === 0) return Promise.resolve();
    return new Promise((resolve) => (this.#onIdle = resolve));
  }
}

interface ServedGatewayOptions extends ServedRouterOptions {
  readonly from: string;
  readonly link: Link;
  readonly onGone: () => void;
}

/** One link of a gateway. It may have a newer one: it has given up the older one, whose end is heard later. */
class ServedGateway implements LinkOwner {
  readonly #options: ServedGatewayOptions;
  readonly #link: Link;
  readonly #callers: ServedCallers;
  running = 0;

  constructor(options: ServedGatewayOptions) {
    this.#options = options;
    this.#link = options.link;
    this.#callers = new ServedCallers(options);
  }

  onItem(item: Uint8Array): void {
    const call = decodeRouterCall(item);
    const { connection, body } = call;
    switch (body?.case) {
      case 'arrival':
        this.#callers.arrived(connection, body.value);
        return;
      case 'detached':
        this.#leave(connection, body.value.offlineUser || undefined);
        return;
      default:
        this.#answer(call.id, this.#run(call));
    }
  }

  onEnd(reason: string): void {
    const { logger, from, onGone } = this.#options;
    logger.info({ gateway: from, reason }, 'the link of a gateway has ended');
    for (const sequence of this.#callers.sequences()) this.#options.router.detached(sequence, undefined);
    this.#callers.clear();
    onGone();
  }

  /** Calls that wait for the connection's session are carried out before. */
  #leave(connection: number, offlineUser: number | undefined): void {
    const known = this.#callers.get(connection);
    const sequence = this.#callers.sequenceOf(connection);
    this.#callers.delete(connection);
    const leave = (): void => this.#options.router.detached(sequence, offlineUser);
    if (known instanceof Promise) known.then(leave, leave);
    else leave();
  }

  /**
   * Nothing but the caller is awaited before the router is called: sends of a connection reach it in the order of the
   * items (promise 4).
   */
  async #run({ connection, address, certificate, body }: RouterCall): Promise<RouterAnswerBodyInit> {
    const { router } = this.#options;
    const known = this.#callers.get(connection) ?? {
      connection,
      address,
      session: undefined,
      ...(certificate !== undefined && { certificate }),
    };
    const caller = known instanceof Promise ? await known : known;
    switch (body?.case) {
      case 'request': {
        const frame = body.value;
        const { number } = decodeUntrusted(peekRequest, frame);
        const answer = router.forward(caller, { number, frame });
        if (answer instanceof PosthornError) throw answer;
        return { case: 'reply', value: encodeAnswer(await answer) };
      }
      case 'authenticate':
        return { case: 'session', value: toSessionInfo(await router.authenticate(body.value)) };
      case 'attach':
        return { case: 'attachment', value: toAttachmentInfo(await router.attach(caller, body.value)) };
      case 'attachAs':
        return { case: 'attachment', value: toAttachmentInfo(await router.attachAs(caller, body.value)) };
      case 'groups': {
        const { user, after, limit } = body.value;
        return { case: 'groups', value: { groups: await router.groups(user, after, limit) } };
      }
      case 'membership': {
        const { conversation, users } = body.value;
        return { case: 'membership', value: await router.membership(conversation, users) };
      }
      case 'sessionsOf':
        return { case: 'sessions', value: { ids: await router.sessionsOf(body.value.users) } };
      default:
        throw new PosthornError('UNKNOWN_REQUEST', 'this router does not know the call');
    }
  }

  #answer(id: number, work: Promise<RouterAnswerBodyInit>): void {
    this.running++;
    work
      .catch((error: unknown): RouterAnswerBodyInit => {
        const value = toCallError(toPosthornError(error));
        return { case: error instanceof SessionLost ? 'sessionLost' : 'error', value };
      })
      .then((body) => {
        this.running--;
        const isTaken = this.#link.isOver || this.#link.send(encodeRouterAnswer({ id, body }));
        // The gateway does not read its answers. It will ask another router.
        if (!isTaken) this.#link.close();
      })
      .catch((error: unknown) => {
        this.#options.logger.error({ err: error }, 'an answer could not be encoded');
        this.#link.close();
      });
  }
}

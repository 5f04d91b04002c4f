/**
 * Says in the log why a connection ended.
 *
 * @module
 */
import { ERRORS } from '@posthorn/protocol';
import type { PosthornError } from '@posthorn/protocol';
import type { Clock } from '../clock.ts';
import { RateLimiter } from '../http/rate.ts';
import type { Logger } from '../logger.ts';
import type { Connection } from './connection.ts';

/** Lines of one user: whoever breaks rules without end does not fill the log. */
const FAULTS_PER_SECOND = 1;

export class EndLog {
  readonly #logger: Logger;
  readonly #faults: RateLimiter;

  constructor(logger: Logger, clock: Clock) {
    this.#logger = logger;
    this.#faults = new RateLimiter(clock, FAULTS_PER_SECOND);
  }

  /**
   * `error`: why the server ended it; undefined when the client has closed it, or the network. Debug, but info when a
   * user's client broke a rule: it comes back and does so again, and somebody should look at it.
   */
  note(connection: Pick<Connection, 'caller' | 'id' | 'protocol'>, error: PosthornError | undefined): void {
    const { caller, id, protocol } = connection;
    const user = caller.session?.user;
    const isFault = error !== undefined && user !== undefined && breaksRule(error);
    const isInfo = isFault && this.#faults.take(String(user)) === 0;
    if (!isInfo && !this.#logger.isLevelEnabled('debug')) return;
    const who = { connection: id, protocol: protocol.name, address: caller.address, user };
    if (error === undefined) {
      this.#logger.debug(who, 'a connection has closed');
      return;
    }
    const fields = { ...who, code: error.code, reason: error.message };
    if (isInfo) this.#logger.info(fields, 'the server ended a connection');
    else this.#logger.debug(fields, 'the server ended a connection');
  }
}

/** Its client may come back, but the same bytes would end the connection again. */
function breaksRule({ code }: PosthornError): boolean {
  const { retry, reconnect } = ERRORS[code];
  return reconnect && !retry;
}

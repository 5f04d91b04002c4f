/**
 * Says in the log why a connection ended.
 *
 * @module
 */
import { ERRORS } from '@posthorn/protocol';
import type { PosthornError } from '@posthorn/protocol';
import type { Logger } from '../logger.ts';
import type { Connection } from './connection.ts';

/**
 * `error`: why the server ended it; undefined when the client has closed it, or the network. Debug, but info when a user's
 * client broke a rule: it comes back and does so again, and somebody should look at it.
 */
export function logEnd(logger: Logger, connection: Connection, error: PosthornError | undefined): void {
  const { caller, id, protocol } = connection;
  const isFault = error !== undefined && caller.session !== undefined && breaksRule(error);
  if (!isFault && !logger.isLevelEnabled('debug')) return;
  const who = {
    connection: id,
    protocol: protocol.name,
    address: caller.address,
    user: caller.session?.user,
  };
  if (error === undefined) {
    logger.debug(who, 'a connection has closed');
    return;
  }
  const fields = { ...who, code: error.code, reason: error.message };
  if (isFault) logger.info(fields, 'the server ended a connection');
  else logger.debug(fields, 'the server ended a connection');
}

/** Its client may come back, but the same bytes would end the connection again. */
function breaksRule({ code }: PosthornError): boolean {
  const { retry, reconnect } = ERRORS[code];
  return reconnect && !retry;
}

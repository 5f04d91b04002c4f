/**
 * @module
 */
import { PosthornError } from '@posthorn/protocol';

/**
 * The session behind a connection is over, though its gateway has not heard of it. The gateway ends the connection, and
 * answers nothing: the client keeps what it sends until it has logged in again.
 */
export class SessionLost extends PosthornError {
  constructor({ code, message }: PosthornError) {
    super(code, message);
    this.name = 'SessionLost';
  }
}

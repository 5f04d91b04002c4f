/**
 * @module
 */
import { PosthornError } from '@posthorn/protocol';

/**
 * Sends of this connection that the client will try again are held where it no longer reaches, so later ones could
 * overtake them (promise 4). Whoever holds the connection parts from it: the client comes back and sends everything
 * that was not acknowledged again, in its order.
 */
export class OrderLost extends PosthornError {
  constructor() {
    super('UNAVAILABLE', 'the order of your messages could not be kept here; reconnect and send them again');
    this.name = 'OrderLost';
  }
}

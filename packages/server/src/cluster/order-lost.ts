/**
 * @module
 */
import { PosthornError } from '@posthorn/protocol';

/**
 * Sends that the client will try again are held at a router that this connection no longer uses, so later sends could
 * overtake them (promise 4). The gateway ends the connection; the client reconnects and sends everything unacknowledged
 * again, in order.
 */
export class OrderLost extends PosthornError {
  constructor() {
    super('UNAVAILABLE', 'the order of your messages could not be kept here; reconnect and send them again');
    this.name = 'OrderLost';
  }
}

/**
 * Which connection is the one of a client id. A newer one takes the place of the older [MQTT-3.1.4-3].
 *
 * @module
 */
import { PosthornError } from '@posthorn/protocol';

/** A connection that can lose its place. */
export interface Holder {
  end(error: PosthornError): void;
}

/** Those of one gateway. */
export class Takeovers {
  readonly #holders = new Map<string, Holder>();

  /** Ends the connection that holds the place now. */
  take(user: number, clientId: string, holder: Holder): void {
    const key = keyOf(user, clientId);
    const former = this.#holders.get(key);
    this.#holders.set(key, holder);
    if (former === undefined || former === holder) return;
    former.end(takenOver());
  }

  /** The connection has ended. */
  give(user: number, clientId: string, holder: Holder): void {
    const key = keyOf(user, clientId);
    if (this.#holders.get(key) === holder) this.#holders.delete(key);
  }
}

/** What ends a connection whose place was taken. */
export function takenOver(): PosthornError {
  return new PosthornError('REPLACED', 'another connection came with this client id');
}

function keyOf(user: number, clientId: string): string {
  return `${user}/${clientId}`;
}

/**
 * The interface of a byte stream to one client.
 *
 * @module
 */

import type { PosthornError } from '@posthorn/protocol';
import type { ClientCertificate } from '../router/router.ts';

export interface Transport {
  /** IP address, without port. */
  readonly remoteAddress: string;
  /** The client's TLS certificate, or why it does not count. Absent: the listener asks for none, or got none. */
  readonly certificate?: ClientCertificate | PosthornError;
  /** Bytes handed over and not yet taken by the network. */
  readonly bufferedBytes: number;
  /** The bytes may be shared with other connections and are not changed. */
  write(bytes: Uint8Array): void;
  /** Stops reading; what the client sends waits in the network. */
  pause(): void;
  /** The client has logged in: from now on it may send large messages. */
  trust?(): void;
  resume(): void;
  /** Closes after everything written has been sent. Idempotent. */
  end(): void;
  /** Closes now. Idempotent. */
  destroy(): void;
}

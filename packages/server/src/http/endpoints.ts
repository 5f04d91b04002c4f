/**
 * Addresses for a client, derived from the one that it used to reach us.
 *
 * @module
 */
import type { Endpoint } from '@posthorn/protocol';

/** The open listeners of a node. */
export interface OpenListeners {
  readonly isSecure: boolean;
  /** Addresses for clients that reach this node under these names, best first. Empty if the node takes no clients. */
  addressesAt(names: {
    /** Name or IP address; IPv6 in brackets. */
    readonly hostname: string;
    /** Host name and HTTP port. */
    readonly authority: string;
  }): readonly string[];
}

/**
 * Addresses on the host of the request, which the client evidently reaches. `host`: the Host header. Returns [] if it
 * is malformed.
 */
export function endpointsFor(host: string | undefined, listeners: OpenListeners): readonly Endpoint[] {
  const base = `${listeners.isSecure ? 'https' : 'http'}://${host ?? ''}`;
  if (host === undefined || !/^[\w.:[\]-]{1,255}$/.test(host) || !URL.canParse(base)) return [];
  const { host: authority, hostname } = new URL(base);
  return listeners.addressesAt({ hostname, authority }).map((url) => ({ url }));
}

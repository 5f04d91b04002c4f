/**
 * Where a client can connect, as seen from the address under which it reached us.
 *
 * @module
 */
import type { Endpoint } from '@posthorn/protocol';

/** The open listeners of a node, as clients reach them. */
export interface OpenListeners {
  readonly isSecure: boolean;
  /** Addresses for clients that use these names for this node, best first; none when it takes no clients. */
  addressesAt(names: {
    /** Name or IP address; IPv6 in brackets. */
    readonly hostname: string;
    /** Host name and HTTP port. */
    readonly authority: string;
  }): readonly string[];
}

/**
 * Under the very host of the request, which is known to be reachable. `host` is the request's Host header; a malformed
 * one gives none.
 */
export function endpointsFor(host: string | undefined, listeners: OpenListeners): readonly Endpoint[] {
  const base = `${listeners.isSecure ? 'https' : 'http'}://${host ?? ''}`;
  if (host === undefined || !/^[\w.:[\]-]{1,255}$/.test(host) || !URL.canParse(base)) return [];
  const { host: authority, hostname } = new URL(base);
  return listeners.addressesAt({ hostname, authority }).map((url) => ({ url }));
}

/**
 * The addresses of a host name.
 *
 * @module
 */
import { Resolver as NodeResolver } from 'node:dns/promises';

export interface Resolver {
  /** All addresses, in the order of preference; empty: none. Rejects when `signal` aborts. */
  resolve(name: string, signal: AbortSignal): Promise<readonly string[]>;
}

const TIMEOUT_MS = 2000;
const TRIES = 2;

/**
 * Asks the DNS servers of this machine. Not through getaddrinfo(): it waits in one of the few threads that also hash
 * passwords and read files, so whoever names slow hosts could stop those.
 */
export class DnsResolver implements Resolver {
  readonly #servers: readonly string[] | undefined;

  /** `servers`: instead of those of this machine; an address each, with a port if need be. */
  constructor(servers?: readonly string[]) {
    this.#servers = servers;
  }

  async resolve(name: string, signal: AbortSignal): Promise<readonly string[]> {
    signal.throwIfAborted();
    // No DNS server is asked for it (RFC 6761 §6.3).
    if (name.toLowerCase() === 'localhost') return ['127.0.0.1'];
    const dns = new NodeResolver({ timeout: TIMEOUT_MS, tries: TRIES });
    if (this.#servers !== undefined) dns.setServers(this.#servers);
    const cancel = (): void => dns.cancel();
    signal.addEventListener('abort', cancel, { once: true });
    try {
      const [v6, v4] = await Promise.allSettled([dns.resolve6(name), dns.resolve4(name)]);
      signal.throwIfAborted();
      return [v6, v4].flatMap((found) => (found.status === 'fulfilled' ? found.value : []));
    } finally {
      signal.removeEventListener('abort', cancel);
    }
  }
}

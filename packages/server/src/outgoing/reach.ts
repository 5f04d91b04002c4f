/**
 * Which addresses this server calls on behalf of its users. Public ones: whoever may name a URL must not reach, through
 * this server, what only this server can reach (server-side request forgery).
 *
 * @module
 */
import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';
import { OutgoingError } from './error.ts';

type Address = ipaddr.IPv4 | ipaddr.IPv6;

const PUBLIC_PORTS: readonly number[] = [80, 443];

export class Reach {
  readonly #allowed: readonly (readonly [Address, number])[];
  readonly #publicPorts: ReadonlySet<number>;

  /** `allowed`: addresses and networks, like `10.0.0.0/8`, that are called on every port although they are not public. */
  constructor(allowed: readonly string[] = [], publicPorts: readonly number[] = PUBLIC_PORTS) {
    this.#publicPorts = new Set(publicPorts);
    this.#allowed = allowed.map((each) => {
      if (each.includes('/')) return ipaddr.parseCIDR(each);
      const address = ipaddr.parse(each);
      return [address, address.kind() === 'ipv4' ? 32 : 128];
    });
  }

  /** `address`: as a resolver gives it, or a URL without brackets. False for what is no IP address. */
  includes(address: string, port: number): boolean {
    if (isIP(address) === 0) return false;
    const parsed = ipaddr.parse(address);
    if (this.#allowed.some(([network, bits]) => isIn(parsed, network, bits))) return true;
    return this.#publicPorts.has(port) && isPublic(parsed);
  }

  /** Throws an OutgoingError if what has these addresses may not be called. */
  check(addresses: readonly string[], port: number): void {
    if (addresses.length === 0) throw new OutgoingError('unreachable', 'the host has no address');
    // All of them: a name that leads to both sides of a border is a trick, or somebody's inside.
    if (!addresses.every((address) => this.includes(address, port)))
      throw new OutgoingError('refused', 'the address or the port is not one that is called');
  }
}

function isIn(address: Address, network: Address, bits: number): boolean {
  if (address instanceof ipaddr.IPv4) return network instanceof ipaddr.IPv4 && address.match(network, bits);
  return network instanceof ipaddr.IPv6 && address.match(network, bits);
}

/**
 * The library knows the special networks by the registries of IANA (RFC 6890): private, shared, loopback, link-local,
 * multicast, documentation, and IPv6 addresses that carry one of IPv4 (mapped, NAT64, 6to4, Teredo). What it does not know
 * counts as public, so IPv6 has to be global unicast besides (RFC 4291 §2.4: 2000::/3 is all that was given out).
 */
function isPublic(address: Address): boolean {
  if (address.range() !== 'unicast') return false;
  return address instanceof ipaddr.IPv4 || ((address.parts[0] ?? 0) & 0xe0_00) === 0x20_00;
}

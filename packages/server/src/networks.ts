/**
 * Networks of clients. Whatever is counted by address is counted by network: whoever has one IPv6 address has at least
 * 2^64 of them.
 *
 * @module
 */
import { isIPv4, isIPv6 } from 'node:net';

export interface Networks {
  /** What one person usually has: an IPv4 address, or the /64 of an IPv6 address, like `2001:db8:0:1`. */
  readonly near: string;
  /** The /48 of an IPv6 address, like `2001:db8:0/48`: what one customer may have. Undefined for IPv4. */
  readonly wide: string | undefined;
}

/** How many times as much a /48 may do as a /64. It may belong to many people. */
export const WIDE_FACTOR = 4;

/** What is no IP address is a network of its own. */
export function networksOf(address: string): Networks {
  const groups = expand(address);
  if (groups === undefined) return { near: address, wide: undefined };
  const isMapped = groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xff_ff;
  if (isMapped) {
    const bytes = groups.slice(6).flatMap((group) => [group >> 8, group & 0xff]);
    return { near: bytes.join('.'), wide: undefined };
  }
  const hex = groups.slice(0, 4).map((group) => group.toString(16));
  return { near: hex.join(':'), wide: `${hex.slice(0, 3).join(':')}/48` };
}

/** Whether this host name or address, without brackets, means this machine. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || (isIPv4(host) && host.startsWith('127.'));
}

/** The largest network that one customer may have. */
export function widestOf(address: string): string {
  const { near, wide } = networksOf(address);
  return wide ?? near;
}

/** The eight groups of an IPv6 address (RFC 4291 §2.2), without its zone; undefined for anything else. */
function expand(address: string): readonly number[] | undefined {
  const [bare = ''] = address.split('%');
  if (!isIPv6(bare)) return undefined;
  const [head = '', tail] = bare.split('::');
  const left = parseGroups(head);
  const right = parseGroups(tail ?? '');
  return [...left, ...Array.from({ length: 8 - left.length - right.length }, () => 0), ...right];
}

function parseGroups(text: string): readonly number[] {
  if (text === '') return [];
  return text.split(':').flatMap((group) => {
    if (!group.includes('.')) return [Number.parseInt(group, 16)];
    const [a = 0, b = 0, c = 0, d = 0] = group.split('.').map(Number);
    return [a * 256 + b, c * 256 + d];
  });
}

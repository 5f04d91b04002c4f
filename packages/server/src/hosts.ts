/**
 * Host names and addresses in URLs, where an IPv6 address is in brackets (RFC 3986 §3.2.2).
 *
 * @module
 */

/** The name or address that a URL has for its host. */
export function bareHost(hostname: string): string {
  return hostname.replace(/^\[|\]$/g, '');
}

/** A name or address as a URL has it. */
export function hostInUrl(host: string): string {
  return host.includes(':') ? `[${host}]` : host;
}

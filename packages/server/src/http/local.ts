/**
 * Which requests come from a program on this machine. The address alone does not tell: a proxy on this machine, and a web
 * page whose host name points here (DNS rebinding), come from it too.
 *
 * @module
 */
import type { IncomingMessage } from 'node:http';
import { bareHost } from '../hosts.ts';
import { isLoopback } from '../networks.ts';
import { ofSocket } from './client-addresses.ts';

/** Headers that proxies add: the client is not the other end of the connection. */
const FORWARDED = [
  'forwarded',
  'x-forwarded-for',
  'x-forwarded-host',
  'x-forwarded-proto',
  'x-real-ip',
  'via',
];

/**
 * Whether the request comes from a program on this machine, and crossed no proxy. A proxy that adds no header is known by
 * the host name of its clients, or by HTTP/1.0, in which nginx asks unless told otherwise.
 */
export function isLocal(request: IncomingMessage): boolean {
  const { headers, httpVersion } = request;
  return (
    isDirect(request) &&
    httpVersion !== '1.0' &&
    isLoopback(hostnameOf(headers.host)) &&
    (headers.origin === undefined || isLoopback(hostnameOf(headers.origin.replace(/^https?:\/\//, ''))))
  );
}

/** Whether it came over the loopback interface, and no proxy says that it passed it on. */
export function isDirect({ socket, headers }: IncomingMessage): boolean {
  return isLoopback(ofSocket(socket)) && !FORWARDED.some((name) => name in headers);
}

/** The host name in a `Host` header, lower case; IPv6 without brackets. Empty for a malformed or missing one. */
export function hostnameOf(host: string | undefined): string {
  const url = `http://${host ?? ''}`;
  return URL.canParse(url) ? bareHost(new URL(url).hostname) : '';
}

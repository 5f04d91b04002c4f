/**
 * The address of a server, as people give it.
 *
 * @module
 */
import { UsageError } from './exit-codes.ts';

/**
 * The same for every way to write the address: one for saved logins and directories, and paths can be appended to one of
 * HTTP. `https://host/chat` stays a server behind a reverse proxy that passes on what is below /chat. Throws a UsageError.
 */
export function serverAddress(text: string): string {
  const address = /^[a-z][a-z\d+.-]*:\/\//i.test(text) ? text : `http://${text}`;
  if (!URL.canParse(address)) throw wrong(text, 'is not an address');
  const url = new URL(address);
  if (url.username !== '' || url.password !== '') {
    throw new UsageError(
      'Leave name and password out of the address: give --user NAME and POSTHORN_PASSWORD.',
    );
  }
  // What a browser shows behind the path belongs to a page, not to the server.
  const { protocol, host, pathname } = url;
  switch (protocol) {
    case 'http:':
    case 'https:':
      return `${protocol}//${host}${pathname.replace(/(\/ws)?\/*$/, '')}`;
    case 'ws:':
    case 'wss:':
      return `${protocol}//${host}${pathname}`;
    case 'tcp:':
    case 'tls:':
      if (url.port === '' || url.hostname === '') throw wrong(text, 'lacks a host or a port');
      if (!/^\/?$/.test(pathname)) throw wrong(text, 'has a path, which only http:// and https:// can have');
      return `${protocol}//${host}`;
    default:
      throw wrong(text, 'is of no kind that is known here');
  }
}

function wrong(text: string, problem: string): UsageError {
  return new UsageError(
    `"${text}" ${problem}: use http(s)://host:7010, https://host/path behind a proxy, or tcp://host:7011 (tls:// with TLS).`,
  );
}

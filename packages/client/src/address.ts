/**
 * What the address of a server stands for: `https://host/chat` is a server behind a reverse proxy that passes on everything
 * below /chat, so its gateway is wss://host/chat/ws, and its REST API lies below https://host/chat/v1/.
 *
 * @module
 */
import { PosthornError } from '@posthorn/protocol';

/**
 * The gateway's address for a server's address: http://host becomes ws://host/ws. Throws INVALID, also if it cannot be
 * dialled here.
 */
export function gatewayUrl(server: string, canDial: (url: string) => boolean): string {
  if (!URL.canParse(server)) {
    throw new PosthornError(
      'INVALID',
      `"${server}" is not an address like http://host:7010 or tcp://host:7011`,
    );
  }
  const url = new URL(server);
  // A fragment is for the page alone (RFC 3986 §3.5), and a WebSocket takes none.
  url.hash = '';
  if (/^https?:/.test(url.protocol)) {
    url.protocol = url.protocol.replace('http', 'ws');
    url.pathname = `${basePath(url)}/ws`;
  } else if (/^(tcp|tls):/.test(url.protocol) && (url.port === '' || url.hostname === '')) {
    throw new PosthornError('INVALID', `"${server}" lacks a host or a port, as in tcp://host:7011`);
  }
  if (canDial(url.href)) return url.href;
  throw new PosthornError(
    'INVALID',
    `"${server}" cannot be dialled here: use http://, https://, ws:// or wss://, in Node also tcp:// or tls://`,
  );
}

/** The URL of a call of the REST API: `path`, like '/v1/users?prefix=a', on an http(s) server. */
export function restUrl(server: string, path: string): string {
  const url = new URL(server);
  return url.origin + basePath(url) + path;
}

/** The path of the server in a URL, without a slash at its end. Its WebSocket's path stands for the server too. */
function basePath({ pathname }: URL): string {
  return pathname.replace(/(\/ws)?\/?$/, '');
}

/**
 * The session of a web page in a cookie, which no script can read: how it is called, and which requests it counts for.
 *
 * A browser adds a cookie to requests that other pages cause. So it counts only for requests of our own pages, and of
 * those in --origins: `SameSite=Strict` keeps other sites away, the `Origin` and `Sec-Fetch-Site` headers other origins of
 * this site, and the header {@link WEB_HEADER} forms and everything else that a page may send without asking first.
 *
 * @module
 */
import { PosthornError } from '@posthorn/protocol';
import type { IncomingMessage } from 'node:http';
import type { PublicUrl } from '../config/public-url.ts';
import type { ClientAddresses } from './client-addresses.ts';
import type { Origins } from './origins.ts';

/** What each request of a page that changes something must have, with the value 1. */
export const WEB_HEADER = 'x-posthorn-web';

const NAME = 'posthorn';
export const MAX_TOKEN_CHARS = 256;
/** Ends the name of the other cookie. */
const FLOW = '-sign-in';
const MAX_FLOW_CHARS = 2048;
/** Browsers keep no cookie for longer (RFC 6265bis §5.5). */
const MAX_AGE_S = 34_560_000;

export interface SessionCookiesOptions {
  readonly origins: Origins;
  readonly addresses: ClientAddresses;
  readonly publicUrl: PublicUrl | undefined;
  /** The listener itself speaks TLS. */
  readonly isSecure: boolean;
}

export class SessionCookies {
  readonly #options: SessionCookiesOptions;

  constructor(options: SessionCookiesOptions) {
    this.#options = options;
  }

  /** The token in the cookie of this request; undefined if it has none. Throws FORBIDDEN if it does not count here. */
  tokenOf(request: IncomingMessage): string | undefined {
    const token = this.#read(request);
    if (token !== undefined) this.assertOwn(request);
    return token;
  }

  /** Throws FORBIDDEN unless the request comes from a page that may act with a cookie. */
  assertOwn(request: IncomingMessage): void {
    const { origins } = this.#options;
    const standing = origins.standingOf(request);
    if (standing === 'foreign' || standing === 'rebound') throw origins.refuse(request);
    if (standing === 'listed' && !mayHaveCookies(request)) throw origins.refuse(request);
    if (request.method === 'GET' || request.method === 'HEAD') {
      // A page of another origin that shows a file as a picture sends no Origin.
      if (standing === 'none' && !isOfThisOrigin(request))
        throw new PosthornError('FORBIDDEN', 'pages of other origins may not use this login');
      return;
    }
    if (standing !== 'none' && request.headers[WEB_HEADER] === '1') return;
    throw new PosthornError(
      'FORBIDDEN',
      `with a cookie, what changes something needs the header ${WEB_HEADER}: 1 and a page's Origin`,
    );
  }

  /** The `Set-Cookie` header that keeps a token for so long. */
  set(request: IncomingMessage, token: string, lifetimeMs: number): string {
    const maxAge = Math.max(0, Math.min(MAX_AGE_S, Math.floor(lifetimeMs / 1000)));
    const secure = this.#isSecure(request) ? '; Secure' : '';
    return `${this.#nameFor(request)}=${token}; Path=/; Max-Age=${maxAge}; HttpOnly; SameSite=Strict${secure}`;
  }

  /** The `Set-Cookie` header that removes it. */
  clear(request: IncomingMessage): string {
    return this.set(request, '', 0);
  }

  /**
   * The `Set-Cookie` header that keeps what a login needs while its user is at a provider. It is `Lax`: the browser comes back
   * from another site.
   */
  setFlow(request: IncomingMessage, value: string, lifetimeMs: number): string {
    const secure = this.#isSecure(request) ? '; Secure' : '';
    const maxAge = Math.floor(lifetimeMs / 1000);
    return `${this.#nameFor(request)}${FLOW}=${value}; Path=/; Max-Age=${maxAge}; HttpOnly; SameSite=Lax${secure}`;
  }

  /** Undefined: the browser has begun none, or too long ago. */
  flowOf(request: IncomingMessage): string | undefined {
    return this.#readNamed(request, `${this.#nameFor(request)}${FLOW}`, MAX_FLOW_CHARS);
  }

  /** The address of the server as the browser sees it, without a slash at the end. Throws INVALID for a strange Host. */
  baseOf(request: IncomingMessage): string {
    const { publicUrl } = this.#options;
    if (publicUrl !== undefined) return publicUrl.href;
    const { host = '' } = request.headers;
    const base = `${this.#isSecure(request) ? 'https' : 'http'}://${host}`;
    if (/^[\w.:[\]-]{1,255}$/.test(host) && URL.canParse(base)) return base;
    throw new PosthornError('INVALID', 'the Host header names no host');
  }

  #read(request: IncomingMessage): string | undefined {
    return this.#readNamed(request, this.#nameFor(request), MAX_TOKEN_CHARS);
  }

  #readNamed(request: IncomingMessage, name: string, maxChars: number): string | undefined {
    const beginning = `${name}=`;
    const found = (request.headers.cookie ?? '')
      .split(';')
      .map((each) => each.trim())
      .filter((each) => each.startsWith(beginning))
      .map((each) => each.slice(beginning.length));
    // Of two, one was set by somebody else: another host of this domain can do so, and cannot take ours away.
    const [token = ''] = found;
    return found.length === 1 && token !== '' && token.length <= maxChars ? token : undefined;
  }

  /**
   * Cookies know neither ports nor, safely, paths: servers on one host need names of their own. `__Host-` cannot be set
   * by other hosts of the domain (RFC 6265bis §4.1.3).
   */
  #nameFor(request: IncomingMessage): string {
    const { publicUrl } = this.#options;
    const host = publicUrl?.authority ?? request.headers.host ?? '';
    const port = /:(\d{1,5})$/.exec(host)?.[1];
    const path = publicUrl?.path.replace(/[^A-Za-z0-9]+/g, '-') ?? '';
    const name = `${NAME}${port === undefined ? '' : `-${port}`}${path}`;
    return this.#isSecure(request) ? `__Host-${name}` : name;
  }

  /** Whether the browser speaks TLS, with us or with a proxy before us. */
  #isSecure(request: IncomingMessage): boolean {
    const { isSecure, publicUrl, addresses } = this.#options;
    if (isSecure || publicUrl !== undefined) return isSecure || publicUrl?.isSecure === true;
    const told = request.headers['x-forwarded-proto'];
    return addresses.isProxy(request.socket) && typeof told === 'string' && /^https\s*(,|$)/i.test(told);
  }
}

/** A page without an origin, and an app's own scheme, are never of this site, so its cookies are nothing to them. */
export function mayHaveCookies({ headers }: IncomingMessage): boolean {
  return /^https?:\/\//.test(headers.origin ?? '');
}

/**
 * https://www.w3.org/TR/fetch-metadata/: absent in older browsers and in programs; `none`: the user has typed the URL. A
 * link on a page of this site may lead here, as to a download: what comes is shown to the user, and to no page.
 */
function isOfThisOrigin({ headers }: IncomingMessage): boolean {
  const site = headers['sec-fetch-site'];
  if (site === 'same-site')
    return headers['sec-fetch-mode'] === 'navigate' && headers['sec-fetch-dest'] === 'document';
  return site === undefined || site === 'same-origin' || site === 'none';
}

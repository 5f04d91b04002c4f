/**
 * The URL of the server as its clients see it, when a proxy serves it under another name or path.
 *
 * @module
 */
import type { Kind } from './kinds.ts';
import type { Values } from './option.ts';

/** The option's value; its own parser has made it. Undefined: not given. */
export function publicUrlOf(values: Values): PublicUrl | undefined {
  return values['publicUrl'] as PublicUrl | undefined;
}

export class PublicUrl {
  /** Without a slash at the end: `https://example.com/chat`. */
  readonly href: string;
  readonly origin: string;
  /** Name or IP address; IPv6 in brackets. */
  readonly hostname: string;
  /** Host name, with the port unless it is the scheme’s own. */
  readonly authority: string;
  /** `/chat`, or empty. */
  readonly path: string;
  readonly isSecure: boolean;

  /** Throws an Error whose message completes "option public-url …". */
  constructor(text: string) {
    const url = URL.canParse(text) ? new URL(text) : undefined;
    const isPlain = url !== undefined && url.username === '' && url.search === '' && url.hash === '';
    if (!isPlain || !['http:', 'https:'].includes(url.protocol)) {
      throw new Error('must be a URL such as https://example.com/chat');
    }
    this.origin = url.origin;
    this.hostname = url.hostname;
    this.authority = url.host;
    this.path = url.pathname.replace(/\/+$/, '');
    this.href = this.origin + this.path;
    this.isSecure = url.protocol === 'https:';
  }

  /** A request’s URL without our path in front, if the proxy has left it there. */
  withoutPath(url: string): string {
    if (this.path === '' || !url.startsWith(this.path)) return url;
    const rest = url.slice(this.path.length);
    if (rest.startsWith('/')) return rest;
    return rest === '' || rest.startsWith('?') ? `/${rest}` : url;
  }

  toString(): string {
    return this.href;
  }
}

export const publicUrl: Kind<PublicUrl> = {
  placeholder: 'URL',
  parse: (raw) => new PublicUrl(String(raw)),
  format: String,
};

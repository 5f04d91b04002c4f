/**
 * What the browser lets the page do: run and load what this server serves, and connect to its gateways.
 *
 * @module
 */

/** For Trusted Types: what may make the URL of a worker's script. Nothing may make HTML. */
const TRUSTED_TYPES = "require-trusted-types-for 'script'; trusted-types posthorn-worker";

const FIXED = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' blob: data:",
  "media-src 'self' blob:",
  "font-src 'self'",
  "worker-src 'self'",
  "manifest-src 'self'",
  "frame-ancestors 'none'",
  "base-uri 'self'",
  "form-action 'none'",
  TRUSTED_TYPES,
].join('; ');

const HOST = /^(?:[a-z0-9._-]+|\[[0-9a-f:.]+\])(?::\d{1,5})?$/i;

/** The microphone is for voice messages. */
export const PERMISSIONS_POLICY =
  'microphone=(self), camera=(), geolocation=(), payment=(), usb=(), serial=(), hid=(), midi=(), display-capture=()';

/**
 * The Content-Security-Policy of the page. `host`: as the browser calls this server; `gateways`: the URLs of others.
 * What is not a host or a URL is left out.
 */
export function pagePolicy(host: string, gateways: readonly string[]): string {
  // 'self' means WebSockets too, but not in every browser that is still in use.
  const own = HOST.test(host) ? [`ws://${host}`, `wss://${host}`] : [];
  const hosts = new Set([...own, ...gateways.flatMap(socketOrigin)]);
  return `${FIXED}; connect-src ${["'self'", ...hosts].join(' ')}`;
}

function socketOrigin(url: string): readonly string[] {
  const { protocol, host } = URL.canParse(url) ? new URL(url) : { protocol: '', host: '' };
  return ['ws:', 'wss:'].includes(protocol) && HOST.test(host) ? [`${protocol}//${host}`] : [];
}

/**
 * Security headers of every answer, and CORS.
 *
 * @module
 */
import type { IncomingMessage } from 'node:http';
import { mayHaveCookies } from './session-cookies.ts';

/** Forbids framing, content sniffing, and use as a script of another page; no answer stays in a cache. */
export const SECURITY_HEADERS: Readonly<Record<string, string>> = {
  'content-security-policy':
    "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'cross-origin-opener-policy': 'same-origin',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-site',
  'cache-control': 'no-store',
};

/** Makes browsers that used TLS once always use TLS. */
export const TLS_HEADERS: Readonly<Record<string, string>> = {
  'strict-transport-security': 'max-age=31536000',
};

const PREFLIGHT_HEADERS: Readonly<Record<string, string>> = {
  'access-control-allow-methods': 'GET, HEAD, POST, PUT, PATCH, DELETE',
  'access-control-allow-headers':
    'authorization, content-type, idempotency-key, last-event-id, range, if-range, if-none-match, x-posthorn-web',
  'access-control-max-age': '600',
};

/**
 * Lets a page of an allowed origin read the answer (CORS in the Fetch standard), also with the cookie of a session: only
 * pages of this site have it.
 */
export function corsHeaders(request: IncomingMessage): Readonly<Record<string, string>> {
  const { method, headers } = request;
  return {
    'access-control-allow-origin': headers.origin ?? '',
    ...(mayHaveCookies(request) && { 'access-control-allow-credentials': 'true' }),
    'access-control-expose-headers': 'retry-after',
    vary: 'origin',
    ...(method === 'OPTIONS' && PREFLIGHT_HEADERS),
  };
}

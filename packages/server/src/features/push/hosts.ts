/**
 * Which push services are called. A browser names the URL of its own, so without a list whoever may log in could have
 * this server call any other.
 *
 * @module
 */

/** A name, `*.` and a name, or the origin of a server for tests or inside a network. */
const NAME = /^(?:\*\.)?[a-z\d](?:[a-z\d.-]*[a-z\d])?$/i;
const ORIGIN = /^https?:\/\/[^/\s@?#]+$/i;

export function isHostPattern(text: string): boolean {
  return ORIGIN.test(text) ? URL.canParse(text) : NAME.test(text);
}

const MAX_URL_CHARS = 2048;

/** The URL of a subscription, if it is one that may be called. */
export function allowedEndpoint(endpoint: string, patterns: readonly string[]): URL | undefined {
  const url = endpoint.length <= MAX_URL_CHARS ? URL.parse(endpoint) : null;
  if (url === null || url.username !== '' || url.password !== '' || url.hash !== '') return undefined;
  return patterns.some((pattern) => matches(url, pattern)) ? url : undefined;
}

function matches({ origin, protocol, hostname, port }: URL, pattern: string): boolean {
  if (pattern.includes('://')) return origin === URL.parse(pattern)?.origin;
  if (protocol !== 'https:' || port !== '') return false;
  return pattern.startsWith('*.') ? hostname.endsWith(pattern.slice(1)) : hostname === pattern;
}

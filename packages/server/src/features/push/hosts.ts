/**
 * Which push services are called. A browser names the URL of its own, so without a list whoever may log in could have
 * this server call any other.
 *
 * @module
 */

/** Stands for the services of the usual browsers: of Chrome, Firefox, Safari and Edge. */
export const KNOWN_SERVICES = 'known';
const KNOWN = [
  'fcm.googleapis.com',
  '*.push.services.mozilla.com',
  '*.push.apple.com',
  '*.notify.windows.com',
] as const;

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
  const all = patterns.flatMap((pattern) => (pattern === KNOWN_SERVICES ? KNOWN : [pattern]));
  return all.some((pattern) => matches(url, pattern)) ? url : undefined;
}

function matches({ origin, protocol, hostname, port }: URL, pattern: string): boolean {
  if (pattern.includes('://')) return origin === URL.parse(pattern)?.origin;
  if (protocol !== 'https:' || port !== '') return false;
  return pattern.startsWith('*.') ? hostname.endsWith(pattern.slice(1)) : hostname === pattern;
}

/** The host of a push service, as logs and people are told it. */
export function serviceOf(endpoint: string): string {
  return URL.parse(endpoint)?.host ?? '';
}

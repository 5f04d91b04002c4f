/**
 * What hooks are asked about, and the option that says who is asked about what.
 *
 * @module
 */
import type { Kind } from '../../config/kinds.ts';

export const HOOK_EVENTS = ['send', 'upload', 'register', 'join'] as const;
export type HookEvent = (typeof HOOK_EVENTS)[number];

/** A service that is asked. */
export interface HookPlace {
  readonly url: URL;
  readonly events: readonly HookEvent[];
}

const MAX_URL_CHARS = 2048;

/** `URL`, asked about everything, or `send+upload=URL`. */
export const hookPlace: Kind<HookPlace> = {
  placeholder: '[EVENTS=]URL',
  parse(raw) {
    if (typeof raw !== 'string' || raw.length > MAX_URL_CHARS)
      throw new Error(`must be a URL of at most ${MAX_URL_CHARS} characters`);
    const [, names, text = ''] = /^(?:([a-z+]+)=)?(https?:.*)$/is.exec(raw) ?? [];
    const url = URL.parse(text);
    if (url === null) throw new Error('must be an http or https URL, with events before it: send+upload=URL');
    if (url.username !== '' || url.password !== '')
      throw new Error('must have no login: the service checks the signature');
    return { url, events: names === undefined ? HOOK_EVENTS : eventsIn(names) };
  },
  format: ({ url, events }) =>
    events.length === HOOK_EVENTS.length ? url.href : `${events.join('+')}=${url.href}`,
};

function eventsIn(names: string): readonly HookEvent[] {
  const given = names.toLowerCase().split('+');
  const unknown = given.find((name) => !HOOK_EVENTS.some((event) => event === name));
  if (unknown !== undefined)
    throw new Error(`must name events out of ${HOOK_EVENTS.join(', ')}, not "${unknown}"`);
  return HOOK_EVENTS.filter((event) => given.includes(event));
}

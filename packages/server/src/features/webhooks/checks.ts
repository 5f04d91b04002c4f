/**
 * Checks what administrators say about webhooks.
 *
 * @module
 */
import { PosthornError } from '@posthorn/protocol';
import { OutgoingError } from '../../outgoing/error.ts';
import type { Services } from '../../router/services.ts';
import { checkedLine } from '../../router/texts.ts';
import { kindsOf } from './event-queries.ts';
import { LOG_TYPES } from './event-types.ts';
import { RECEIVERS } from './receivers.ts';
import { isPattern, matches } from './selection.ts';

const MAX_URL_CHARS = 2048;
const MAX_EVENTS = 50;
const MAX_CONVERSATIONS = 500;
const MAX_BATCH = 100;
const MAX_DESCRIPTION_CHARS = 200;
const LOOKUP_MS = 5000;

/** Throws INVALID; FORBIDDEN for what is not called from here. A host that has no address now may have one later. */
export async function checkedUrl(services: Services, text: string): Promise<string> {
  const url = text.length > MAX_URL_CHARS ? null : URL.parse(text);
  if (url === null || !['http:', 'https:'].includes(url.protocol))
    throw new PosthornError(
      'INVALID',
      `the url is an http or https URL of at most ${MAX_URL_CHARS} characters`,
    );
  if (url.username !== '' || url.password !== '')
    throw new PosthornError('INVALID', 'the url has no login: receivers check the signature');
  url.hash = '';
  try {
    await services.state(RECEIVERS).check(url, LOOKUP_MS);
  } catch (error) {
    if (!(error instanceof OutgoingError)) throw error;
    if (error.problem === 'refused')
      throw new PosthornError(
        'FORBIDDEN',
        'webhooks go to public addresses over https at the port 443; for others start the server with --webhook-allow ADDRESS',
      );
  }
  return url.href;
}

/** Throws INVALID. */
export function checkedEvents({ happenings }: Services, given: readonly string[]): readonly string[] {
  const events = [...new Set(given)];
  const types = [...LOG_TYPES, ...happenings];
  if (events.length === 0)
    throw new PosthornError('INVALID', 'say which events: message.created, message.*, * and the like');
  if (events.length > MAX_EVENTS) throw new PosthornError('INVALID', `at most ${MAX_EVENTS} types of events`);
  const unknown = events.find(
    (pattern) => !isPattern(pattern) || !types.some((type) => matches([pattern], type)),
  );
  if (unknown !== undefined)
    throw new PosthornError('INVALID', `there is no such event; there are ${types.join(', ')}`);
  return events;
}

/** Throws INVALID. */
export async function checkedConversations(
  { store }: Services,
  given: readonly number[],
): Promise<readonly number[]> {
  const conversations = [...new Set(given)].sort((a, b) => a - b);
  if (conversations.length > MAX_CONVERSATIONS)
    throw new PosthornError('INVALID', `at most ${MAX_CONVERSATIONS} conversations`);
  if (conversations.length === 0) return [];
  const found = await store.run(kindsOf, conversations);
  const missing = conversations.find((id) => !found.some((each) => each.id === id && each.kind !== 'inbox'));
  if (missing !== undefined)
    throw new PosthornError('INVALID', `there is no conversation ${missing} that webhooks are told of`);
  return conversations;
}

/** Throws INVALID. */
export function checkedBatch(given: number): number {
  if (given > MAX_BATCH)
    throw new PosthornError('INVALID', `at most ${MAX_BATCH} events come in one request`);
  return Math.max(1, given);
}

/** Throws INVALID. */
export function checkedDescription(given: string): string {
  return checkedLine(given, 'description', MAX_DESCRIPTION_CHARS);
}

/**
 * A user uses a command, presses a button, or sends a form: the bot is told, and the user hears within 3 s what it makes of it.
 * What is kept of it is a row for some minutes, so that any router finds the answer.
 *
 * @module
 */
import { decodeInteracted, decodeInteraction, encodeInteraction, PosthornError } from '@posthorn/protocol';
import type { Interact, InteractedInit, InteractionInit } from '@posthorn/protocol';
import { toJson } from '@posthorn/protocol/schema';
import { sessionOf } from '../../router/caller.ts';
import { isNowhere } from '../../router/online.ts';
import { Quota } from '../../router/quota.ts';
import type { Caller } from '../../router/router.ts';
import type { RouterState, Services } from '../../router/services.ts';
import * as interactionQueries from './interaction-queries.ts';
import { meantBy } from './meant.ts';
import type { Meant } from './meant.ts';
import type { ToldInteraction } from './records.ts';
import { assertOnSpeakingTerms, isIn, placeOf } from './place.ts';
import { checkZone } from './values.ts';
import type { Writer } from './values.ts';
import { WAITING } from './waiting.ts';
import type { Awaited } from './waiting.ts';

/** How long a bot has to answer the user who waits. */
export const ANSWER_MS = 3000;
/** How long it can say more. */
export const INTERACTION_TTL_MS = 900_000;

const PER_WINDOW = 20;
const WINDOW_MS = 10_000;

export const PRESSES: RouterState<Quota> = {
  name: 'presses',
  open: ({ clock }) => new Quota(clock, PER_WINDOW, WINDOW_MS),
};

export async function interact(
  services: Services,
  caller: Caller,
  request: Interact,
): Promise<InteractedInit> {
  const { user, bot: isBot } = sessionOf(caller);
  const { conversation, timeZone } = request;
  if (isBot) throw new PosthornError('FORBIDDEN', 'a bot does not use bots');
  checkZone(timeZone);
  if (!services.state(PRESSES).take(user))
    throw new PosthornError('RATE_LIMITED', 'too many presses at once', { retryAfterMs: WINDOW_MS / 2 });
  const writer = { user, conversation, timeZone, now: services.clock.now() };
  const cached = await placeOf(services, conversation, user);
  assertOnSpeakingTerms(cached);
  const meant = await meantBy(services, cached, writer, request);
  if (!isIn(await placeOf(services, conversation, user, [meant.bot]), meant.bot))
    throw new PosthornError('NOT_FOUND', 'the bot is not here any more', { reason: 'bot-gone' });
  return ask(services, writer, meant);
}

async function ask(
  services: Services,
  { user, conversation, timeZone, now }: Writer,
  { bot, what }: Meant,
): Promise<InteractedInit> {
  const { store, publish } = services;
  const waiting = services.state(WAITING);
  const { seq = 0, origin = 0 } = what;
  const expiresAt = now + INTERACTION_TTL_MS;
  const made = { bot, user, conversation, seq, origin, createdAt: now, expiresAt };
  const isTold = await services.isTold(interactionQueries.CREATED);
  const told = isTold ? toldOf({ ...what, conversation, timeZone }) : undefined;
  const id = await store.run(interactionQueries.openInteraction, made, told);
  const answered = waiting.answer(id, ANSWER_MS);
  const value: InteractionInit = { ...what, id, user, conversation, time: now, timeZone };
  publish.noteToUser(bot, { body: { case: 'interaction', value } });
  // Not awaited: an answer may come first. If nobody can be asked, the user waits for the whole time. So they do if a
  // webhook may reach the bot.
  if (!isTold) {
    isNowhere(services, bot).then(
      (nowhere) => nowhere && waiting.isOffline(id),
      () => {},
    );
  }
  return outcomeOf(services, id, await answered);
}

/** What a receiver of webhooks gets of it: as REST would have it, without what is empty. */
function toldOf(value: InteractionInit): ToldInteraction {
  const all = toJson('Interaction', decodeInteraction(encodeInteraction(value)));
  return Object.fromEntries(Object.entries(all).filter(([, field]) => !isEmpty(field)));
}

function isEmpty(field: unknown): boolean {
  return field === '' || field === 0 || (Array.isArray(field) && field.length === 0);
}

/** The store has the truth: the note that there is an answer may have been lost. */
async function outcomeOf({ store }: Services, id: number, awaited: Awaited): Promise<InteractedInit> {
  const found = await store.run(interactionQueries.interaction, id);
  if (found !== undefined && found.answers > 0) return { ...decodeInteracted(found.answer), id };
  return { id, outcome: awaited === 'offline' ? 'offline' : 'silent' };
}

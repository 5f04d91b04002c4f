/**
 * What bots answer.
 *
 * @module
 */
import {
  completeContent,
  decodeContent,
  decodeEphemeral,
  encodeEphemeral,
  encodeInteracted,
  PosthornError,
} from '@posthorn/protocol';
import type {
  AnswerInteraction,
  Components,
  DoneInit,
  EphemeralInit,
  Form,
  InteractedInit,
  TakeInteraction,
} from '@posthorn/protocol';
import { sessionOf } from '../../router/caller.ts';
import type { Caller, CallerSession } from '../../router/router.ts';
import type { Services } from '../../router/services.ts';
import { checkComponents, checkForm } from '../messages/components.ts';
import { send } from '../messages/send.ts';
import { ANSWER_MS, INTERACTION_TTL_MS } from './interact.ts';
import * as interactionQueries from './interaction-queries.ts';
import { assertOnSpeakingTerms, placeOf } from './place.ts';
import type { InteractionRecord } from './records.ts';
import { WAITING } from './waiting.ts';

const MAX_ANSWERS = 20;
const MAX_EPHEMERAL_BYTES = 16_384;

export async function takeInteraction(
  { store }: Services,
  caller: Caller,
  { id }: TakeInteraction,
): Promise<DoneInit> {
  const { user } = botOf(caller);
  const by = caller.connection || interactionQueries.OVER_HTTP;
  switch (await store.run(interactionQueries.takeInteraction, id, user, by)) {
    case 'taken':
      return {};
    case 'missing':
      throw tooOld();
    case 'other':
      throw new PosthornError('CONFLICT', 'another connection of this bot has it');
  }
}

export async function answerInteraction(
  services: Services,
  caller: Caller,
  request: AnswerInteraction,
): Promise<DoneInit> {
  const { user } = botOf(caller);
  const { store, clock } = services;
  const found = await store.run(interactionQueries.interaction, request.id);
  if (found === undefined || found.bot !== user || found.expiresAt < clock.now()) throw tooOld();
  if (found.answers >= MAX_ANSWERS) throw tooMany();
  switch (request.kind) {
    case 'unspecified':
      throw new PosthornError('INVALID', 'say what it is: done, later, ephemeral, update or form');
    case 'done':
      return settle(services, found, { answer: { outcome: 'answered' } });
    case 'later':
      return settle(services, found, { answer: { outcome: 'later' } });
    case 'ephemeral':
      return whisper(services, found, request);
    case 'update':
      return update(services, caller, found, request);
    case 'form':
      return settle(services, found, {
        answer: { outcome: 'answered', form: checkedForm(request.form) },
        isInTime: true,
      });
  }
}

function botOf(caller: Caller): CallerSession {
  const session = sessionOf(caller);
  if (!session.bot) throw new PosthornError('FORBIDDEN', 'only bots answer');
  return session;
}

function tooOld(): PosthornError {
  return new PosthornError('NOT_FOUND', 'there is no such interaction, or it is older than 15 minutes');
}

function tooMany(): PosthornError {
  return new PosthornError('LIMIT_EXCEEDED', `an interaction has at most ${MAX_ANSWERS} answers`);
}

function checkedForm(form: Form | undefined): Form {
  if (form === undefined) throw new PosthornError('INVALID', 'which form?');
  checkForm(form);
  return form;
}

interface Settling {
  readonly answer: Omit<InteractedInit, 'id'>;
  /** What the user sees from now on, encoded. */
  readonly shown?: Uint8Array;
  /** It counts only while the user waits. */
  readonly isInTime?: boolean;
}

/** Notes an answer, and tells the router where the user waits. */
async function settle(
  services: Services,
  { id, bot }: InteractionRecord,
  { answer, shown, isInTime = false }: Settling,
): Promise<DoneInit> {
  const { store, clock } = services;
  const now = clock.now();
  const given = {
    id,
    bot,
    answer: encodeInteracted({ ...answer, id }),
    shown,
    within: isInTime ? { createdSince: now - ANSWER_MS } : undefined,
    expiresAt: now + INTERACTION_TTL_MS,
  };
  switch (await store.run(interactionQueries.answerInteraction, given, MAX_ANSWERS)) {
    case 'missing':
      throw tooOld();
    case 'full':
      throw tooMany();
    case 'late':
      throw new PosthornError('INVALID', 'a form is opened by the first answer, within 3 s');
    case 'first':
      services.state(WAITING).answered(id);
      return {};
    case 'further':
      return {};
  }
}

/** Says something to the user alone. */
async function whisper(
  services: Services,
  found: InteractionRecord,
  { text = '', components }: AnswerInteraction,
): Promise<DoneInit> {
  const ephemeral = checkedEphemeral(services, found, { text, components });
  await assertMayWhisper(services, found);
  const shown = encodeEphemeral(ephemeral);
  await settle(services, found, { answer: { outcome: 'answered', ephemeral }, shown });
  push(services, found.user, ephemeral);
  return {};
}

/** The user may have blocked the bot meanwhile. */
async function assertMayWhisper(
  services: Services,
  { conversation, user }: InteractionRecord,
): Promise<void> {
  assertOnSpeakingTerms(await placeOf(services, conversation, user));
}

function checkedEphemeral(
  { clock }: Services,
  { id, conversation, bot }: InteractionRecord,
  { text, components }: { readonly text: string; readonly components: Components | undefined },
): EphemeralInit {
  if (text === '') throw new PosthornError('INVALID', 'an ephemeral message has a text');
  if (Buffer.byteLength(text) > MAX_EPHEMERAL_BYTES)
    throw new PosthornError('TOO_LARGE', `an ephemeral message has at most ${MAX_EPHEMERAL_BYTES} bytes`);
  if (components !== undefined) checkComponents(components);
  return { id, conversation, from: bot, time: clock.now(), text, components };
}

function push({ publish }: Services, user: number, value: EphemeralInit): void {
  publish.noteToUser(user, { body: { case: 'ephemeral', value } });
}

/** Changes what the user has pressed on. */
async function update(
  services: Services,
  caller: Caller,
  found: InteractionRecord,
  request: AnswerInteraction,
): Promise<DoneInit> {
  if (found.seq === 0 && found.origin === 0)
    throw new PosthornError('INVALID', 'a command has no message to update');
  if (found.seq === 0) await updateEphemeral(services, found, request);
  else await updateMessage(services, caller, found, request);
  return settle(services, found, { answer: { outcome: 'answered' } });
}

async function updateEphemeral(
  services: Services,
  found: InteractionRecord,
  request: AnswerInteraction,
): Promise<void> {
  const { store, clock } = services;
  const before = await store.run(interactionQueries.interaction, found.origin);
  if (before === undefined || before.bot !== found.bot) throw tooOld();
  if (before.shown.length === 0) throw new PosthornError('INVALID', 'there is no message to update');
  const shown = decodeEphemeral(before.shown);
  const { text = shown.text, components = shown.components } = request;
  const ephemeral = checkedEphemeral(services, before, { text, components });
  await assertMayWhisper(services, found);
  const expiresAt = clock.now() + INTERACTION_TTL_MS;
  await store.run(interactionQueries.showInstead, before.id, found.bot, {
    shown: encodeEphemeral(ephemeral),
    expiresAt,
  });
  push(services, found.user, ephemeral);
}

/** By an edit in the log, which everybody sees. */
async function updateMessage(
  services: Services,
  caller: Caller,
  { conversation, seq: target, bot }: InteractionRecord,
  { text, components, clientId }: AnswerInteraction,
): Promise<void> {
  const { store } = services;
  const now = await store.run(interactionQueries.pressedOn, bot, conversation, target);
  if (now === undefined) throw new PosthornError('NOT_FOUND', 'there is no such message');
  const { text: before, mentions, mentionAll } = decodeContent(now.content);
  // Who was named stays named, as long as the text does.
  const named =
    text === undefined ? { mentions, mentionAll } : { mentions: [], mentionAll: 'unspecified' as const };
  const value = { target, text: text ?? before, components, ...named };
  const content = completeContent({ kind: { case: 'edit', value } });
  const sent = send(services, caller, {
    target: { case: 'conversation', value: conversation },
    clientId,
    content,
    order: 0,
  });
  if (sent instanceof PosthornError) throw sent;
  await sent;
}

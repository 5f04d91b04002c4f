/**
 * Contacts: a user asks another one, who accepts or refuses. Both hear of each step by an event in their inboxes.
 *
 * @module
 */
import { PosthornError } from '@posthorn/protocol';
import type {
  AddContact,
  ContactInit,
  ContactsInit,
  ContentInit,
  DoneInit,
  EventInit,
  ListContacts,
  RemoveContact,
} from '@posthorn/protocol';
import { blocked } from '../../pipeline/refusals.ts';
import { sessionOf } from '../../router/caller.ts';
import { clientIdOf, idCursor, nextCursor, pageLimit, serverClientId } from '../../router/ids.ts';
import type { Caller } from '../../router/router.ts';
import type { Services } from '../../router/services.ts';
import { checkedLine } from '../../router/texts.ts';
import { writeInInbox } from '../accounts/inbox.ts';
import type { UserRecord } from '../accounts/user-records.ts';
import * as userQueries from '../accounts/user-queries.ts';
import { isOpenToRequests } from '../people/privacy.ts';
import type { ContactEffect } from './effects.ts';
import * as contactQueries from './queries.ts';
import type { ContactRecord } from './records.ts';

const MAX_PER_DAY = 50;
/** How often a change is tried that others overtake. */
const ATTEMPTS = 5;

const EVENTS = {
  ask: 'contact-asked',
  accept: 'contact-accepted',
  end: 'contact-removed',
} as const satisfies Record<ContactEffect['does'], EventInit['kind']>;

type Step = Pick<ContactEffect, 'does' | 'text'>;

export async function addContact(
  services: Services,
  caller: Caller,
  request: AddContact,
): Promise<ContactsInit> {
  const { store } = services;
  const { user } = sessionOf(caller);
  if (request.user === user)
    throw new PosthornError('INVALID', 'nobody is a contact of themselves', { reason: 'contact-yourself' });
  const text = checkedLine(request.text, 'request', contactQueries.MAX_TEXT_CHARS);
  const both = await accounts(services, user, request.user);
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const now = await store.run(contactQueries.contact, user, both.other.id);
    if (now !== undefined && now.state !== 'asking') {
      // The one before may not have come to its end.
      const does = now.state === 'asked' ? 'ask' : 'accept';
      if (now.by === user) await tellOwn(services, both, { does, told: now.told });
      return { contacts: [toContact(now)] };
    }
    const does = now === undefined ? 'ask' : 'accept';
    await assertMay(services, both, does);
    const told = await made(services, both, { does, text });
    if (told === undefined) continue;
    await tellOwn(services, both, { does, told });
    // Empty if the other one has refused in the meantime.
    const then = await store.run(contactQueries.contact, user, both.other.id);
    return { contacts: then === undefined ? [] : [toContact(then)] };
  }
  throw overtaken();
}

export async function removeContact(
  services: Services,
  caller: Caller,
  request: RemoveContact,
): Promise<DoneInit> {
  const { user } = sessionOf(caller);
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const now = await services.store.run(contactQueries.contact, user, request.user);
    if (now === undefined) return {};
    const both = await accounts(services, user, request.user);
    const told = await made(services, both, { does: 'end', text: '' });
    if (told !== undefined) await tellOwn(services, both, { does: 'end', told });
  }
  throw overtaken();
}

export async function listContacts(
  services: Services,
  caller: Caller,
  request: ListContacts,
): Promise<ContactsInit> {
  const limit = pageLimit(request.limit);
  const state = request.state === 'unspecified' ? undefined : request.state;
  const { user } = sessionOf(caller);
  const found = await services.store.run(
    contactQueries.contacts,
    user,
    state,
    idCursor(request.cursor),
    limit,
  );
  return { contacts: found.map(toContact), next: nextCursor(found, limit, (each) => each.user) };
}

interface Both {
  readonly self: UserRecord;
  readonly other: UserRecord;
}

/** Throws NOT_FOUND. */
async function accounts({ store }: Services, user: number, other: number): Promise<Both> {
  const found = await store.run(userQueries.usersByIds, [user, other]);
  const both = [user, other].map((id) => found.find((each) => each.id === id && !each.erased));
  const [self, theirs] = both;
  if (self === undefined || theirs === undefined)
    throw new PosthornError('NOT_FOUND', 'there is no such user', { reason: 'no-such-user' });
  return { self, other: theirs };
}

/** Throws BLOCKED, LIMIT_EXCEEDED. */
async function assertMay(services: Services, { self, other }: Both, does: 'ask' | 'accept'): Promise<void> {
  if (!(await isOpenToRequests(services, { asker: self.id, user: other.id, isAnswer: does === 'accept' })))
    throw blocked();
  if (does === 'accept') return;
  const most = await services.store.run(contactQueries.mostContacts, [self.id, other.id]);
  if (most >= contactQueries.MAX_CONTACTS)
    throw new PosthornError(
      'LIMIT_EXCEEDED',
      `one of you has ${contactQueries.MAX_CONTACTS} contacts already`,
      {
        reason: 'too-many-contacts',
      },
    );
}

/** Makes a step, and tells the other one. Resolves with the id of the message; undefined: somebody was faster. */
async function made(
  services: Services,
  { self, other }: Both,
  { does, text }: Step,
): Promise<string | undefined> {
  const clientId = clientIdOf(services, '');
  const effect: ContactEffect = { type: 'contact', other: other.id, does, text, perDay: MAX_PER_DAY };
  try {
    const content = contentOf(other.id, does);
    await writeInInbox(services, { sender: self.id, inbox: other.inbox, clientId, content, effect });
    return clientId;
  } catch (error) {
    if (error instanceof PosthornError && error.code === 'CONFLICT') return undefined;
    throw error;
  }
}

/** Tells the other devices of who has made a step. A repeat changes nothing. */
async function tellOwn(
  services: Services,
  { self, other }: Both,
  { does, told }: Pick<ContactEffect, 'does'> & Pick<ContactRecord, 'told'>,
): Promise<void> {
  const content = contentOf(other.id, does);
  await writeInInbox(services, {
    sender: self.id,
    inbox: self.inbox,
    clientId: serverClientId(`${told}-own`),
    content,
  });
}

function contentOf(other: number, does: ContactEffect['does']): ContentInit {
  return { kind: { case: 'event', value: { kind: EVENTS[does], users: [other] } } };
}

function toContact({ user, state, text, time }: ContactRecord): ContactInit {
  return { user, state, text, time };
}

function overtaken(): PosthornError {
  return new PosthornError('UNAVAILABLE', 'others change this at the same time; try again');
}

/**
 * What users have for themselves, of an import. What a user has here stays as it is, and what they have removed stays away.
 *
 * @module
 */
import { PosthornError } from '@posthorn/protocol';
import { filePath } from '@posthorn/protocol/words';
import type { Services } from '../../router/services.ts';
import { checkedLine } from '../../router/texts.ts';
import { usersByIds } from '../accounts/user-queries.ts';
import { isBrought, noteBrought } from '../../store/moving.ts';
import type { Added } from '../../store/moving.ts';
import { addContact } from '../contacts/import-queries.ts';
import { MAX_TEXT_CHARS } from '../contacts/queries.ts';
import { addMine } from '../mine/import-queries.ts';
import { checkEntry } from '../mine/mine.ts';
import { mutesIn } from '../mine/mutes.ts';
import { addBlock, addPrivacy } from '../people/import-queries.ts';
import { settlePrivacy } from '../people/privacy.ts';
import { changeProfile } from '../people/users.ts';
import { clientIdOfImported } from './ids.ts';
import type { Known } from './known.ts';
import type { BlockEntry, ContactEntry, MineEntry, OwnEntry, PictureEntry, PrivacyEntry } from './entries.ts';
import { putTogether } from './own-names.ts';

type Outcome = Exclude<Added, 'full'>;

/** Throws NOT_FOUND, INVALID, TOO_LARGE, LIMIT_EXCEEDED. */
export async function importOwn(services: Services, known: Known, entry: OwnEntry): Promise<Outcome> {
  await known.learnUsers([
    entry.user,
    ...('other' in entry && entry.other !== undefined ? [entry.other] : []),
  ]);
  switch (entry.type) {
    case 'picture':
      return givePicture(services, known, entry);
    case 'privacy':
      return setPrivacy(services, known, entry);
    case 'block':
      return block(services, known, entry);
    case 'contact':
      return makeContact(services, known, entry);
    case 'mine':
      return keepMine(services, known, entry);
  }
}

async function givePicture(
  services: Services,
  known: Known,
  { user: name, file }: PictureEntry,
): Promise<Outcome> {
  await known.learnFiles([file]);
  const avatarUrl = filePath(known.attachment({ id: file }).id);
  const { store } = services;
  const picture = { user: known.user(name), kind: 'picture', name: '' };
  if (await store.run(isBrought, picture)) return 'there';
  const [user] = await store.run(usersByIds, [picture.user]);
  const isWanted = user?.avatarUrl === '';
  if (isWanted) await changeProfile(services, user.id, { avatarUrl });
  await store.run(noteBrought, picture);
  return isWanted ? 'made' : 'there';
}

async function setPrivacy(
  services: Services,
  known: Known,
  { user: name, add = 'everyone', find = 'everyone', online = 'everyone', write = 'everyone' }: PrivacyEntry,
): Promise<Outcome> {
  const privacy = { user: known.user(name), add, find, online, write };
  const outcome = made(await services.store.run(addPrivacy, privacy));
  if (outcome === 'made') await settlePrivacy(services, privacy);
  return outcome;
}

async function block(services: Services, known: Known, entry: BlockEntry): Promise<Outcome> {
  const [user, other] = twoOf(known, entry);
  const outcome = made(await services.store.run(addBlock, user, other));
  if (outcome === 'made') services.publish.blocked(user, other);
  return outcome;
}

async function makeContact(services: Services, known: Known, entry: ContactEntry): Promise<Outcome> {
  const [user, other] = twoOf(known, entry);
  const { mutual: isMutual = false, text = '', time } = entry;
  const now = services.clock.now();
  const contact = {
    user,
    other,
    isMutual,
    text: checkedLine(text, 'request', MAX_TEXT_CHARS),
    time: Math.min(time ?? now, now),
    told: clientIdOfImported('contact', `${entry.user} ${entry.other}`),
  };
  return made(await services.store.run(addContact, contact));
}

async function keepMine(services: Services, known: Known, entry: MineEntry): Promise<Outcome> {
  const { key, value } = await entryHere(known, entry);
  checkEntry(key, value);
  if (value === '') throw new PosthornError('INVALID', 'a value is not empty');
  const added = { key, value, version: 0 };
  const change = {
    user: known.user(entry.user),
    clientId: clientIdOfImported('mine', `${entry.user} ${key}`),
    mutes: mutesIn([added]),
    time: services.clock.now(),
  };
  return made(await services.store.run(addMine, added, change));
}

async function entryHere(
  known: Known,
  entry: MineEntry,
): Promise<{ readonly key: string; readonly value: string }> {
  const { key, conversation: place, message, other, value, messages = {}, conversations } = entry;
  await known.learnPlaces([...(place === undefined ? [] : [place]), ...(conversations ?? [])]);
  const named = Object.entries(messages);
  const keys = [...(message === undefined ? [] : [message]), ...named.map(([, each]) => each)];
  if (place === undefined && keys.length > 0)
    throw new PosthornError('INVALID', 'say of which conversation the messages are: "conversation"');
  await known.learnUsers(keys.map(({ sender }) => sender));
  await known.learnMessages(keys.map((each) => [place ?? '', each]));
  const seq = message && known.seqOf(place ?? '', message);
  if (message !== undefined && seq === undefined)
    throw new PosthornError('NOT_FOUND', `the message ${message.id} was not imported`);
  const seqs = named.flatMap(([name, each]) => {
    const found = known.seqOf(place ?? '', each);
    return found === undefined ? [] : [[name, found] as const];
  });
  return putTogether({
    key,
    ...(place !== undefined && { conversation: known.place(place).record.id }),
    ...(seq !== undefined && { seq }),
    ...(other !== undefined && { user: known.user(other) }),
    value,
    seqs: Object.fromEntries(seqs),
    ...(conversations !== undefined && {
      conversations: conversations.flatMap((each) => known.placeIfAny(each)?.record.id ?? []),
    }),
  });
}

/** Throws INVALID if they are the same. */
function twoOf(known: Known, entry: BlockEntry | ContactEntry): readonly [number, number] {
  const [user, other] = [known.user(entry.user), known.user(entry.other)];
  if (user === other) throw new PosthornError('INVALID', 'nobody stands so to themselves');
  return [user, other];
}

/** Throws LIMIT_EXCEEDED. */
function made(added: Added): Outcome {
  if (added === 'full')
    throw new PosthornError('LIMIT_EXCEEDED', 'the user has as many of these as is allowed');
  return added;
}

/**
 * How conversations begin in an export.
 *
 * @module
 */
import type { Json } from '../../http/route.ts';
import type { Services } from '../../router/services.ts';
import { membersNow } from './export-queries.ts';
import type { ExportedConversation, ExportedMessage } from './export-queries.ts';
import { saidIn } from './exported.ts';
import type { Outside } from './outside.ts';

/** The record of a conversation. `first`: its first message that there is. */
export function openingOf(
  services: Services,
  outside: Outside,
  conversation: ExportedConversation,
  first: ExportedMessage | undefined,
): Promise<Json> {
  const id = outside.conversation(conversation);
  switch (conversation.kind) {
    case 'direct':
      return directOf(outside, conversation, id);
    case 'room':
      return Promise.resolve({ type: 'room', id, title: conversation.title });
    default:
      return groupOf(services, outside, { conversation, first, id });
  }
}

async function directOf(outside: Outside, { userA, userB }: ExportedConversation, id: string): Promise<Json> {
  const users = [userA ?? 0, userB ?? 0];
  await outside.learnUsers(users);
  return { type: 'direct', id, users: users.map((user) => outside.user(user)) };
}

interface GroupOpening {
  readonly conversation: ExportedConversation;
  readonly first: ExportedMessage | undefined;
  readonly id: string;
}

/** As it was created; if that is no longer kept, as it is now. */
async function groupOf(
  { store, clock }: Services,
  outside: Outside,
  { conversation, first, id }: GroupOpening,
): Promise<Json> {
  const event = createdIn(first);
  if (event !== undefined && first !== undefined) {
    await outside.learnUsers([first.sender, ...event.users]);
    const members = event.users.map((user) => outside.user(user));
    const { time, sender } = first;
    return { type: 'group', id, title: event.title, owner: outside.user(sender), members, time };
  }
  const members = await store.run(membersNow, conversation.id);
  await outside.learnUsers(members.map(({ user }) => user));
  const owner = members.find(({ role }) => role === 'owner') ?? members[0];
  const others = members.filter((member) => member !== owner);
  return {
    type: 'group',
    id,
    title: conversation.title,
    owner: owner === undefined ? '' : outside.user(owner.user),
    members: others.map(({ user }) => outside.user(user)),
    time: first?.time ?? clock.now(),
  };
}

/** The event with which a group begins. */
export function createdIn(
  message: ExportedMessage | undefined,
): { readonly title: string; readonly users: readonly number[] } | undefined {
  if (message?.seq !== 1) return undefined;
  const kind = saidIn(message)?.content.kind;
  return kind?.case === 'event' && kind.value.kind === 'created' ? kind.value : undefined;
}

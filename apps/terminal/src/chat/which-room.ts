/**
 * Conversations that a command names: by number, by title, or by the name of a user.
 *
 * @module
 */
import { PosthornError } from '@posthorn/client';
import { userId } from '../online.ts';
import type { Chat } from './chat.ts';

/**
 * The id of the conversation. A direct one is made if need be. People come before groups: anybody can give a group the name
 * of somebody else. Rejects with NOT_FOUND.
 */
export async function whichRoom({ client, state }: Chat, wanted: string): Promise<number> {
  const name = wanted.toLowerCase();
  const numbered = state.rooms.find(({ id }) => String(id) === name);
  if (numbered !== undefined) return numbered.id;
  const titled = state.rooms.filter(({ title }) => title.toLowerCase() === name);
  const [known = titled[0]] = titled.filter(({ kind }) => kind !== 'group');
  if (known !== undefined && (known.kind !== 'group' || !state.isOnline)) return known.id;
  try {
    return (await client.call('openDirect', { user: await userId(client, wanted) })).id;
  } catch (error) {
    const isNobody = error instanceof PosthornError && error.code === 'NOT_FOUND';
    if (known === undefined || !isNobody) throw error;
    return known.id;
  }
}

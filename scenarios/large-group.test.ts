/** A group of thousands: what is looked for in it is found page by page, and nobody is named twice. */
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { encodeContent } from '@posthorn/protocol';
import { logQueries, userQueries } from '@posthorn/server/queries';
import { inhabited } from './support/inhabited.ts';

/** More than are looked at one by one. */
const GHOSTS = 2200;
/** More than a search looks at for one page. */
const NAMESAKES = 2010;
const FIRST_GHOST = 1_000_000;
const AT_ONCE = 200;

it('is searched by nickname and by name', async (t) => {
  const { place, people } = await inhabited(t);
  const { store } = place;
  const [owner, ann] = [await people.join('owner'), await people.join('ann')];
  const namesakes: number[] = [];
  for (let n = 0; n < NAMESAKES; n++) {
    const name = `x.${String(n).padStart(4, '0')}`;
    const account = { name, nameKey: name, displayName: '', passwordHash: undefined, admin: false };
    const made = await store.run(userQueries.createUser, { ...account, createdAt: 0 });
    assert.equal(made.status, 'created');
    namesakes.push(made.user.id);
  }
  const last = namesakes.at(-1) ?? 0;
  const { id: conversation } = await owner.client.call('createGroup', {
    title: 'Verona',
    members: [ann.id, last],
  });
  for (let from = 0; from < GHOSTS; from += AT_ONCE) {
    const users = Array.from({ length: AT_ONCE }, (_, index) => FIRST_GHOST + from + index);
    const record = await store.run(logQueries.getConversation, conversation);
    const [outcome] = await store.log.append([
      {
        conversation,
        version: record?.version ?? 0,
        sender: owner.id,
        clientId: `ghosts ${from}`,
        time: 0,
        content: encodeContent({ kind: { case: 'event', value: { kind: 'added', users } } }).slice(),
        effect: { type: 'add', users, role: 'member' },
      },
    ]);
    assert.equal(outcome?.status, 'appended');
  }
  await ann.client.call('setNickname', { conversation, nickname: 'X-ray' });

  const pages: number[][] = [];
  for (let cursor = ''; ;) {
    const page = await ann.client.call('listMembers', { conversation, prefix: 'x', limit: 1, cursor });
    pages.push(page.members.map(({ user }) => user));
    cursor = page.next;
    if (cursor === '') break;
  }
  assert.deepEqual(
    pages.filter((page) => page.length > 0),
    [[ann.id], [last]],
  );
  const { members } = await ann.client.call('listMembers', { conversation, byRank: true, limit: 2 });
  assert.deepEqual(
    members.map(({ user, role }) => [user, role]),
    [
      [owner.id, 'owner'],
      [ann.id, 'member'],
    ],
  );
  const { memberCount, settings } = await ann.client.call('getConversation', { conversation });
  assert.deepEqual([memberCount, settings?.mentionAll], [2203, 'admin']);
  await owner.client.call('typing', { conversation, active: true });
  await owner.client.send({ conversation }, { text: 'peace' }).done;
  await ann.until(() => ann.texts(conversation).includes('peace'));
  assert.deepEqual(ann.typing, [], 'nobody is told who types in a large group');
});

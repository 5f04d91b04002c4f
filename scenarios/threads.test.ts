/** Threads: replies in a side line of their own, which count there and not in the conversation. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { TestContext } from 'node:test';
import type { ContentInit, OwnState, State } from '@posthorn/protocol';
import { inhabited, inhabitedTopology } from './support/inhabited.ts';
import { codeOf } from './support/people.ts';
import type { People, Person } from './support/people.ts';
import { TOPOLOGIES } from './support/topologies.ts';

async function say({ client }: Person, conversation: number, content: ContentInit): Promise<number> {
  return (await client.send({ conversation }, content).done).seq;
}

async function stateOf({ client }: Person, conversation: number, seq: number): Promise<State | undefined> {
  const [message] = await client.history(conversation, { after: seq - 1, limit: 1 });
  assert.equal(message?.seq, seq);
  return message.state;
}

async function ownOf(person: Person, conversation: number, seq: number): Promise<OwnState | undefined> {
  return (await stateOf(person, conversation, seq))?.own;
}

async function textsIn({ client }: Person, conversation: number, seq: number, more: object = {}) {
  const { messages } = await client.call('listThread', { conversation, seq, ...more });
  return messages.map((message) => message.seq);
}

interface Verona {
  readonly people: People;
  readonly ann: Person;
  readonly bob: Person;
  readonly eve: Person;
  readonly group: number;
  /** A message of Ann's. */
  readonly root: number;
}

async function verona(t: TestContext): Promise<Verona> {
  const { people } = await inhabited(t, {});
  const [ann, bob, eve] = [await people.join('ann'), await people.join('bob'), await people.join('eve')];
  const members = [bob.id, eve.id];
  const { id: group } = await ann.client.call('createGroup', { title: 'Verona', members });
  return { people, ann, bob, eve, group, root: await say(ann, group, { text: 'who comes to the ball?' }) };
}

describe('a thread', () => {
  it('counts apart from the conversation, and is read by page in both directions', async (t) => {
    const { ann, bob, eve, group, root } = await verona(t);
    const said: number[] = [];
    for (const text of ['I', 'do', 'not', 'know'])
      said.push(await say(text === 'not' ? ann : bob, group, { text, thread: root }));
    const thread = { count: 4, last: said[3], users: [bob.id, ann.id] };
    assert.partialDeepStrictEqual(await stateOf(eve, group, root), { thread, through: said[3] });
    const conversation = await eve.client.call('getConversation', { conversation: group });
    assert.equal(conversation.unread, 1, 'the message whose thread it is');
    assert.deepEqual(await textsIn(eve, group, root), said);
    const first = await eve.client.call('listThread', { conversation: group, seq: root, limit: 3 });
    assert.deepEqual(
      first.messages.map(({ seq }) => seq),
      said.slice(0, 3),
    );
    assert.deepEqual(await textsIn(eve, group, root, { cursor: first.next }), said.slice(3));
    const backward = { backward: true, limit: 3 };
    assert.deepEqual(await textsIn(eve, group, root, backward), said.slice(1));
    assert.deepEqual(
      await textsIn(eve, group, root, { ...backward, cursor: `${said[1]}` }),
      said.slice(0, 1),
    );
    await eve.until(() => eve.messages.length > 5);
    const push = eve.messages.find(({ seq }) => seq === said[1]);
    assert.partialDeepStrictEqual(
      push?.state,
      { seq: root, thread: { count: 2 } },
      'a push tells of the thread',
    );
  });

  it('is only of messages that one sees, that say something, and are in no thread themselves', async (t) => {
    const { people, ann, bob, group, root } = await verona(t);
    const inside = await say(bob, group, { text: 'I', thread: root });
    const reaction = { case: 'reaction', value: { target: root, emoji: '👍' } } as const;
    const entry = await say(bob, group, { kind: reaction });
    const refused = (person: Person, thread: number): Promise<string> =>
      codeOf(person.client.send({ conversation: group }, { text: 'odd', thread }).done);
    assert.equal(await refused(bob, inside), 'INVALID');
    assert.equal(await refused(bob, entry), 'INVALID');
    assert.equal(await refused(bob, 1), 'INVALID', 'an event');
    assert.equal(await refused(bob, 999), 'NOT_FOUND');
    const late = await people.join('late');
    await ann.client.call('addMembers', { conversation: group, users: [late.id] });
    assert.equal(await refused(late, root), 'NOT_FOUND');
    assert.equal(await codeOf(textsIn(late, group, root)), 'NOT_FOUND');
    await say(ann, group, { kind: { case: 'recall', value: { target: root } } });
    assert.equal(await refused(bob, root), 'NOT_FOUND');
    assert.deepEqual(await textsIn(bob, group, root), [inside], 'what was said before can be read');
  });

  it('is unread for those who follow it, exactly, also after a recall', async (t) => {
    const { people, ann, bob, eve, group, root } = await verona(t);
    const one = await say(bob, group, { text: 'one', thread: root });
    const two = await say(bob, group, { text: 'two', thread: root });
    await say(eve, group, { text: 'three', thread: root });
    assert.partialDeepStrictEqual(await ownOf(ann, group, root), { follows: true, unread: 3 });
    assert.partialDeepStrictEqual(await ownOf(bob, group, root), { follows: true, unread: 1, read: two });
    assert.partialDeepStrictEqual(await ownOf(eve, group, root), { follows: true, unread: 0 });
    const phone = await people.join('ann');
    const { promise: heard, resolve } = Promise.withResolvers<State | undefined>();
    phone.client.on('own', ({ state }) => resolve(state));
    await ann.client.call('setThread', { conversation: group, seq: root, read: one });
    assert.partialDeepStrictEqual(await heard, { seq: root, own: { unread: 2, read: one } });
    await say(bob, group, { kind: { case: 'recall', value: { target: one } } });
    assert.partialDeepStrictEqual(await stateOf(ann, group, root), {
      thread: { count: 2 },
      own: { unread: 2 },
    });
    const recall = await say(bob, group, { kind: { case: 'recall', value: { target: two } } });
    assert.partialDeepStrictEqual(await stateOf(ann, group, root), {
      thread: { count: 1 },
      own: { unread: 1 },
    });
    const both = { seq: two, recalled: recall, also: { seq: root, through: recall, thread: { count: 1 } } };
    await eve.until(() => eve.messages.some(({ seq }) => seq === recall));
    const push = eve.messages.find(({ seq }) => seq === recall);
    assert.partialDeepStrictEqual(push?.state, both, 'the push of the recall tells of both');
    assert.partialDeepStrictEqual(await stateOf(eve, group, recall), both, 'and so does a page');
    await ann.client.call('setThread', { conversation: group, seq: root, read: Number.MAX_SAFE_INTEGER });
    assert.equal((await ownOf(ann, group, root))?.unread, 0);
    await ann.client.call('setThread', { conversation: group, seq: root, read: one });
    assert.equal((await ownOf(ann, group, root))?.unread, 0, 'a cursor only rises');
    await say(eve, group, { text: 'four', thread: root });
    assert.equal((await ownOf(ann, group, root))?.unread, 1);
  });

  it('is followed by whom it concerns, and by nobody who does not want to', async (t) => {
    const { ann, bob, eve, group, root } = await verona(t);
    assert.equal(
      await codeOf(eve.client.call('setThread', { conversation: group, seq: root, follow: true })),
      'NOT_FOUND',
    );
    await say(bob, group, { text: 'one', thread: root });
    assert.equal(await ownOf(eve, group, root).then((own) => own?.follows), false);
    await say(bob, group, { text: '@eve', thread: root, mentions: [eve.id] });
    assert.partialDeepStrictEqual(await ownOf(eve, group, root), { follows: true, unread: 2 });
    await eve.client.call('setThread', { conversation: group, seq: root, follow: false });
    await say(bob, group, { text: '@eve', thread: root, mentions: [eve.id] });
    assert.equal((await ownOf(eve, group, root))?.follows, false);
    await say(eve, group, { text: 'yes?', thread: root });
    assert.equal((await ownOf(eve, group, root))?.follows, true);
    const other = await say(bob, group, { text: 'another' });
    await say(ann, group, { text: 'in another', thread: other });
    const lists = async ({ client }: Person, request: object = {}) => {
      const { messages, next } = await client.call('listThreads', request);
      return { seqs: messages.map(({ seq }) => seq), next };
    };
    assert.deepEqual((await lists(ann)).seqs, [other, root], 'the last one first');
    assert.deepEqual((await lists(eve)).seqs, [root]);
    const first = await lists(ann, { limit: 1 });
    assert.deepEqual((await lists(ann, { cursor: first.next })).seqs, [root]);
    await ann.client.call('removeMember', { conversation: group, user: eve.id });
    await say(bob, group, { text: 'without Eve', thread: root });
    const [seen] = (await eve.client.call('listThreads', {})).messages;
    assert.equal(seen?.state?.own?.unread, 0, 'she sees nothing of what came after');
  });
});

for (const topology of TOPOLOGIES) {
  it(`what is read in a thread, and followed, holds at once everywhere: ${topology.name}`, async (t) => {
    const { here, there } = await inhabitedTopology(t, topology);
    const [ann, phone] = [await here.join('ann'), await there.join('ann')];
    const bob = await there.join('bob');
    const { id } = await ann.client.call('openDirect', { user: bob.id });
    const root = await say(ann, id, { text: 'root' });
    const replies = Array.from({ length: 20 }, (_, at) =>
      say(at % 2 === 0 ? bob : phone, id, { text: `${at}`, thread: root }),
    );
    const last = Math.max(...(await Promise.all(replies)));
    assert.partialDeepStrictEqual(await stateOf(ann, id, root), { thread: { count: 20, last } });
    const own = Promise.withResolvers<State | undefined>();
    phone.client.on('own', ({ state }) => own.resolve(state));
    await ann.client.call('setThread', { conversation: id, seq: root, read: last });
    assert.partialDeepStrictEqual(await own.promise, { own: { unread: 0, read: last } });
  });
}

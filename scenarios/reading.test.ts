/** What surrounds a message: answers and mentions, receipts, what is unread, who types, who is there. */
import assert from 'node:assert/strict';
import { completeContent } from '@posthorn/protocol';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { startInProcess } from '@posthorn/testing/in-process';
import type { InProcess } from '@posthorn/testing/in-process';
import { codeOf, People } from './support/people.ts';
import type { Person } from './support/people.ts';

let place: InProcess;
let people: People;
let ann: Person;
let bob: Person;
let direct = 0;

beforeEach(async () => {
  place = await startInProcess({ loginPolicy: 'multi' }, { limits: { offlineGraceMs: 20 } });
  people = new People(place);
  ann = await people.join('ann');
  bob = await people.join('bob', { isWeb: true });
  ({ id: direct } = await ann.client.call('openDirect', { user: bob.id }));
});

afterEach(async () => {
  await people.close();
  await place.server.close();
});

async function say(who: Person, ...texts: readonly string[]): Promise<void> {
  for (const text of texts) await who.client.send({ conversation: direct }, text).done;
}

describe('content', () => {
  it('arrives as it was sent: answers, mentions, an application’s own', async () => {
    await say(ann, 'question');
    const data = Uint8Array.of(0, 255, 7);
    const content = {
      text: 'answer to @bob',
      replyTo: 1,
      mentions: [bob.id],
      kind: { case: 'custom', value: { type: 'com.example.poll', data } },
    } as const;
    await ann.client.send({ conversation: direct }, content).done;
    await bob.until(() => bob.messages.length === 2);
    assert.deepEqual(bob.messages[1]?.content, completeContent(content));
    const [, read] = await bob.client.history(direct, { after: 0, limit: 10 });
    assert.deepEqual(read?.content, completeContent(content));
  });

  it('is bounded', async () => {
    const refused = (content: object): Promise<string> =>
      codeOf(ann.client.send({ conversation: direct }, content).done);
    assert.equal(
      await refused({ text: 'x', mentions: Array.from({ length: 1000 }, () => bob.id) }),
      'TOO_LARGE',
    );
    const custom = (type: string, bytes: number): object => ({
      kind: { case: 'custom', value: { type, data: new Uint8Array(bytes) } },
    });
    assert.equal(await refused(custom('', 1)), 'INVALID');
    assert.equal(await refused(custom('a'.repeat(1000), 1)), 'TOO_LARGE');
    assert.equal(await refused({ kind: { case: 'event', value: { kind: 'joined' } } }), 'INVALID');
  });

  it('is read forward and backward, page by page', async () => {
    const texts = Array.from({ length: 25 }, (_, index) => `${index + 1}`);
    await say(ann, ...texts);
    const forward: string[] = [];
    for (let after = 0; after < 25; after += 10) {
      const page = await bob.client.history(direct, { after, limit: 10 });
      forward.push(...page.map(({ content }) => content.text));
    }
    assert.deepEqual(forward, texts);
    const backward: string[] = [];
    for (let before = 0; before !== 1;) {
      const page = await bob.client.history(direct, { before, limit: 10 });
      backward.unshift(...page.map(({ content }) => content.text));
      before = page[0]?.seq ?? 1;
    }
    assert.deepEqual(backward, texts);
  });
});

describe('what is unread', () => {
  const unread = async (who: Person): Promise<number> =>
    (await who.client.call('getConversation', { conversation: direct })).unread;

  it('is what others said after what one has read, on any device', async () => {
    const tablet = await people.join('bob');
    await say(ann, 'one', 'two', 'three');
    await bob.until(() => bob.messages.length === 3);
    assert.equal(await unread(bob), 3);
    bob.client.markRead(direct, 2);
    await tablet.until(() => tablet.receipts.some(({ user, read }) => user === bob.id && read === 2));
    assert.equal(await unread(tablet), 1);
    bob.client.markRead(direct, 1);
    bob.client.markRead(direct, 3);
    await tablet.until(() => tablet.receipts.some(({ user, read }) => user === bob.id && read === 3));
    assert.equal(await unread(bob), 0);
  });

  it('is nothing for who has answered, whatever their cursor says', async () => {
    await say(ann, 'one', 'two');
    await say(bob, 'my own');
    assert.deepEqual([await unread(bob), await unread(ann)], [0, 1]);
    const { read } = await bob.client.call('getConversation', { conversation: direct });
    assert.equal(read, 3);
    const { receipts } = await ann.client.call('listReceipts', { conversation: direct });
    assert.equal(receipts.find(({ user }) => user === bob.id)?.read, 3);
    await say(ann, ...Array.from({ length: 120 }, (_, index) => `${index}`));
    assert.equal(await unread(bob), 120, 'exact, without a bound');
  });

  it('is not that somebody joined, left, or got another role', async () => {
    const { id: conversation } = await ann.client.call('createGroup', { title: 'Verona', members: [bob.id] });
    const counted = async () => (await bob.client.call('getConversation', { conversation })).unread;
    await ann.client.call('rename', { conversation, title: 'Padua' });
    await ann.client.call('setRole', { conversation, user: bob.id, role: 'admin' });
    assert.equal(await counted(), 0);
    await ann.client.send({ conversation }, 'hello').done;
    await ann.client.call('muteMember', { conversation, user: bob.id, muted: true });
    await ann.client.send({ conversation }, { kind: { case: 'custom', value: { type: 'x' } } }).done;
    assert.equal(await counted(), 2);
    const { conversations } = await bob.client.call('listConversations', {});
    assert.equal(conversations.find(({ id }) => id === conversation)?.unread, 2);
  });

  it('is told to the sender: delivered, then read; a list of it says the same', async () => {
    await say(ann, 'one');
    const told = (cursor: 'delivered' | 'read') => (): boolean =>
      ann.receipts.some((receipt) => receipt.user === bob.id && receipt[cursor] === 1);
    await ann.until(told('delivered'));
    assert.ok(!told('read')(), 'arrived is not read');
    bob.client.markRead(direct, 1);
    await ann.until(told('read'));
    const { receipts } = await ann.client.call('listReceipts', { conversation: direct });
    const his = receipts.find(({ user }) => user === bob.id);
    assert.deepEqual([his?.delivered, his?.read], [1, 1]);
  });

  it('is not told across a block', async () => {
    await say(ann, 'one', 'two');
    await ann.until(() => ann.receipts.some(({ delivered }) => delivered === 2));
    await ann.client.call('block', { user: bob.id });
    await bob.client.call('moveCursors', { cursors: [{ conversation: direct, read: 1 }] });
    for (const person of [ann, bob]) {
      const { receipts } = await person.client.call('listReceipts', { conversation: direct });
      assert.ok(!receipts.some(({ user }) => user !== person.id), 'nor listed');
    }
    await ann.client.call('unblock', { user: bob.id });
    await bob.client.call('moveCursors', { cursors: [{ conversation: direct, read: 2 }] });
    await ann.until(() => ann.receipts.some(({ read }) => read === 2));
    assert.ok(!ann.receipts.some(({ read }) => read === 1));
  });

  it('never goes beyond the last message, nor back', async () => {
    await say(ann, 'one', 'two');
    await bob.client.call('moveCursors', { cursors: [{ conversation: direct, read: 1_000_000 }] });
    assert.equal(await unread(bob), 0);
    await say(ann, 'three');
    assert.equal(await unread(bob), 1);
  });

  it('is counted, but not alerted, where one has turned alerts off', async () => {
    await bob.client.call('muteConversation', { conversation: direct, muted: true });
    const { muted } = await bob.client.call('getConversation', { conversation: direct });
    const { muted: hers } = await ann.client.call('getConversation', { conversation: direct });
    assert.deepEqual([muted, hers], [true, false]);
    await say(ann, 'quiet');
    assert.equal(await unread(bob), 1);
  });
});

describe('typing', () => {
  it('is told to the others alone, and to nobody who has blocked', async () => {
    const typing = { conversation: direct, active: true };
    await ann.client.call('typing', typing);
    await bob.until(() => bob.typing.length === 1);
    assert.deepEqual(bob.typing[0], { conversation: direct, user: ann.id, active: true });
    assert.deepEqual(ann.typing, []);
    await bob.client.call('block', { user: ann.id });
    assert.equal(await codeOf(ann.client.call('typing', typing)), 'BLOCKED');
    await bob.client.call('unblock', { user: ann.id });
    assert.equal(await codeOf(ann.client.call('typing', typing)), 'OK');
  });
});

describe('presence', () => {
  const lastOf = (who: Person, user: number): boolean | undefined =>
    who.presence.findLast((note) => note.user === user)?.online;

  it('tells who comes and goes, with two devices too, and when they were last there', async () => {
    const cat = await people.join('cat');
    const { id } = cat;
    const { presences } = await ann.client.call('watchPresence', { users: [id] });
    assert.equal(presences[0]?.online, true);
    const second = await people.join('cat', { isWeb: true });
    await cat.client.close();
    await second.client.close();
    await ann.until(() => lastOf(ann, id) === false);
    const seen = ann.presence.findLast((note) => note.user === id);
    assert.ok((seen?.lastSeen ?? 0) > 0);
    await people.join('cat');
    await ann.until(() => lastOf(ann, id) === true);
    const { users } = await ann.client.call('listOnline', { prefix: 'ca' });
    assert.deepEqual(
      users.map(({ name }) => name),
      ['cat'],
    );
  });

  it('is not told across a block', async () => {
    await ann.client.call('watchPresence', { users: [bob.id] });
    await bob.client.call('block', { user: ann.id });
    assert.deepEqual((await ann.client.call('watchPresence', { users: [bob.id] })).presences, []);
    const { users } = await ann.client.call('listOnline', {});
    assert.ok(!users.some(({ id }) => id === bob.id));
    const cat = await people.join('cat');
    await cat.client.call('watchPresence', { users: [bob.id] });
    await bob.client.close();
    await cat.until(() => lastOf(cat, cat.presence[0]?.user ?? 0) === false);
    assert.deepEqual(ann.presence, []);
  });
});

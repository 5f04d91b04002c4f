/** Settings of groups: who may do what, and what a group is about. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { describeSettings } from '@posthorn/protocol/words';
import type { ContentInit, GroupSettingsInit, MentionAll } from '@posthorn/protocol';
import { systemClock } from '@posthorn/server';
import { startInProcess } from '@posthorn/testing/in-process';
import type { InProcess } from '@posthorn/testing/in-process';
import { codeOf, People } from './support/people.ts';
import type { Person } from './support/people.ts';

let place: InProcess;
let people: People;
/** Added to the clock's time of day. */
let lateMs = 0;
let [owner, admin, ann, bob]: Person[] = [];

before(async () => {
  const clock = { ...systemClock, now: () => systemClock.now() + lateMs };
  place = await startInProcess({ loginPolicy: 'multi' }, { clock });
  people = new People(place);
  // The first account runs the server.
  await people.join('root');
  owner = await people.join('owner');
  admin = await people.join('admin');
  ann = await people.join('ann');
  bob = await people.join('bob');
});

after(async () => {
  await people.close();
  await place.server.close();
});

function the(person: Person | undefined): Person {
  assert.ok(person !== undefined);
  return person;
}

/** A group of the owner's with an admin, Ann, and others. */
async function group(...others: readonly Person[]): Promise<number> {
  const { id } = await the(owner).client.call('createGroup', {
    title: 'Verona',
    members: [the(admin).id, the(ann).id, ...others.map((each) => each.id)],
  });
  await the(owner).client.call('setRole', { conversation: id, user: the(admin).id, role: 'admin' });
  return id;
}

function set(who: Person | undefined, conversation: number, settings: GroupSettingsInit): Promise<string> {
  return codeOf(the(who).client.call('setGroup', { conversation, settings }));
}

function say(who: Person | undefined, conversation: number, mentionAll?: MentionAll): Promise<string> {
  return codeOf(the(who).client.send({ conversation }, { text: 'hear', mentionAll }).done);
}

describe('settings', () => {
  it('are seen by members, and a change is a message in the log', async () => {
    const conversation = await group();
    const usual = (await the(ann).client.call('getConversation', { conversation })).settings;
    assert.partialDeepStrictEqual(usual, {
      write: 'member',
      invite: 'admin',
      pin: 'member',
      mentionAll: 'member',
      change: 'admin',
      slowModeS: 0,
      join: 'invite',
      closed: false,
    });
    const changes = { write: 'admin', topic: ' News ', pictureUrl: 'https://x.test/a.png' } as const;
    assert.equal(await set(owner, conversation, changes), 'OK');
    const { settings } = await the(ann).client.call('getConversation', { conversation });
    assert.partialDeepStrictEqual(settings, { ...changes, topic: 'News', invite: 'admin' });
    const changed = () =>
      the(ann).messages.flatMap(({ conversation: where, content: { kind } }) =>
        where === conversation && kind?.case === 'event' ? (kind.value.settings ?? []) : [],
      );
    await the(ann).until(() => changed().length > 0);
    const [told] = changed();
    assert.ok(told !== undefined);
    assert.equal(
      describeSettings(told),
      'lets only admins write, set the topic to "News", changed the picture',
    );
    assert.equal(await codeOf(the(bob).client.call('getConversation', { conversation })), 'NOT_FOUND');
  });

  it('must be right, and say something', async () => {
    const conversation = await group();
    assert.equal(await set(owner, conversation, {}), 'INVALID');
    assert.equal(await set(owner, conversation, { topic: 'x'.repeat(501) }), 'INVALID');
    assert.equal(await set(owner, conversation, { topic: 'two\nlines' }), 'INVALID');
    assert.equal(await set(owner, conversation, { pictureUrl: 'javascript:1' }), 'INVALID');
    assert.equal(await set(owner, conversation, { slowModeS: 86_401 }), 'INVALID');
  });

  it('what is the owner’s alone is given and taken by the owner', async () => {
    const conversation = await group();
    assert.equal(await set(admin, conversation, { invite: 'member', write: 'admin' }), 'OK');
    assert.equal(await set(admin, conversation, { invite: 'owner' }), 'FORBIDDEN');
    assert.equal(await set(owner, conversation, { invite: 'owner', topic: 'owner' }), 'OK');
    assert.equal(await set(admin, conversation, { invite: 'member' }), 'FORBIDDEN');
    assert.equal(await set(admin, conversation, { topic: 'mine', pin: 'admin' }), 'OK');
    assert.equal(await set(admin, conversation, { closed: true }), 'FORBIDDEN');
    assert.equal(await set(ann, conversation, { topic: 'mine' }), 'FORBIDDEN');
    assert.equal(await set(bob, conversation, { topic: 'mine' }), 'NOT_A_MEMBER');
  });

  it('a repeat of a change gets the first answer', async () => {
    const conversation = await group();
    const request = { conversation, settings: { topic: 'once' }, clientId: 'once' };
    const first = await the(owner).client.call('setGroup', request);
    assert.deepEqual(await the(owner).client.call('setGroup', request), first);
  });
});

describe('rights', () => {
  it('only admins write in a group for announcements, and the others react', async () => {
    const conversation = await group();
    const { seq: target } = await the(ann).client.send({ conversation }, { text: 'before' }).done;
    await set(owner, conversation, { write: 'admin' });
    assert.equal(await say(ann, conversation), 'MUTED');
    assert.equal(await say(admin, conversation), 'OK');
    const enter = (kind: ContentInit['kind']) =>
      codeOf(the(ann).client.send({ conversation }, { kind }).done);
    assert.equal(await enter({ case: 'reaction', value: { target, emoji: '👍' } }), 'OK');
    assert.equal(await enter({ case: 'edit', value: { target, text: 'after' } }), 'MUTED');
    await set(owner, conversation, { write: 'member' });
    assert.equal(await say(ann, conversation), 'OK');
  });

  it('everybody may be alerted in small groups, and as the group wishes', async () => {
    const conversation = await group();
    assert.equal(await say(ann, conversation, 'everybody'), 'OK');
    await set(owner, conversation, { mentionAll: 'admin' });
    assert.equal(await say(ann, conversation, 'online'), 'FORBIDDEN');
    assert.equal(await say(admin, conversation, 'online'), 'OK');
    const crowd: Person[] = [];
    for (let n = 0; n < 18; n++) crowd.push(await people.join(`crowd${n}`));
    const large = await group(...crowd);
    assert.equal(await say(ann, large, 'everybody'), 'FORBIDDEN');
    await set(owner, large, { mentionAll: 'member' });
    assert.equal(await say(ann, large, 'everybody'), 'OK');
  });

  it('in a direct conversation everybody may alert both, in a room only administrators of the server', async () => {
    const alert = { text: 'hear', mentionAll: 'everybody' } as const;
    assert.equal(await codeOf(the(ann).client.send({ to: the(bob).id }, alert).done), 'OK');
    const { state } = the(ann).client;
    const lobby = state.name === 'online' ? state.session.lobby : 0;
    assert.equal(await codeOf(the(ann).client.send({ conversation: lobby }, alert).done), 'FORBIDDEN');
  });

  it('members may invite where they are let, and lose their invites when it ends', async () => {
    const conversation = await group();
    const invite = () => codeOf(the(ann).client.call('createInvite', { conversation }));
    assert.equal(await invite(), 'FORBIDDEN');
    await set(owner, conversation, { invite: 'member' });
    const { token } = await the(ann).client.call('createInvite', { conversation });
    assert.equal(
      await codeOf(the(ann).client.call('addMembers', { conversation, users: [the(bob).id] })),
      'OK',
    );
    await the(bob).client.call('leave', { conversation });
    await set(owner, conversation, { invite: 'admin' });
    assert.equal(await codeOf(the(bob).client.call('joinByInvite', { token })), 'NOT_FOUND');
    assert.equal(await invite(), 'FORBIDDEN');
  });

  it('members may change the title where they are let', async () => {
    const conversation = await group();
    const rename = () => codeOf(the(ann).client.call('rename', { conversation, title: 'Padua' }));
    assert.equal(await rename(), 'FORBIDDEN');
    await set(owner, conversation, { change: 'member' });
    assert.equal(await rename(), 'OK');
    assert.equal(await set(ann, conversation, { topic: 'ours' }), 'OK');
    assert.equal(await set(ann, conversation, { write: 'member' }), 'FORBIDDEN');
  });
});

describe('slow mode', () => {
  /** What the server says to a text over REST, and after how many seconds to try again. */
  const post = async (who: Person | undefined, conversation: number): Promise<readonly [number, number]> => {
    const { token } = await the(who).client.call('login', {
      name: 'ann',
      password: 'pw',
      device: { class: 'bot' },
    });
    const answer = await fetch(`${place.httpUrl}/v1/conversations/${conversation}/messages`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ text: 'and?' }),
    });
    return [answer.status, Number(answer.headers.get('retry-after') ?? 0)];
  };

  it('lets a member write so often, and says when again', async () => {
    const conversation = await group();
    await set(owner, conversation, { slowModeS: 30 });
    assert.deepEqual(await post(ann, conversation), [200, 0]);
    const [status, after] = await post(ann, conversation);
    assert.equal(status, 429);
    assert.ok(after > 20 && after <= 30, String(after));
    lateMs += 31_000;
    assert.deepEqual(await post(ann, conversation), [200, 0]);
  });

  it('a message waits for its turn in the outbox, and others of the conversation behind it', async () => {
    const conversation = await group();
    await set(owner, conversation, { slowModeS: 1 });
    const delays: number[] = [];
    const stop = the(ann).client.on('delayed', ({ error }) => {
      assert.equal(error.code, 'RATE_LIMITED');
      assert.equal(error.message, 'slow mode: wait 1 s');
      delays.push(error.retryAfterMs);
    });
    const sent = ['one', 'two', 'three'].map((text) => the(ann).client.send({ conversation }, { text }).done);
    const acks = await Promise.all(sent);
    stop();
    assert.ok(delays.length >= 2 && delays.every((delay) => delay > 0 && delay <= 1000), delays.join());
    assert.deepEqual(
      acks.map(({ seq }) => seq),
      acks.map(({ seq }) => seq).toSorted((a, b) => a - b),
    );
    assert.ok((acks[2]?.time ?? 0) - (acks[0]?.time ?? 0) >= 2000);
  });

  it('admins may write as they like, and members who leave gain nothing', async () => {
    const conversation = await group();
    await set(owner, conversation, { slowModeS: 60 });
    for (const who of [admin, owner, admin, owner]) assert.equal(await say(who, conversation), 'OK');
    assert.deepEqual(await post(ann, conversation), [200, 0]);
    await the(ann).client.call('leave', { conversation });
    await the(owner).client.call('addMembers', { conversation, users: [the(ann).id] });
    assert.equal((await post(ann, conversation))[0], 429);
  });
});

describe('a closed group', () => {
  it('keeps its history, and takes nothing and nobody', async () => {
    const conversation = await group();
    await say(ann, conversation);
    const { token } = await the(owner).client.call('createInvite', { conversation });
    assert.equal(await set(owner, conversation, { closed: true }), 'OK');
    assert.equal(await say(owner, conversation), 'FORBIDDEN');
    assert.equal(await codeOf(the(bob).client.call('joinByInvite', { token })), 'FORBIDDEN');
    const add = the(owner).client.call('addMembers', { conversation, users: [the(bob).id] });
    assert.equal(await codeOf(add), 'FORBIDDEN');
    const { batches } = await the(ann).client.call('pull', { ranges: [{ conversation }] });
    assert.equal(batches[0]?.messages.length, 4);
    assert.equal(await codeOf(the(ann).client.call('leave', { conversation })), 'OK');
    assert.equal(await set(owner, conversation, { closed: false }), 'OK');
    assert.equal(await say(owner, conversation), 'OK');
  });
});

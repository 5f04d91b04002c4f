/** Messages that are left with the server, to be sent later. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { TestContext } from 'node:test';
import type { Scheduled, ScheduleInit } from '@posthorn/protocol';
import { ERRORS } from '@posthorn/protocol';
import type { InProcess } from '@posthorn/testing/in-process';
import { inhabited } from './support/inhabited.ts';
import { codeOf } from './support/people.ts';
import type { People, Person } from './support/people.ts';
import { SteppedClock } from './support/stepped-clock.ts';

const LATER_MS = 10_000;

interface Scene {
  readonly place: InProcess;
  readonly people: People;
  readonly clock: SteppedClock;
}

async function open(t: TestContext): Promise<Scene> {
  const clock = new SteppedClock();
  return { ...(await inhabited(t, { sendRate: 100_000 }, { clock })), clock };
}

function later({ clock }: Scene, ms = LATER_MS): number {
  return clock.now() + ms;
}

function schedule({ client }: Person, to: Person, init: Partial<ScheduleInit>): Promise<Scheduled> {
  return client.call('schedule', {
    target: { case: 'user', value: to.id },
    content: { text: 'hi' },
    ...init,
  });
}

async function listOf({ client }: Person): Promise<readonly Scheduled[]> {
  return (await client.call('listScheduled', {})).scheduled;
}

describe('a scheduled message', () => {
  it('is sent when its time has come, to all devices, and is then off the list', async (t) => {
    const scene = await open(t);
    const [ann, phone] = [await scene.people.join('ann'), await scene.people.join('ann')];
    const bob = await scene.people.join('bob');
    const at = later(scene);
    const { id, conversation } = await schedule(ann, bob, { at, clientId: 'one' });
    assert.partialDeepStrictEqual(await listOf(phone), [
      { id, conversation, at, clientId: 'one', refused: 0 },
    ]);
    await scene.clock.pass(LATER_MS - 2000);
    assert.deepEqual(bob.texts(conversation), []);
    await scene.clock.pass(4000);
    for (const person of [ann, phone, bob]) await person.until(() => person.texts(conversation).length > 0);
    assert.deepEqual(bob.texts(conversation), ['hi']);
    const [message] = bob.messages;
    assert.equal(message?.sender, ann.id);
    assert.ok(Math.abs(message.time - at) < 2000, `sent ${message.time - at} ms late`);
    assert.deepEqual(await listOf(ann), []);
    const [own] = await ann.client.history(conversation, { before: 0, limit: 1 });
    assert.equal(own?.clientId, 'one');
  });

  it('is sent as it was changed last, at the time to which it was moved, or not at all', async (t) => {
    const scene = await open(t);
    const [ann, bob] = [await scene.people.join('ann'), await scene.people.join('bob')];
    const at = later(scene);
    const [first, second, third] = [
      await schedule(ann, bob, { at, content: { text: 'first' } }),
      await schedule(ann, bob, { at, content: { text: 'second' } }),
      await schedule(ann, bob, { at: later(scene, 60_000), content: { text: 'third' } }),
    ];
    const { conversation } = first;
    const change = (init: object): Promise<string> =>
      codeOf(ann.client.call('changeScheduled', { scheduled: first.id, ...init }));
    assert.equal(await change({ content: { text: 'changed' } }), 'OK');
    assert.equal(await change({ scheduled: second.id, cancel: true }), 'OK');
    assert.equal(await change({ scheduled: third.id, at }), 'OK');
    await scene.clock.pass(LATER_MS + 2000);
    await bob.until(() => bob.texts(conversation).length === 2);
    assert.deepEqual(bob.texts(conversation).toSorted(), ['changed', 'third']);
    assert.equal(await change({ content: { text: 'too late' } }), 'NOT_FOUND');
    assert.equal(await change({ scheduled: second.id, cancel: true }), 'NOT_FOUND');
  });

  it('that was cancelled is not sent either when it is scheduled once more under its client id', async (t) => {
    const scene = await open(t);
    const [ann, bob] = [await scene.people.join('ann'), await scene.people.join('bob')];
    const init = { at: later(scene), clientId: 'one' };
    const { id: scheduled, conversation } = await schedule(ann, bob, init);
    await ann.client.call('changeScheduled', { scheduled, cancel: true });
    await schedule(ann, bob, init);
    await scene.clock.pass(LATER_MS + 2000);
    await ann.until(() => ann.messages.length > 0);
    assert.deepEqual(bob.texts(conversation), []);
  });

  it('is one message, however often it is scheduled under its client id', async (t) => {
    const scene = await open(t);
    const [ann, bob] = [await scene.people.join('ann'), await scene.people.join('bob')];
    const init = { at: later(scene), clientId: 'one' };
    const [first, again] = [await schedule(ann, bob, init), await schedule(ann, bob, init)];
    assert.deepEqual(again, first);
    assert.equal(await codeOf(schedule(ann, bob, { ...init, content: { text: 'other' } })), 'CONFLICT');
    await scene.clock.pass(LATER_MS + 2000);
    await bob.until(() => bob.messages.length > 0);
    await schedule(ann, bob, init);
    await scene.clock.pass(2000);
    await ann.client.send({ to: bob.id }, 'afterwards').done;
    await bob.until(() => bob.texts(first.conversation).includes('afterwards'));
    assert.deepEqual(bob.texts(first.conversation), ['hi', 'afterwards']);
  });

  it('that is refused when it is due stays on the list with the reason, and its sender hears of it', async (t) => {
    const scene = await open(t);
    const [ann, bob] = [await scene.people.join('ann'), await scene.people.join('bob')];
    const { id, conversation } = await schedule(ann, bob, { at: later(scene) });
    await bob.client.call('block', { user: ann.id });
    assert.equal(await codeOf(schedule(ann, bob, { at: later(scene) })), 'BLOCKED');
    await scene.clock.pass(LATER_MS + 2000);
    await ann.until(() => ann.messages.length > 0);
    assert.match(
      ann.messages[0]?.content.text ?? '',
      /^The message that you scheduled for .* UTC was not sent: one of you has blocked the other, or lets only contacts do this\.$/,
    );
    const { sender, conversation: inbox } = ann.messages[0] ?? assert.fail();
    assert.equal(sender, 0);
    assert.equal((await ann.client.call('getConversation', { conversation: inbox })).unread, 1);
    assert.partialDeepStrictEqual(await listOf(ann), [{ id, refused: ERRORS.BLOCKED.code }]);
    const change = (init: object): Promise<string> =>
      codeOf(ann.client.call('changeScheduled', { scheduled: id, ...init }));
    assert.equal(await change({ at: later(scene) }), 'CONFLICT');
    await bob.client.call('unblock', { user: ann.id });
    await scene.clock.pass(2000);
    assert.deepEqual(bob.texts(conversation), [], 'refused is refused');
    assert.equal(await change({ cancel: true }), 'OK');
    assert.deepEqual(await listOf(ann), []);
  });

  it('waits for slow mode with a reason, and is listed, changed and cancelled meanwhile', async (t) => {
    const scene = await open(t);
    const [owner, ann] = [await scene.people.join('owner'), await scene.people.join('ann')];
    const { id: conversation } = await owner.client.call('createGroup', { title: 'Inn', members: [ann.id] });
    await owner.client.call('setGroup', { conversation, settings: { slowModeS: 60 } });
    await ann.client.send({ conversation }, 'now').done;
    const target = { case: 'conversation', value: conversation } as const;
    const at = later(scene);
    const { id } = await schedule(ann, owner, { target, at });
    const { id: other } = await schedule(ann, owner, { target, at, content: { text: 'other' } });
    await scene.clock.pass(LATER_MS + 2000);
    const waiting = ERRORS.RATE_LIMITED.code;
    assert.partialDeepStrictEqual(await listOf(ann), [
      { id, at, refused: 0, waiting },
      { id: other, at, refused: 0, waiting },
    ]);
    const change = (init: object): Promise<string> =>
      codeOf(ann.client.call('changeScheduled', { scheduled: id, ...init }));
    assert.equal(await change({ content: { text: 'changed' } }), 'OK');
    assert.equal(await change({ scheduled: other, cancel: true }), 'OK');
    await scene.clock.pass(120_000);
    await owner.until(() => owner.texts(conversation).length === 2);
    assert.deepEqual(owner.texts(conversation), ['now', 'changed']);
    assert.deepEqual(await listOf(ann), []);
  });

  it('to a group is refused to who was removed or silenced meanwhile, and to all when it was closed', async (t) => {
    const scene = await open(t);
    const names = ['removed', 'silenced', 'present'];
    const owner = await scene.people.join('owner');
    const others = await Promise.all(names.map((name) => scene.people.join(name)));
    const members = others.map(({ id }) => id);
    const { id: conversation } = await owner.client.call('createGroup', { title: 'Inn', members });
    const [removed = owner, silenced = owner, present = owner] = others;
    const leave = (person: Person, ms: number): Promise<Scheduled> =>
      schedule(person, owner, {
        target: { case: 'conversation', value: conversation },
        at: later(scene, ms),
      });
    for (const person of others) await leave(person, LATER_MS);
    await leave(present, 2 * LATER_MS);
    await owner.client.call('removeMember', { conversation, user: removed.id });
    await owner.client.call('muteMember', { conversation, user: silenced.id, muted: true });
    assert.equal(await codeOf(leave(removed, LATER_MS)), 'NOT_A_MEMBER');
    assert.equal(await codeOf(leave(silenced, LATER_MS)), 'MUTED');
    await scene.clock.pass(LATER_MS + 2000);
    await owner.until(() => owner.texts(conversation).length > 0);
    await owner.client.call('setGroup', { conversation, settings: { closed: true } });
    await scene.clock.pass(LATER_MS);
    const isTold = ({ messages }: Person): boolean => messages.some(({ sender }) => sender === 0);
    for (const person of others) await person.until(() => isTold(person));
    const codes = await Promise.all(
      others.map(async (each) => (await listOf(each)).map(({ refused }) => refused)),
    );
    const expected = ['NOT_A_MEMBER', 'MUTED', 'FORBIDDEN'] as const;
    assert.deepEqual(
      codes,
      expected.map((code) => [ERRORS[code].code]),
    );
    assert.deepEqual(owner.texts(conversation), ['hi']);
  });

  it('of a disabled account is not sent', async (t) => {
    const scene = await open(t);
    const root = await scene.people.join('root');
    const [ann, bob] = [await scene.people.join('ann'), await scene.people.join('bob')];
    const { conversation } = await schedule(ann, bob, { at: later(scene) });
    const { id: user } = ann;
    await root.client.call('disableUser', { user, disabled: true });
    await scene.clock.pass(LATER_MS + 2000);
    await root.client.call('disableUser', { user, disabled: false });
    await scene.clock.pass(2000);
    const back = await scene.people.join('ann');
    assert.partialDeepStrictEqual(await listOf(back), [{ refused: ERRORS.ACCOUNT_DISABLED.code }]);
    assert.deepEqual(bob.texts(conversation), []);
  });

  it('is exported and erased with its account', async (t) => {
    const scene = await open(t);
    const root = await scene.people.join('root');
    const [ann, bob] = [await scene.people.join('ann'), await scene.people.join('bob')];
    const { conversation } = await schedule(ann, bob, { at: later(scene), content: { text: 'a plan' } });
    const { httpUrl } = scene.place;
    const headers = { authorization: `Bearer ${await scene.people.tokenOf('ann')}` };
    const exported = await (await fetch(`${httpUrl}/v1/me/export`, { headers })).text();
    assert.match(exported, /"type":"scheduled".*"a plan"/);
    await root.client.call('eraseUser', { user: ann.id });
    await scene.clock.pass(LATER_MS + 2000);
    await root.client.send({ to: bob.id }, 'is it gone?').done;
    await bob.until(() => bob.messages.length > 0);
    assert.deepEqual(bob.texts(conversation), []);
  });
});

describe('what cannot be scheduled', () => {
  it('is refused with a reason', async (t) => {
    const scene = await open(t);
    const [ann, bob] = [await scene.people.join('ann'), await scene.people.join('bob')];
    const at = later(scene);
    const code = (init: Partial<ScheduleInit>): Promise<string> =>
      codeOf(schedule(ann, bob, { at, ...init }));
    assert.equal(await code({ at: 0 }), 'INVALID');
    assert.equal(await code({ at: later(scene, 400 * 86_400_000) }), 'INVALID');
    assert.equal(await code({ content: { text: '' } }), 'INVALID');
    assert.equal(await code({ content: { text: 'x'.repeat(65_537) } }), 'TOO_LARGE');
    assert.equal(await code({ clientId: 'x'.repeat(65) }), 'INVALID');
    assert.equal(await code({ target: { case: 'user', value: ann.id } }), 'INVALID');
    assert.equal(await code({ target: { case: 'user', value: 999_999 } }), 'NOT_FOUND');
    assert.equal(await code({ target: { case: 'conversation', value: 999_999 } }), 'NOT_A_MEMBER');
    const { id } = await schedule(ann, bob, { at });
    const others = bob.client.call('changeScheduled', { scheduled: id, cancel: true });
    assert.equal(await codeOf(others), 'NOT_FOUND');
  });

  it('is more than a hundred, a page of which comes in pieces', async (t) => {
    const scene = await open(t);
    const [ann, bob] = [await scene.people.join('ann'), await scene.people.join('bob')];
    for (let count = 0; count < 100; count++) await schedule(ann, bob, { at: later(scene, 3_600_000) });
    assert.equal(await codeOf(schedule(ann, bob, { at: later(scene) })), 'LIMIT_EXCEEDED');
    const ids = new Set<number>();
    for (let cursor = '', pages = 1; ; pages++) {
      const { scheduled, next } = await ann.client.call('listScheduled', { cursor, limit: 200 });
      for (const { id } of scheduled) ids.add(id);
      if (next === '') break;
      assert.ok(pages <= 6);
      cursor = next;
    }
    assert.equal(ids.size, 100);
  });
});

describe('over HTTP', () => {
  it('messages are scheduled, listed, changed and cancelled', async (t) => {
    const { people, place, clock } = await open(t);
    await people.join('ann');
    const bob = await people.join('bob');
    const token = await people.tokenOf('ann');
    const call = async (method: string, path: string, body?: object): Promise<unknown> => {
      const response = await fetch(place.httpUrl + path, {
        method,
        headers: { authorization: `Bearer ${token}`, ...(body && { 'content-type': 'application/json' }) },
        ...(body && { body: JSON.stringify(body) }),
      });
      const text = await response.text();
      assert.ok(response.ok, `${method} ${path}: ${text}`);
      return JSON.parse(text);
    };
    const at = clock.now() + LATER_MS;
    const made = (await call('POST', '/v1/scheduled', { to: 'bob', at, text: 'hi' })) as Scheduled;
    const where = `/v1/conversations/${made.conversation}/scheduled`;
    const other = (await call('POST', where, { at, text: 'never' })) as Scheduled;
    await call('PATCH', `/v1/scheduled/${made.id}`, { text: 'hello' });
    await call('DELETE', `/v1/scheduled/${other.id}`);
    const { scheduled } = (await call('GET', '/v1/scheduled')) as { readonly scheduled: readonly object[] };
    assert.partialDeepStrictEqual(scheduled, [{ id: made.id, at, content: { text: 'hello' } }]);
    await clock.pass(LATER_MS + 2000);
    await bob.until(() => bob.messages.length > 0);
    assert.deepEqual(bob.texts(made.conversation), ['hello']);
  });
});

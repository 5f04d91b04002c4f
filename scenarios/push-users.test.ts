/** Users are told by a push service of what they want, and of nothing else. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { FakePushService } from '@posthorn/testing/push-service';
import { newName, open, setMine, told, until } from './support/push-scene.ts';

let service: FakePushService;

before(async () => {
  service = await FakePushService.open();
});

after(() => service[Symbol.asyncDispose]());

describe('a user', () => {
  it('is told who asks to be a contact, until there is an answer', async (t) => {
    const scene = await open(t, service);
    const { ann, bob, browser } = scene;
    const user = bob.id;
    await bob.client.close();
    await ann.client.call('addContact', { user, text: 'We row together' });
    const payload = await told(scene, 1);
    assert.partialDeepStrictEqual(payload, {
      type: 'contact',
      requests: 1,
      user: 'ann',
      sender: 'ann',
      body: 'We row together',
    });
    await ann.client.call('removeContact', { user });
    const { conversation, seq } = payload;
    assert.partialDeepStrictEqual(await told(scene, 2), { type: 'read', read: [[conversation, seq]] });
    const again = await scene.people.join('bob');
    await setMine(again, 'push/contacts', 'none');
    await again.client.close();
    await ann.client.call('addContact', { user });
    await scene.clock.pass(5000);
    assert.equal(service.of(browser).length, 2);
  });

  it('is not told of what they have silenced, archived, blocked or said themselves', async (t) => {
    const scene = await open(t, service);
    const { ann, bob, browser, people } = scene;
    const eve = await people.join('eve');
    const members = [bob.id, eve.id];
    const make = (title: string): Promise<{ readonly id: number }> =>
      ann.client.call('createGroup', { title, members });
    const [muted, archived, quiet, named, normal] = [
      await make('muted'),
      await make('archived'),
      await make('quiet'),
      await make('named'),
      await make('normal'),
    ];
    await setMine(bob, `mute/${muted.id}`, {});
    await setMine(bob, `archive/${archived.id}`, {});
    await setMine(bob, `level/${quiet.id}`, 'none');
    await setMine(bob, `level/${named.id}`, 'mentions');
    await bob.client.call('block', { user: eve.id });
    const mentions = [bob.id];
    await bob.client.send({ conversation: normal.id }, { text: 'my own' }).done;
    await bob.client.close();
    for (const { id: conversation } of [muted, archived, quiet, named])
      await ann.client.send({ conversation }, { text: 'nothing' }).done;
    await ann.client.send({ conversation: quiet.id }, { text: 'nothing @bob', mentions }).done;
    await eve.client.send({ conversation: normal.id }, { text: 'nothing' }).done;
    await ann.client.send({ conversation: named.id }, { text: '@bob: this', mentions }).done;
    const payload = await told(scene, 1);
    assert.partialDeepStrictEqual(payload, { title: 'named', body: '@bob: this', mention: true });
    await scene.clock.pass(5000);
    assert.equal(service.of(browser).length, 1);
  });

  it('has quiet hours, and times of being busy', async (t) => {
    const scene = await open(t, service);
    const { ann, bob, browser, clock } = scene;
    const to = bob.id;
    await setMine(bob, 'quiet', { from: '00:00', to: '23:59', zone: 'UTC' });
    await bob.client.close();
    const minute = new Date(clock.now()).toISOString().slice(11, 16);
    if (minute === '23:59') await clock.pass(60_000);
    await ann.client.send({ to }, { text: 'quiet' }).done;
    await clock.pass(5000);
    const again = await scene.people.join('bob');
    await setMine(again, 'quiet', '');
    await again.client.call('updateProfile', { busyUntil: clock.now() + 3_600_000 });
    await again.client.close();
    await ann.client.send({ to }, { text: 'busy' }).done;
    await clock.pass(5000);
    assert.deepEqual(service.of(browser), []);
  });

  it('is told at no browser whose session has ended', async (t) => {
    const scene = await open(t, service);
    const { ann, bob, browser, people } = scene;
    const to = bob.id;
    const other = await people.join('bob');
    const second = service.browser(newName());
    const { devices, publicKey } = await other.client.call('subscribePush', second.subscription);
    assert.equal(devices.length, 2);
    assert.equal(Buffer.from(publicKey, 'base64url').length, 65);
    await other.client.close();
    await bob.client.call('logout', {});
    await ann.client.send({ to }, { text: 'hi' }).done;
    await until(scene, () => service.of(second).length === 1);
    assert.deepEqual(service.of(browser), []);
    const last = await people.join('bob');
    assert.equal((await last.client.call('getPush', {})).devices.length, 1);
  });

  it('finds no secrets of a browser in an export', async (t) => {
    const { browser, place, people } = await open(t, service);
    const token = await people.tokenOf('bob');
    const answer = await fetch(`${place.httpUrl}/v1/me/export`, {
      headers: { authorization: `Bearer ${token}` },
    });
    const exported = await answer.text();
    assert.equal(answer.status, 200);
    const line = exported.split('\n').find((each) => each.includes('"type":"push"')) ?? '';
    assert.match(line, /"service":"127\.0\.0\.1:\d+"/);
    for (const secret of Object.values(browser.subscription)) assert.ok(!exported.includes(secret));
  });
});

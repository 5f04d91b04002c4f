/** What concerns one user alone is the same on all their devices, and on nobody else's. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { TestContext } from 'node:test';
import type { ClientFrameInit, Mine, MineEntryInit } from '@posthorn/protocol';
import { memoryStorage } from '@posthorn/client/node';
import { systemClock } from '@posthorn/server';
import { RawClient } from '@posthorn/testing/raw-client';
import { inhabited, inhabitedTopology } from './support/inhabited.ts';
import { TOPOLOGIES } from './support/topologies.ts';

const DAY_MS = 86_400_000;

function set(entries: readonly MineEntryInit[], more: object = {}): ClientFrameInit['body'] {
  return { case: 'setMine', value: { entries, ...more } };
}

async function mine(device: RawClient, body: ClientFrameInit['body']): Promise<Mine> {
  const answer = await device.ask(body);
  assert.ok(answer.case === 'mine', JSON.stringify(answer));
  return answer.value;
}

let devices = 0;

/** Another device of `name`, which goes away with the test. */
async function device(t: TestContext, tcpUrl: string, name: string): Promise<RawClient> {
  const client = await RawClient.connect(tcpUrl);
  t.after(() => client.close());
  await client.enter(name, 'pw', `device-${devices++}`);
  return client;
}

function notes({ pushes }: RawClient): readonly Mine[] {
  return pushes.flatMap((push) => (push.case === 'mine' ? [push.value] : []));
}

for (const topology of TOPOLOGIES) {
  describe(`a personal space, ${topology.name}`, () => {
    it('is told to the other devices of the user, and to nobody else', async (t) => {
      const { place } = await inhabitedTopology(t, topology);
      const phone = await device(t, place.url('tcp', 0), 'romeo');
      const laptop = await device(t, place.url('tcp', 1), 'romeo');
      const hers = await device(t, place.url('tcp', 1), 'juliet');
      await mine(phone, set([{ key: 'draft/1', value: '{"text":"But soft"}' }]));
      await laptop.until(() => notes(laptop).length > 0);
      const [note] = notes(laptop);
      assert.deepEqual(note, {
        entries: [{ key: 'draft/1', value: '{"text":"But soft"}', version: 1 }],
        after: 0,
        version: 1,
        next: '',
      });
      // A long value is only announced.
      await mine(laptop, set([{ key: 'draft/1', value: 'x'.repeat(60_000) }]));
      await phone.until(() => notes(phone).length > 0);
      assert.deepEqual(notes(phone), [{ entries: [], after: 2, version: 2, next: '' }]);
      const read = await mine(phone, { case: 'getMine', value: { after: 1 } });
      assert.deepEqual([read.entries[0]?.value.length, read.after, read.version], [60_000, 1, 2]);
      assert.deepEqual((await mine(hers, { case: 'getMine', value: {} })).entries, []);
      assert.deepEqual([notes(hers), notes(phone).length], [[], 1]);
    });

    it('is the same in the SDK on all devices, also for what was written while there was no connection', async (t) => {
      const { here, there } = await inhabitedTopology(t, topology);
      const [phone, laptop] = [await here.join('romeo'), await there.join('romeo')];
      assert.deepEqual(laptop.client.mine.keys(), []);
      await phone.client.mine.set('draft/1', { text: 'But soft' });
      await laptop.until(() => laptop.client.mine.get('draft/1') !== undefined);
      assert.deepEqual(laptop.client.mine.get('draft/1'), { text: 'But soft' });
      const storage = memoryStorage();
      const tablet = await here.join('romeo', { storage });
      void tablet.client.mine.set('draft/1', { text: 'What light' });
      void tablet.client.mine.set('pin/1', 1);
      await tablet.client.close();
      await laptop.client.mine.set('star/1/2', { time: 1 });
      const again = await here.join('romeo', { storage });
      assert.deepEqual(again.client.mine.get('pin/1'), 1);
      await laptop.until(() => laptop.client.mine.get('pin/1') === 1);
      await again.until(() => again.client.mine.get('star/1/2') !== undefined);
      for (const person of [phone, laptop, again]) {
        const { mine: space } = person.client;
        await person.until(
          () =>
            space.keys().length === 3 &&
            (space.get('draft/1') as { readonly text: string }).text === 'What light',
        );
      }
    });

    it('ends equal everywhere when devices write at once', async (t) => {
      const { place } = await inhabitedTopology(t, topology);
      const romeo: RawClient[] = [];
      for (const index of [0, 1, 0, 1]) romeo.push(await device(t, place.url('tcp', index), 'romeo'));
      const writes = romeo.flatMap((each, index) =>
        Array.from({ length: 25 }, (_, count) =>
          mine(
            each,
            set([
              { key: `star/1/${count % 5}`, value: `${index}-${count}` },
              { key: 'pin/1', value: `${index}.${count}` },
            ]),
          ),
        ),
      );
      const versions = (await Promise.all(writes)).map(({ version }) => version);
      assert.equal(new Set(versions).size, writes.length, 'no two changes have one version');
      const read = await Promise.all(romeo.map((each) => mine(each, { case: 'getMine', value: {} })));
      for (const each of read) assert.deepEqual(each, read[0]);
      assert.deepEqual([read[0]?.version, read[0]?.entries.at(-1)?.version], [200, 200]);
    });

    it('has one truth about muted conversations, whoever mutes them', async (t) => {
      const { place, here, there } = await inhabitedTopology(t, topology);
      const [ann, bob] = [await here.join('ann'), await there.join('bob')];
      const { conversation } = await ann.client.send({ to: bob.id }, 'hello').done;
      const muted = async (): Promise<readonly unknown[]> => [
        (await bob.client.call('getConversation', { conversation })).muted,
        (await bob.client.call('getMine', { prefix: 'mute/' })).entries.map(({ value }) => value),
      ];
      assert.deepEqual(await muted(), [false, []]);
      await bob.client.call('muteConversation', { conversation, muted: true });
      assert.deepEqual(await muted(), [true, ['{}']]);
      await bob.client.call('setMine', { entries: [{ key: `mute/${conversation}`, value: '' }] });
      assert.deepEqual(await muted(), [false, []]);
      await bob.client.call('setMine', { entries: [{ key: `mute/${conversation}`, value: '{"until":1}' }] });
      assert.deepEqual(await muted(), [false, ['{"until":1}']], 'that time is over');
      const phone = await device(t, place.url('tcp', 0), 'bob');
      await bob.client.call('muteConversation', { conversation, muted: true });
      await phone.until(() => notes(phone).length > 0);
      assert.deepEqual(await muted(), [true, ['{}']]);
      await bob.client.call('muteConversation', { conversation, muted: false });
      assert.deepEqual(await muted(), [false, []]);
    });
  });
}

describe('a personal space', () => {
  it('mutes a conversation until a time', async (t) => {
    let ahead = 0;
    const clock = { ...systemClock, now: () => systemClock.now() + ahead };
    const { people } = await inhabited(t, {}, { clock });
    const [ann, bob] = [await people.join('ann'), await people.join('bob')];
    const { conversation } = await ann.client.send({ to: bob.id }, 'hello').done;
    const entries = [{ key: `mute/${conversation}`, value: `{"until":${clock.now() + DAY_MS}}` }];
    await bob.client.call('setMine', { entries });
    const isMuted = async (): Promise<boolean> =>
      (await bob.client.call('listConversations', {})).conversations.some(({ muted }) => muted);
    assert.equal(await isMuted(), true);
    ahead = DAY_MS;
    assert.equal(await isMuted(), false);
  });

  it('refuses what cannot be', async (t) => {
    const { place } = await inhabited(t);
    const romeo = await device(t, place.tcpUrl, 'romeo');
    const code = (entries: readonly MineEntryInit[], more?: object): Promise<string> =>
      romeo.code(set(entries, more));
    for (const key of ['', ' ', 'a b', 'é', 'a\n', 'x'.repeat(201)])
      assert.equal(await code([{ key, value: '1' }]), 'INVALID', key);
    assert.equal(await code([{ key: 'x'.repeat(200), value: '1' }]), 'OK');
    assert.equal(await code([]), 'INVALID');
    assert.equal(
      await code([
        { key: 'a', value: '1' },
        { key: 'a', value: '2' },
      ]),
      'INVALID',
    );
    assert.equal(
      await code(Array.from({ length: 101 }, (_, index) => ({ key: `k${index}`, value: '1' }))),
      'INVALID',
    );
    assert.equal(await code([{ key: 'a', value: 'é'.repeat(32_769) }]), 'TOO_LARGE');
    assert.equal(await code([{ key: 'a', value: 'é'.repeat(32_768) }]), 'OK');
    assert.equal(await code([{ key: 'a', value: 'a\0' }]), 'INVALID');
    assert.equal(await code([{ key: 'a', value: '1' }], { clientId: 'x'.repeat(65) }), 'INVALID');
    for (const [key, value] of [
      ['mute/x', '{}'],
      ['mute/01', '{}'],
      ['mute/0', '{}'],
      ['mute/1', 'yes'],
      ['mute/1', 'null'],
      ['mute/1', '{"until":-1}'],
      ['mute/1', '{"until":"x"}'],
    ])
      assert.equal(await code([{ key, value }]), 'INVALID', `${key}=${value}`);
    for (const value of [{ cursor: 'x' }, { cursor: '1' }, { prefix: 'a b' }, { prefix: 'x'.repeat(201) }])
      assert.equal(await romeo.code({ case: 'getMine', value }), 'INVALID', JSON.stringify(value));
  });

  it('is read in pages, over REST too', async (t) => {
    const { place, people } = await inhabited(t);
    await people.join('ann');
    const token = await people.tokenOf('ann');
    const call = async (path: string, body?: object): Promise<Record<string, unknown>> => {
      const headers = {
        authorization: `Bearer ${token}`,
        ...(body && { 'content-type': 'application/json' }),
      };
      const init = body === undefined ? { headers } : { method: 'PUT', headers, body: JSON.stringify(body) };
      return (await (await fetch(place.httpUrl + path, init)).json()) as Record<string, unknown>;
    };
    const entries = Array.from({ length: 7 }, (_, index) => ({ key: `pin/${index}`, value: String(index) }));
    const made = await call('/v1/me/space', { entries });
    assert.equal(made['version'], 7);
    const keys: string[] = [];
    for (let cursor = ''; ;) {
      const page = await call(`/v1/me/space?prefix=pin/&limit=3&cursor=${cursor}`);
      keys.push(...(page['entries'] as readonly { readonly key: string }[]).map(({ key }) => key));
      cursor = (page['next'] as string | undefined) ?? '';
      if (cursor === '') break;
    }
    assert.deepEqual(
      keys,
      entries.map(({ key }) => key),
    );
    const stale = await call('/v1/me/space', {
      entries: [{ key: 'pin/1', value: '', version: 1 }],
      ifUnchanged: true,
    });
    assert.equal((stale['error'] as { readonly code: string }).code, 'CONFLICT');
  });
});

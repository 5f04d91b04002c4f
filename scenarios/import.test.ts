/** What another system has kept comes with its own times, once, and nobody is told of it as of news. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { decodeContent } from '@posthorn/protocol';
import { enter, historyOf, madeBy, open, TALK } from './support/import-stage.ts';
import { importAll, keyOf, PEOPLE, said, VERONA, words } from './support/importing.ts';
import { Holder } from './support/key-calls.ts';
import { SteppedClock } from './support/stepped-clock.ts';
import { add, open as openHooks, until } from './support/webhook-scene.ts';

describe('an import', () => {
  it('makes people, a group and its history, and finds all of it when it is repeated', (t) =>
    historyOf(t, {}));

  it('gives a name that is taken to nobody else, unless they are the same', async (t) => {
    const { key, people } = await open(t);
    await people.join('romeo');
    await people.join('juliet');
    const [romeo, juliet, odd] = await importAll(
      key,
      { type: 'user', id: 'old:1', name: 'romeo' },
      { type: 'user', id: 'old:2', name: 'juliet', link: true },
      { type: 'user', id: 'old:3', name: ' 12 / 3' },
    );
    assert.deepEqual([romeo?.outcome, romeo?.name], ['made', 'romeo-2']);
    assert.deepEqual([juliet?.outcome, juliet?.name], ['linked', 'juliet']);
    assert.deepEqual([odd?.outcome, odd?.name], ['made', '12.3']);
  });

  it('refuses what is wrong, names it, and goes on', async (t) => {
    const { key } = await open(t);
    const results = await importAll(
      key,
      ...PEOPLE,
      VERONA,
      { type: 'nonsense' },
      said(1, 'romeo', ''),
      said(2, 'paris', 'Who?'),
      said(3, 'romeo', 'To nothing', { thread: keyOf(99, 'romeo') }),
      { ...said(4, 'romeo', 'x'), content: { text: 5 } },
      said(5, 'romeo', 'Well'),
    );
    assert.deepEqual(words(results).slice(4), [
      'INVALID',
      'INVALID',
      'NOT_FOUND',
      'NOT_FOUND',
      'INVALID',
      'made',
    ]);
    assert.match(results[8]?.message ?? '', /"content\/text" of a record "message"/);
    assert.match(results[6]?.message ?? '', /no user was imported as old:paris/);
  });

  it('leaves what people have set here, and refuses what stands to nobody', async (t) => {
    const stage = await open(t);
    await importAll(stage.key, ...PEOPLE, VERONA, ...TALK);
    const { client } = await enter(stage, 'juliet');
    await client.call('setPrivacy', { write: 'nobody' });
    const conversation = (await client.call('listConversations', {})).conversations.find(
      ({ title }) => title === 'Verona',
    );
    const key = `pin/${conversation?.id}`;
    await client.call('setMine', { entries: [{ key, value: '7' }] });
    const own = { type: 'mine', user: 'old:juliet', conversation: VERONA.id };
    const results = await importAll(
      stage.key,
      { type: 'privacy', user: 'old:juliet', write: 'everyone' },
      { ...own, key: 'pin', value: '2' },
      { type: 'block', user: 'old:juliet', other: 'old:juliet' },
      { type: 'block', user: 'old:juliet', other: 'old:paris' },
      { type: 'contact', user: 'old:romeo', other: 'old:juliet', text: 'x'.repeat(300) },
      { type: 'privacy', user: 'old:romeo', write: 'friends' },
      { type: 'picture', user: 'old:romeo', file: 'old:none' },
      { ...own, key: 'star', value: '{}', message: keyOf(99, 'romeo') },
      { ...own, key: 'mute', value: 'for ever' },
      { ...own, key: 'draft', value: 'x'.repeat(70_000) },
      { type: 'mine', user: 'old:juliet', key: 'pin', conversation: 'old:mantua', value: '1' },
      {
        type: 'mine',
        user: 'old:juliet',
        key: 'draft',
        value: '{}',
        messages: { thread: keyOf(1, 'romeo') },
      },
    );
    assert.deepEqual(words(results), [
      'there',
      'there',
      'INVALID',
      'NOT_FOUND',
      'INVALID',
      'INVALID',
      'NOT_FOUND',
      'NOT_FOUND',
      'INVALID',
      'TOO_LARGE',
      'NOT_FOUND',
      'INVALID',
    ]);
    assert.equal((await client.call('getPrivacy', {})).write, 'nobody');
    assert.deepEqual(
      (await client.call('getMine', { prefix: 'pin/' })).entries.map((each) => [each.key, each.value]),
      [[key, '7']],
    );
  });

  it('brings nothing back that people have removed since, and brings what is new', async (t) => {
    const stage = await open(t);
    await importAll(stage.key, ...PEOPLE, VERONA, ...TALK);
    const star = { type: 'mine', user: 'old:juliet', conversation: VERONA.id, key: 'star', value: '{}' };
    const asked = { type: 'contact', user: 'old:romeo', other: 'old:juliet' };
    const records = [
      asked,
      { type: 'block', user: 'old:juliet', other: 'old:tybalt' },
      { type: 'privacy', user: 'old:juliet', write: 'contacts' },
      { ...star, message: keyOf(1, 'romeo') },
    ];
    assert.deepEqual(words(await importAll(stage.key, ...records)), ['made', 'made', 'made', 'made']);
    const { client } = await enter(stage, 'juliet');
    const [request] = (await client.call('listContacts', {})).contacts;
    await client.call('removeContact', { user: request?.user ?? 0 });
    const [blocked] = (await client.call('listBlocked', {})).users;
    await client.call('unblock', { user: blocked?.id ?? 0 });
    const [kept] = (await client.call('getMine', { prefix: 'star/' })).entries;
    await client.call('setMine', { entries: [{ key: kept?.key ?? '', value: '' }] });

    // Meanwhile the request was accepted where they come from.
    const later = [
      ...records,
      { type: 'contact', user: 'old:juliet', other: 'old:romeo', mutual: true },
      { type: 'block', user: 'old:romeo', other: 'old:tybalt' },
    ];
    const repeated = words(await importAll(stage.key, ...later));
    assert.deepEqual(repeated, ['there', 'there', 'there', 'there', 'there', 'made']);
    assert.deepEqual((await client.call('listContacts', {})).contacts, []);
    assert.deepEqual((await client.call('listBlocked', {})).users, []);
    const stars = (await client.call('getMine', { prefix: 'star/' })).entries;
    assert.deepEqual(
      stars.filter(({ value }) => value !== ''),
      [],
    );
  });

  it('shows people what they could see there, and nothing else', async (t) => {
    const stage = await open(t);
    const events = (id: number, who: string, event: object, users?: readonly string[]): object =>
      said(id, who, '', { content: { event }, ...(users && { users: users.map((user) => `old:${user}`) }) });
    const results = await importAll(
      stage.key,
      ...PEOPLE,
      VERONA,
      said(1, 'romeo', 'All'),
      events(2, 'romeo', { kind: 'removed' }, ['juliet']),
      said(3, 'romeo', 'Without Juliet'),
      events(4, 'romeo', { kind: 'added' }, ['juliet']),
      events(5, 'romeo', { kind: 'left' }),
      events(6, 'juliet', { kind: 'renamed', title: 'Capulet' }),
      said(7, 'juliet', 'Without Romeo'),
    );
    assert.deepEqual(
      words(results).slice(3),
      Array.from(results.slice(3), () => 'made'),
    );
    const conversation = madeBy(results);
    const textsOf = async (name: string): Promise<readonly string[]> => {
      const { client } = await enter(stage, name);
      const { batches } = await client.call('pull', { ranges: [{ conversation, limit: 100 }] });
      const contents = (batches[0]?.messages ?? []).map(({ content }) => decodeContent(content));
      return contents.filter(({ kind }) => kind === undefined).map(({ text }) => text);
    };
    assert.deepEqual(await textsOf('juliet'), ['All', 'Without Romeo']);
    assert.deepEqual(await textsOf('romeo'), ['All', 'Without Juliet']);
    const juliet = await stage.people.join('juliet');
    const found = await juliet.client.call('getConversation', { conversation });
    assert.deepEqual([found.title, found.role], ['Capulet', 'owner']);
  });

  it('leaves unread in a direct conversation what was unread before', async (t) => {
    const stage = await open(t);
    const { key, people } = stage;
    const [romeo, juliet] = [await people.join('romeo'), await people.join('juliet')];
    const { conversation } = await romeo.client.send({ to: juliet.id }, 'Now').done;
    const linked = PEOPLE.slice(0, 2).map((user) => ({ ...user, link: true }));
    const direct = { type: 'direct', id: 'old:dm', users: ['old:romeo', 'old:juliet'] };
    const past = { ...said(1, 'romeo', 'Then'), conversation: 'old:dm' };
    const read = { type: 'read', conversation: 'old:dm', through: keyOf(1, 'romeo') };
    const results = await importAll(key, ...linked, direct, past, read);
    assert.deepEqual(words(results), ['linked', 'linked', 'there', 'made', 'made']);
    assert.equal(madeBy(results), conversation);
    const found = await juliet.client.call('getConversation', { conversation });
    assert.equal(found.unread, 2);
  });

  it('is in the audit, and so is an export', async (t) => {
    const clock = new SteppedClock();
    const { ann, key } = await open(t, { clock });
    await importAll(key, ...PEOPLE);
    await ann.client.call('exportRecords', {});
    // What changed nothing is written a moment later.
    for (const wanted of ['importRecords key', `exportRecords ${ann.id}`])
      for (let isThere = false; !isThere; await clock.pass(500)) {
        const { records } = await ann.client.call('listAudit', {});
        isThere = records.some(
          ({ event, key: by, actor }) => `${event} ${by > 0 ? 'key' : actor}` === wanted,
        );
      }
  });

  it('is no news to webhooks: only what is said afterwards is', async (t) => {
    const scene = await openHooks(t);
    await add(scene);
    const holder = new Holder(scene.place.httpUrl, await scene.people.tokenOf('ann'));
    const linked = { type: 'user', id: 'old:romeo', name: 'bob', link: true };
    const [, ...others] = PEOPLE;
    const results = await importAll(holder, linked, ...others, VERONA, ...TALK);
    const conversation = madeBy(results);
    await scene.bob.client.send({ conversation }, 'Now').done;
    await until(scene, () => scene.receiver.texts().length > 0);
    assert.deepEqual(scene.receiver.texts(), ['Now']);
  });
});

/** What becomes of bots with their owners, how many there may be, and what bots and people may not send. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { ComponentsInit, FieldInit } from '@posthorn/protocol';
import { aBot, runBot } from './support/bots.ts';
import { inhabited } from './support/inhabited.ts';
import { CimPlace } from './support/cim-place.ts';
import { codeOf, People } from './support/people.ts';

describe('the account of a bot', () => {
  it('is one of so many as the server says', async (t) => {
    const { people } = await inhabited(t, { botsPerUser: 2 });
    const [ann, bob] = [await people.join('ann'), await people.join('bob')];
    for (const name of ['one', 'two']) await bob.client.call('createBot', { name });
    assert.equal(await codeOf(bob.client.call('createBot', { name: 'three' })), 'LIMIT_EXCEEDED');
    assert.equal(await codeOf(ann.client.call('createBot', { name: 'BOB' })), 'NAME_TAKEN');
    assert.equal(await codeOf(bob.client.call('createBot', { name: 'mine', server: true })), 'FORBIDDEN');
    assert.equal(await codeOf(bob.client.call('listBots', { all: true })), 'FORBIDDEN');
    await ann.client.call('createBot', { name: 'porter', server: true });
    const all = await ann.client.call('listBots', { all: true });
    assert.deepEqual(
      all.bots.map(({ user, owner }) => [user?.name, owner]),
      [
        ['one', bob.id],
        ['two', bob.id],
        ['porter', 0],
      ],
    );
    const { user: first } = all.bots[0] ?? {};
    await bob.client.call('removeBot', { user: first?.id ?? 0 });
    await bob.client.call('createBot', { name: 'three' });
  });

  it('is nobody’s but administrators’ where users may have none', async (t) => {
    const { people } = await inhabited(t, { botsPerUser: 0 });
    const [ann, bob] = [await people.join('ann'), await people.join('bob')];
    assert.equal(await codeOf(bob.client.call('createBot', { name: 'one' })), 'FORBIDDEN');
    assert.equal(await codeOf(ann.client.call('createBot', { name: 'one' })), 'FORBIDDEN');
    await ann.client.call('createBot', { name: 'one', server: true });
  });

  it('is disabled with its owner’s, and erased with it', async (t) => {
    const { people, place } = await inhabited(t);
    const [ann, bob] = [await people.join('ann'), await people.join('bob')];
    const bot = await aBot(bob, place.tcpUrl);
    t.after(() => bot.client.close());
    const { id: owner } = bob;
    await ann.client.call('disableUser', { user: owner, disabled: true });
    const now = async () => (await ann.client.call('getUsers', { ids: [bot.id] })).users[0];
    assert.ok((await now())?.disabled);
    assert.equal(await codeOf(runBot(bot, place.tcpUrl)), 'UNAUTHENTICATED');
    await ann.client.call('eraseUser', { user: owner });
    while ((await now())?.erased !== true);
  });

  it('is not among the people who are online, and its token needs no renewing', async (t) => {
    const { people, place } = await inhabited(t);
    const ann = await people.join('ann');
    const bot = await aBot(ann, place.tcpUrl);
    t.after(() => bot.client.close());
    assert.deepEqual(
      (await ann.client.call('listOnline', {})).users.map(({ name }) => name),
      ['ann'],
    );
    const { presences } = await ann.client.call('watchPresence', { users: [bot.id] });
    assert.ok(presences[0]?.online);
    const answer = await fetch(`${place.httpUrl}/v1/me`, {
      headers: { authorization: `Bearer ${bot.token}` },
    });
    assert.deepEqual([answer.status, ((await answer.json()) as { readonly bot: boolean }).bot], [200, true]);
    const [session] = (await bot.client.call('listSessions', {})).sessions;
    assert.equal(session?.expiresAt, Number.MAX_SAFE_INTEGER);
  });
});

const LONG = 'x'.repeat(101);

function button(more: object): ComponentsInit {
  return { rows: [{ buttons: [{ id: 'a', label: 'A', ...more }] }] };
}

/** Components that no message has, and why. */
const BAD_COMPONENTS: readonly (readonly [why: string, components: ComponentsInit])[] = [
  ['an empty row', { rows: [{}] }],
  [
    'buttons and a menu in one row',
    { rows: [{ buttons: [{ id: 'a', label: 'A' }], menu: { id: 'm', options: [{ value: 'x' }] } }] },
  ],
  ['six rows', { rows: Array.from({ length: 6 }, (_, n) => ({ buttons: [{ id: `${n}`, label: 'A' }] })) }],
  [
    'six buttons in a row',
    { rows: [{ buttons: Array.from({ length: 6 }, (_, n) => ({ id: `${n}`, label: 'A' })) }] },
  ],
  [
    'one id twice',
    {
      rows: [
        {
          buttons: [
            { id: 'a', label: 'A' },
            { id: 'a', label: 'B' },
          ],
        },
      ],
    },
  ],
  ['no id', button({ id: '' })],
  ['a long id', button({ id: LONG })],
  ['no label', button({ label: ' ' })],
  ['a label of two lines', button({ label: 'a\nb' })],
  ['a label that turns text around', button({ label: 'a\u202Eb' })],
  ['a link and an id', button({ url: 'https://a.example' })],
  ['a link that runs', button({ id: '', url: 'javascript:alert(1)' })],
  ['a form without fields', button({ form: { title: 'F' } })],
  ['a form without a title', button({ form: { fields: [{ name: 'a' }] } })],
  ['two fields of one name', button({ form: { title: 'F', fields: [{ name: 'a' }, { name: 'a' }] } })],
  [
    'choices where there are none',
    button({ form: { title: 'F', fields: [{ name: 'a', choices: [{ value: 'x' }] }] } }),
  ],
  ['a menu without options', { rows: [{ menu: { id: 'm' } }] }],
  [
    '26 options',
    { rows: [{ menu: { id: 'm', options: Array.from({ length: 26 }, (_, n) => ({ value: `${n}` })) } }] },
  ],
  ['two options of one value', { rows: [{ menu: { id: 'm', options: [{ value: 'x' }, { value: 'x' }] } }] }],
];

const BAD_FIELDS: readonly (readonly [why: string, fields: readonly FieldInit[]])[] = [
  ['a name with a space', [{ name: 'a b' }]],
  ['a name in capitals', [{ name: 'A' }]],
  ['no name', [{}]],
  ['a choice without choices', [{ name: 'a', type: 'choice' }]],
  ['a required one behind one that is not', [{ name: 'a' }, { name: 'b', required: true }]],
  ['eleven', Array.from({ length: 11 }, (_, n) => ({ name: `f${n}` }))],
];

describe('what a bot sends', () => {
  it('is refused where it is no button, menu, form or command', async (t) => {
    const { people, place } = await inhabited(t);
    const ann = await people.join('ann');
    const bot = await aBot(ann, place.tcpUrl);
    t.after(() => bot.client.close());
    const { id: conversation } = await ann.client.call('openDirect', { user: bot.id });
    for (const [why, components] of BAD_COMPONENTS) {
      const sent = bot.client.send({ conversation }, { text: 'x', components }).done;
      assert.equal(await codeOf(sent), 'INVALID', why);
    }
    const wordless = bot.client.send({ conversation }, { components: button({}) }).done;
    assert.equal(await codeOf(wordless), 'INVALID');
    const large = Array.from({ length: 5 }, (_, row) => ({
      menu: {
        id: `m${row}`,
        options: Array.from({ length: 25 }, (_each, n) => ({ value: `${n}`, label: 'é'.repeat(99) })),
      },
    }));
    const tooLarge = bot.client.send({ conversation }, { text: 'x', components: { rows: large } }).done;
    assert.equal(await codeOf(tooLarge), 'TOO_LARGE');
    for (const [why, fields] of BAD_FIELDS)
      assert.equal(
        await codeOf(bot.client.call('setCommands', { commands: [{ name: 'c', fields }] })),
        'INVALID',
        why,
      );
    const many = Array.from({ length: 51 }, (_, n) => ({ name: `c${n}` }));
    assert.equal(await codeOf(bot.client.call('setCommands', { commands: many })), 'TOO_LARGE');
    const twice = [{ name: 'c' }, { name: 'c' }];
    assert.equal(await codeOf(bot.client.call('setCommands', { commands: twice })), 'INVALID');
    const stream = { conversation, text: 'x' };
    assert.equal(await codeOf(bot.client.call('streamText', { ...stream, stream: '' })), 'INVALID');
    assert.equal(await codeOf(bot.client.call('streamText', { ...stream, stream: LONG })), 'INVALID');
    const long = { conversation, stream: 's', text: 'x'.repeat(65_537) };
    assert.equal(await codeOf(bot.client.call('streamText', long)), 'TOO_LARGE');
  });
});

describe('what a user sends to a bot', () => {
  it('is refused with what is wrong with it', async (t) => {
    const { people, place } = await inhabited(t);
    const ann = await people.join('ann');
    const bot = await aBot(ann, place.tcpUrl);
    t.after(() => bot.client.close());
    const { id: conversation } = await ann.client.call('openDirect', { user: bot.id });
    await bot.client.call('setCommands', {
      commands: [
        {
          name: 'c',
          fields: [
            { name: 'n', type: 'number' },
            { name: 'p', type: 'conversation' },
          ],
        },
      ],
    });
    const use = (value: object, more: object = {}) =>
      ann.client.call('interact', {
        conversation,
        what: { case: 'command', value: { name: 'c', ...value } },
        ...more,
      });
    assert.equal(await codeOf(use({ text: '1', values: [{ name: 'n', value: '1' }] })), 'INVALID');
    assert.equal(
      await codeOf(
        use({
          values: [
            { name: 'n', value: '1' },
            { name: 'n', value: '2' },
          ],
        }),
      ),
      'INVALID',
    );
    assert.equal(await codeOf(use({ values: [{ name: 'other', value: '1' }] })), 'INVALID');
    assert.equal(await codeOf(use({ text: '1e999' })), 'INVALID');
    assert.equal(await codeOf(use({ text: '1 #999999' })), 'INVALID');
    assert.equal(await codeOf(use({ values: [{ name: 'n', value: '9'.repeat(60_000) }] })), 'INVALID');
    assert.equal(await codeOf(use({ text: '1' }, { timeZone: 'Mars/Olympus' })), 'INVALID');
    assert.equal(await codeOf(use({ text: '1', bot: ann.id })), 'NOT_FOUND');
    assert.equal(await codeOf(ann.client.call('interact', { conversation })), 'INVALID');
    const inbox = ann.client.state.name === 'online' ? ann.client.state.session.inbox : 0;
    assert.equal(await codeOf(ann.client.call('listCommands', { conversation: inbox })), 'NOT_A_MEMBER');
    const toBot = bot.client.call('interact', {
      conversation,
      what: { case: 'command', value: { name: 'c' } },
    });
    assert.equal(await codeOf(toBot), 'FORBIDDEN');
  });
});

it('nobody acts as a bot over CIM, where a name is enough for accounts without a password', async (t) => {
  const place = await CimPlace.start();
  t.after(() => place.close());
  const people = new People(place);
  t.after(() => people.close());
  const ann = await people.join('ann');
  const { bot } = await ann.client.call('createBot', { name: 'helper' });
  const registered = await place.call('/registerAccount', { userName: 'helper', reqNo: '1', timeStamp: 1 });
  assert.notEqual(registered.code, '9000');
  const { code } = await place.call('/login', { userId: bot?.user?.id, userName: 'helper' });
  assert.notEqual(code, '9000');
});

it('over HTTP alone a bot has commands, takes what is used, and answers', async (t) => {
  const { people, place } = await inhabited(t);
  const ann = await people.join('ann');
  const annToken = await people.tokenOf('ann');
  const rest = async (token: string, method: string, path: string, body: object = {}) => {
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    const answer = await fetch(`${place.httpUrl}${path}`, { method, headers, body: JSON.stringify(body) });
    assert.ok(answer.ok, `${path} ${answer.status}`);
    // Each test says which fields it reads.
    return (await answer.json()) as {
      readonly token: string;
      readonly outcome: string;
      readonly bot: { readonly user: { readonly id: number } };
      readonly ephemeral: { readonly text: string };
    };
  };
  const { token, bot } = await rest(annToken, 'POST', '/v1/bots', { name: 'helper' });
  const { id: conversation } = await ann.client.call('openDirect', { user: bot.user.id });
  const commands = [{ name: 'hello', fields: [{ name: 'who', type: 'text' }] }];
  await rest(token, 'PUT', '/v1/me/commands', { commands });
  const { client, heard } = await runBot({ token }, place.tcpUrl);
  t.after(() => client.close());
  const used = rest(annToken, 'POST', `/v1/conversations/${conversation}/interactions`, {
    command: { name: 'hello', text: 'Juliet' },
  });
  const { id } = await heard.interaction();
  await rest(token, 'POST', `/v1/interactions/${id}/take`);
  await rest(token, 'POST', `/v1/interactions/${id}/answer`, { kind: 'ephemeral', text: 'Hello Juliet' });
  const { outcome, ephemeral } = await used;
  assert.deepEqual([outcome, ephemeral.text], ['answered', 'Hello Juliet']);
  await rest(token, 'POST', `/v1/conversations/${conversation}/streams`, { stream: 's', text: 'x' });
  const components = { rows: [{ buttons: [{ id: 'a', label: 'A', style: 'danger' }] }] };
  await rest(token, 'POST', `/v1/conversations/${conversation}/messages`, {
    content: { text: 'Hi', components },
  });
  await ann.until(() =>
    ann.messages.some(({ content }) => content.components?.rows[0]?.buttons[0]?.style === 'danger'),
  );
});

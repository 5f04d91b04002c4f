/** Bots: their accounts, commands, buttons, forms, ephemeral answers and streams, in one process and in a cluster. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { TestContext } from 'node:test';
import { Picture } from '@posthorn/client/node';
import type { ComponentsInit } from '@posthorn/protocol';
import { aBot, Heard, runBot } from './support/bots.ts';
import type { ABot } from './support/bots.ts';
import { codeOf, People } from './support/people.ts';
import type { Person } from './support/people.ts';
import { TOPOLOGIES } from './support/topologies.ts';
import type { InProcessPlace, Topology } from './support/topologies.ts';

const BUTTONS: ComponentsInit = {
  rows: [
    {
      buttons: [
        { id: 'yes', label: 'Approve', style: 'primary' },
        { id: 'no', label: 'Deny', style: 'danger' },
        { label: 'More', url: 'https://posthorn.example/more' },
      ],
    },
    { menu: { id: 'pick', options: [{ value: 'a' }, { value: 'b', label: 'B' }], multiple: true } },
  ],
};

interface Scene {
  readonly place: InProcessPlace;
  readonly people: People;
  readonly ann: Person;
  readonly bob: Person;
  readonly bot: ABot;
  /** A group of all three. */
  readonly group: number;
}

async function scene(t: TestContext, topology: Topology): Promise<Scene> {
  const place = await topology.open({ loginPolicy: 'multi' });
  // The clients first, then the server that they talk to.
  const people = new People({ tcpUrl: place.url('tcp', 0), httpUrl: place.url('http', 0) });
  const others = new People({ tcpUrl: place.url('tcp', 1), httpUrl: place.url('http', 1) });
  const bots: ABot[] = [];
  t.after(async () => {
    for (const { client } of bots) await client.close();
    await people.close();
    await others.close();
    await place.close();
  });
  const [ann, bob] = [await people.join('ann'), await others.join('bob')];
  const bot = await aBot(ann, place.url('tcp', 1));
  bots.push(bot);
  const { id: group } = await ann.client.call('createGroup', { title: 'Verona', members: [bob.id, bot.id] });
  return { place, people, ann, bob, bot, group };
}

async function say({ client }: Pick<ABot, 'client'>, conversation: number): Promise<number> {
  return (await client.send({ conversation }, { text: 'May he?', components: BUTTONS }).done).seq;
}

function press(
  person: Person,
  conversation: number,
  seq: number,
  id: string,
  chosen: readonly string[] = [],
) {
  const value = { seq, id, chosen };
  return person.client.call('interact', { conversation, what: { case: 'component', value } });
}

for (const topology of TOPOLOGIES) {
  describe(`bots, ${topology.name}`, () => {
    it('is an account without a password, marked as a bot, which its token alone lets in', async (t) => {
      const { ann, bob, bot, people } = await scene(t, topology);
      const seen = await bob.client.user(bot.id);
      assert.ok(seen?.bot);
      assert.match(bot.token, /^phb_/);
      assert.equal(await codeOf(people.join('helper', { password: '!' })), 'BAD_CREDENTIALS');
      assert.equal(
        await codeOf(ann.client.call('setAdministrator', { user: bot.id, administrator: true })),
        'INVALID',
      );
      assert.equal(
        await codeOf(ann.client.call('resetPassword', { user: bot.id, newPassword: 'pw' })),
        'INVALID',
      );
      assert.equal(await codeOf(bot.client.call('createBot', { name: 'child' })), 'FORBIDDEN');
    });

    it('belongs to whoever has made it: nobody else changes it', async (t) => {
      const { ann, bob, bot, place } = await scene(t, topology);
      assert.deepEqual(
        (await ann.client.call('listBots', {})).bots.map(({ user }) => user?.name),
        ['helper'],
      );
      assert.deepEqual((await bob.client.call('listBots', {})).bots, []);
      assert.equal(await codeOf(bob.client.call('rotateBotToken', { user: bot.id })), 'NOT_FOUND');
      assert.equal(await codeOf(bob.client.call('removeBot', { user: bot.id })), 'NOT_FOUND');
      const renewed = await ann.client.call('rotateBotToken', { user: bot.id });
      await closed(bot);
      assert.equal(await codeOf(runBot(bot, place.url('tcp', 0))), 'UNAUTHENTICATED');
      const again = await runBot(renewed, place.url('tcp', 0));
      t.after(() => again.client.close());
      await ann.client.call('setBot', { user: bot.id, disabled: true });
      await closed({ ...bot, ...again });
      await ann.client.call('removeBot', { user: bot.id });
      assert.ok((await bob.client.call('getUsers', { ids: [bot.id] })).users[0]?.erased);
      assert.deepEqual((await ann.client.call('listBots', {})).bots, []);
    });

    it('has commands with typed arguments, which the server parses', async (t) => {
      const { ann, bob, bot, group } = await scene(t, topology);
      await bot.client.call('setCommands', {
        commands: [
          {
            name: 'remind',
            fields: [
              { name: 'who', type: 'user', required: true },
              { name: 'in', type: 'time', required: true },
              { name: 'loud', type: 'boolean' },
              { name: 'text', type: 'text' },
            ],
          },
        ],
      });
      const listed = await bob.client.call('listCommands', { conversation: group });
      assert.deepEqual(
        listed.commands.map(({ name, bot: whose }) => [name, whose]),
        [['remind', bot.id]],
      );
      const use = (text: string) =>
        bob.client.call('interact', {
          conversation: group,
          what: { case: 'command', value: { name: 'remind', text } },
        });
      const asked = use('@ann 10m loud:yes "buy milk", please');
      const heard = await bot.heard.interaction();
      assert.equal(heard.command, 'remind');
      assert.equal(heard.user, bob.id);
      const values = Object.fromEntries(heard.values.map(({ name, value }) => [name, value]));
      assert.equal(values['who'], String(ann.id));
      assert.equal(values['loud'], 'true');
      assert.equal(values['text'], '"buy milk", please');
      assert.equal(Number(values['in']), heard.time + 600_000);
      await bot.client.call('answerInteraction', { id: heard.id, kind: 'ephemeral', text: 'I will.' });
      const answer = await asked;
      assert.equal(answer.outcome, 'answered');
      assert.equal(answer.ephemeral?.text, 'I will.');
      await assert.rejects(
        use('@nobody 10m'),
        /"who" is the name of a user, not "@nobody": \/remind <who> <in>/,
      );
      await assert.rejects(use('ann'), /"in" is missing/);
      await assert.rejects(use('ann soon'), /"in" is a time such as/);
      assert.equal(
        await codeOf(
          bob.client.call('interact', {
            conversation: group,
            what: { case: 'command', value: { name: 'none' } },
          }),
        ),
        'NOT_FOUND',
      );
    });

    it('hears of presses, and changes its message for everybody', async (t) => {
      const { ann, bob, bot, group } = await scene(t, topology);
      const seq = await say(bot, group);
      const pressed = press(bob, group, seq, 'pick', ['b', 'a']);
      const heard = await bot.heard.interaction();
      assert.deepEqual([heard.component, heard.seq, heard.chosen], ['pick', seq, ['b', 'a']]);
      await bot.client.call('answerInteraction', {
        id: heard.id,
        kind: 'update',
        text: 'He may.',
        components: { rows: [{ buttons: [{ id: 'undo', label: 'Undo' }] }] },
      });
      assert.equal((await pressed).outcome, 'answered');
      await ann.until(() => ann.messages.some(({ content }) => content.kind?.case === 'edit'));
      const picture = new Picture();
      for (const message of ann.messages) if (message.conversation === group) picture.add(message);
      const now = picture.get(seq)?.content;
      assert.equal(now?.text, 'He may.');
      assert.equal(now.components?.rows[0]?.buttons[0]?.id, 'undo');
      assert.equal(await codeOf(press(bob, group, seq, 'yes')), 'NOT_FOUND');
      const [page] = await ann.client.history(group, { before: seq + 1, limit: 1 });
      assert.equal(page?.content.components?.rows[0]?.buttons[0]?.id, 'undo');
    });

    it('refuses a press on what is not there, and by whoever is not there', async (t) => {
      const { bob, bot, group, people } = await scene(t, topology);
      const seq = await say(bot, group);
      assert.equal(await codeOf(press(bob, group, seq, 'maybe')), 'NOT_FOUND');
      assert.equal(await codeOf(press(bob, group, seq, 'pick', ['c'])), 'INVALID');
      assert.equal(await codeOf(press(bob, group, seq, 'yes', ['a'])), 'INVALID');
      const eve = await people.join('eve');
      assert.equal(await codeOf(press(eve, group, seq, 'yes')), 'NOT_A_MEMBER');
      await bob.client.call('leave', { conversation: group });
      assert.equal(await codeOf(press(bob, group, seq, 'yes')), 'NOT_A_MEMBER');
      assert.deepEqual(bot.heard.interactions, []);
    });

    it('opens a form, and gets what was filled in', async (t) => {
      const { bob, bot, group } = await scene(t, topology);
      const seq = await say(bot, group);
      const pressed = press(bob, group, seq, 'no');
      const { id } = await bot.heard.interaction();
      const form = {
        id: 'why',
        title: 'Why not?',
        fields: [{ name: 'days', type: 'number', required: true }],
      } as const;
      await bot.client.call('answerInteraction', { id, kind: 'form', form });
      assert.equal((await pressed).form?.title, 'Why not?');
      const send = (value: string) =>
        bob.client.call('interact', {
          conversation: group,
          what: { case: 'form', value: { interaction: id, values: [{ name: 'days', value }] } },
        });
      await assert.rejects(send('many'), /"days" is a number, not "many"/);
      const sent = send('3,5');
      const filled = await bot.heard.interaction(1);
      assert.deepEqual(
        [filled.form, filled.origin, filled.seq, filled.values],
        ['why', id, seq, [{ name: 'days', value: '3.5' }]],
      );
      await bot.client.call('answerInteraction', { id: filled.id, kind: 'done' });
      assert.equal((await sent).outcome, 'answered');
      assert.equal(await codeOf(bot.client.call('answerInteraction', { id, kind: 'form', form })), 'INVALID');
    });

    it('says something to one user alone, and changes that too', async (t) => {
      const { ann, bob, bot, group } = await scene(t, topology);
      const [atAnn, atBob] = [new Heard(ann.client), new Heard(bob.client)];
      const seq = await say(bot, group);
      const pressed = press(bob, group, seq, 'yes');
      const { id } = await bot.heard.interaction();
      const components = { rows: [{ buttons: [{ id: 'sure', label: 'Sure' }] }] };
      await bot.client.call('answerInteraction', { id, kind: 'later' });
      assert.equal((await pressed).outcome, 'later');
      await bot.client.call('answerInteraction', { id, kind: 'ephemeral', text: 'Sure?', components });
      await atBob.until(() => atBob.ephemerals.length === 1);
      assert.deepEqual(
        atBob.ephemerals.map(({ from, text }) => [from, text]),
        [[bot.id, 'Sure?']],
      );
      const again = bob.client.call('interact', {
        conversation: group,
        what: { case: 'component', value: { ephemeral: id, id: 'sure' } },
      });
      const second = await bot.heard.interaction(1);
      assert.equal(second.origin, id);
      await bot.client.call('answerInteraction', {
        id: second.id,
        kind: 'update',
        text: 'Done.',
        components: { rows: [] },
      });
      assert.equal((await again).outcome, 'answered');
      await atBob.until(() => atBob.ephemerals.length === 2);
      assert.deepEqual([atBob.ephemerals[1]?.id, atBob.ephemerals[1]?.text], [id, 'Done.']);
      // Whoever else is there hears nothing, and nothing is in the log.
      assert.deepEqual(atAnn.ephemerals, []);
      const { conversation } = await ann.client
        .call('getConversation', { conversation: group })
        .then((found) => ({
          conversation: found,
        }));
      assert.equal(conversation.head, seq);
      assert.equal(
        await codeOf(
          ann.client.call('interact', {
            conversation: group,
            what: { case: 'component', value: { ephemeral: id, id: 'sure' } },
          }),
        ),
        'NOT_FOUND',
      );
    });

    it('tells the user when the bot is not there', async (t) => {
      const { bob, bot, group } = await scene(t, topology);
      const seq = await say(bot, group);
      await bot.client.close();
      await offline(bob, bot.id);
      assert.equal((await press(bob, group, seq, 'yes')).outcome, 'offline');
    });

    it('with two connections, one takes an interaction; another goes on when that has died', async (t) => {
      const { bob, bot, group, place } = await scene(t, topology);
      const other = await runBot(bot, place.url('tcp', 0));
      t.after(() => other.client.close());
      const seq = await say(bot, group);
      const pressed = press(bob, group, seq, 'yes');
      const [{ id }, same] = [await bot.heard.interaction(), await other.heard.interaction()];
      assert.equal(same.id, id);
      const codes = [
        await codeOf(other.client.call('takeInteraction', { id })),
        await codeOf(bot.client.call('takeInteraction', { id })),
        await codeOf(other.client.call('takeInteraction', { id })),
      ];
      assert.deepEqual(codes, ['OK', 'CONFLICT', 'OK']);
      await other.client.call('answerInteraction', { id, kind: 'done' });
      assert.equal((await pressed).outcome, 'answered');
      await other.client.close();
      const second = press(bob, group, seq, 'yes');
      const next = await bot.heard.interaction(1);
      await bot.client.call('takeInteraction', { id: next.id });
      await bot.client.call('answerInteraction', { id: next.id, kind: 'done' });
      assert.equal((await second).outcome, 'answered');
    });

    it('shows a text while it grows, and only where it may write', async (t) => {
      const { bob, bot, group, people } = await scene(t, topology);
      const atBob = new Heard(bob.client);
      const eve = await people.join('eve');
      const atEve = new Heard(eve.client);
      await bot.client.call('streamText', { conversation: group, stream: 's1', text: 'The wea' });
      await atBob.until(() => atBob.streams.length > 0);
      assert.deepEqual(
        [atBob.streams[0]?.user, atBob.streams[0]?.text, atBob.streams[0]?.stream],
        [bot.id, 'The wea', 's1'],
      );
      const { seq } = await bot.client.send({ conversation: group }, { text: 'The weather.', stream: 's1' })
        .done;
      await bob.until(() =>
        bob.messages.some((message) => message.seq === seq && message.content.stream === 's1'),
      );
      await bot.client.call('streamText', { conversation: group, stream: 's2', text: '', abandoned: true });
      await atBob.until(() => atBob.streams.some(({ abandoned }) => abandoned));
      assert.deepEqual(atEve.streams, []);
      const { id: elsewhere } = await eve.client.call('createGroup', { title: 'Elsewhere' });
      const stream = { conversation: elsewhere, stream: 's3', text: 'x' };
      assert.equal(await codeOf(bot.client.call('streamText', stream)), 'NOT_A_MEMBER');
      assert.equal(
        await codeOf(bob.client.call('streamText', { ...stream, conversation: group })),
        'FORBIDDEN',
      );
    });

    it('lets nobody else have buttons', async (t) => {
      const { bob, bot, group } = await scene(t, topology);
      assert.equal(
        await codeOf(bob.client.send({ conversation: group }, { text: 'x', components: BUTTONS }).done),
        'FORBIDDEN',
      );
      assert.equal(
        await codeOf(bob.client.send({ conversation: group }, { text: 'x', stream: 's' }).done),
        'FORBIDDEN',
      );
      const seq = await say(bot, group);
      const { conversation, seqs } = await bob.client.call('forwardMessages', {
        conversation: group,
        seqs: [seq],
        target: { case: 'toConversation', value: group },
      });
      const [copy] = await bob.client.history(conversation, { before: (seqs[0] ?? 0) + 1, limit: 1 });
      assert.equal(copy?.content.components, undefined);
    });
  });
}

async function closed({ client }: Pick<ABot, 'client'>): Promise<void> {
  if (client.state.name === 'closed') return;
  await new Promise<void>((resolve) => {
    client.on('state', (state) => {
      if (state.name === 'closed') resolve();
    });
  });
}

/** Resolves when nobody holds a connection of the bot any more. */
async function offline({ client }: Person, bot: number): Promise<void> {
  for (;;) {
    const { presences } = await client.call('watchPresence', { users: [bot] });
    if (presences.every(({ online }) => !online)) return;
  }
}

/** A bot that uses everything the SDK has. */
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import type { TestContext } from 'node:test';
import { button, createBot, fileState, form, menu } from '@posthorn/bot';
import type { Bot, BotOptions } from '@posthorn/bot';
import { testBot } from '@posthorn/bot/test';
import type { BotTest } from '@posthorn/bot/test';

type Made = Pick<BotOptions, 'server' | 'token'>;

async function running(t: TestContext, make: (options: Made) => Bot): Promise<BotTest> {
  const test = await testBot(make);
  t.after(() => test.close());
  return test;
}

describe('a bot', () => {
  it('has commands whose arguments have types', async (t) => {
    const heard: unknown[] = [];
    const test = await running(t, (options) =>
      createBot(options).command(
        'book',
        {
          description: 'Books a room',
          fields: {
            room: { type: 'choice', choices: ['small', { value: 'large', label: 'The large one' }] },
            at: { type: 'time' },
            seats: { type: 'number', optional: true },
            quiet: { type: 'boolean', optional: true },
            why: { type: 'text', optional: true },
          },
        },
        async ({ values, whisper }) => {
          const room: 'small' | 'large' = values.room;
          const seats: number | undefined = values.seats;
          const at: Date = values.at;
          heard.push(room, seats, values.quiet, values.why, at.toISOString());
          await whisper(`You have the ${room} room.`);
        },
      ),
    );
    const ann = await test.user('ann');
    const { commands } = await ann.client.call('listCommands', { conversation: test.group });
    assert.deepEqual(
      commands.map(({ name, description }) => [name, description]),
      [['book', 'Books a room']],
    );
    const answer = await ann.command('book', 'large 2027-01-31T18:30Z quiet:no seats:4 a talk');
    assert.equal(answer.ephemeral?.text, 'You have the large room.');
    assert.deepEqual(heard, ['large', 4, false, 'a talk', '2027-01-31T18:30:00.000Z']);
    await assert.rejects(ann.command('book', 'huge 18:30'), /"room" is one of small, The large one/);
  });

  it('hears presses by the beginning of their ids, and changes what was pressed', async (t) => {
    const test = await running(t, (options) =>
      createBot(options)
        .command('ask', {}, ({ reply }) =>
          reply('Well?', [[button('say:yes', 'Yes'), button('say:no', 'No')]]),
        )
        .press('say', ({ argument, update }) => update({ text: `It is a ${argument}.`, rows: [] })),
    );
    const [ann, bob] = [await test.user('ann'), await test.user('bob')];
    assert.equal((await ann.command('ask')).outcome, 'answered');
    assert.equal((await bob.press(await bob.hears('Well?'), 'say:no')).outcome, 'answered');
    const now = await ann.hears('It is a no.');
    assert.equal(now.content.components, undefined);
  });

  it('lets people choose from menus, and fill in forms', async (t) => {
    const fields = {
      days: { type: 'number' },
      why: { type: 'text', multiline: true, optional: true },
    } as const;
    const test = await running(t, (options) =>
      createBot(options)
        .command('away', {}, ({ whisper }) =>
          whisper('How?', [menu('kind', ['ill', 'holiday'], { multiple: true }), [button('more', 'More')]]),
        )
        .press('kind', ({ chosen, update }) => update({ text: `Chosen: ${chosen.join()}` }))
        .press('more', ({ open }) => open(form('leave', 'Leave', fields)))
        .form('leave', fields, ({ values, reply }) =>
          reply(`${values.days + 1} days: ${values.why ?? 'no reason'}`),
        ),
    );
    const ann = await test.user('ann');
    const { ephemeral } = await ann.command('away');
    assert.ok(ephemeral);
    await ann.choose(ephemeral, 'kind', 'holiday', 'ill');
    await ann.until(() => ann.whispers.get(ephemeral.id)?.text === 'Chosen: holiday,ill');
    const opened = await ann.press(ephemeral, 'more');
    assert.equal(opened.form?.title, 'Leave');
    await assert.rejects(ann.fill(opened, { days: 'x' }), /"days" is a number/);
    await ann.fill(opened, { days: 2 });
    await ann.hears('3 days: no reason');
  });

  it('remembers, also when many press at once', async (t) => {
    const make = (options: Made): Bot =>
      createBot(options)
        .command('count', {}, ({ reply }) => reply('Count', [[button('up', 'Up')]]))
        .press('up', async ({ state, userState }) => {
          const count = await state.update<number>('count', (before = 0) => before + 1);
          await userState.set('last', count);
        })
        .command('total', {}, async ({ state, whisper }) => whisper(`${await state.get<number>('count')}`));
    const test = await running(t, make);
    const users = [await test.user('ann'), await test.user('bob'), await test.user('eve')] as const;
    await users[0].command('count');
    await Promise.all(
      users.map(async (user) => {
        const message = await user.hears('Count');
        for (let i = 0; i < 3; i++) await user.press(message, 'up');
      }),
    );
    assert.equal((await users[0].command('total')).ephemeral?.text, '9');
  });

  it('streams a text, and sends it whole in the end', async (t) => {
    async function* words(): AsyncGenerator<string> {
      for (const word of ['To ', 'be, ', 'or not']) yield await Promise.resolve(word);
    }
    async function* broken(): AsyncGenerator<string> {
      yield await Promise.resolve('To ');
      throw new Error('the model is gone');
    }
    const failure = Promise.withResolvers<unknown>();
    const test = await running(t, (options) =>
      createBot(options)
        .on('error', (error) => failure.resolve(error))
        .on('message', async ({ text, stream }) => {
          await stream(text === 'break' ? broken() : words());
        }),
    );
    const ann = await test.user('ann');
    await ann.says('speak');
    const { content } = await ann.hears('To be, or not');
    assert.match(content.stream, /^bot-m\d+-\d+-1$/);
    assert.equal(ann.streams[0]?.stream, content.stream);
    await ann.says('break');
    await ann.until(() => ann.streams.some(({ abandoned }) => abandoned));
    assert.match(String(await failure.promise), /the model is gone/);
  });

  it('tells the user when a handler fails, and goes on', async (t) => {
    const errors: unknown[] = [];
    const test = await running(t, (options) =>
      createBot(options)
        .on('error', (error) => errors.push(error))
        .command('fail', {}, () => {
          throw new Error('no');
        })
        .command('ask', {}, ({ reply }) => reply('?', [[button('gone', 'Gone')]])),
    );
    const ann = await test.user('ann');
    assert.match((await ann.command('fail')).ephemeral?.text ?? '', /Something went wrong/);
    assert.equal(errors.length, 1);
    await ann.command('ask');
    const answer = await ann.press(await ann.hears('?'), 'gone');
    assert.match(answer.ephemeral?.text ?? '', /does nothing any more/);
  });

  it('does not answer itself or other bots', async (t) => {
    const test = await running(t, (options) =>
      createBot(options).on('message', ({ text, reply }) => reply(`> ${text}`)),
    );
    const ann = await test.user('ann');
    const made = await ann.client.call('createBot', { name: 'other' });
    await ann.client
      .call('addMembers', {
        conversation: test.group,
        users: [made.bot?.user?.id ?? 0],
        clientId: 'other',
      })
      .catch(() => {});
    const other = createBot({ server: test.server, token: made.token }).on('message', ({ text, reply }) =>
      reply(`>> ${text}`),
    );
    await other.start();
    t.after(() => other.close());
    await ann.direct();
    await ann.says('hello');
    await ann.hears('> hello');
    await ann.says('again');
    await ann.hears('> again');
    assert.equal(ann.messages().length, 4);
  });

  it('keeps its state in a file', async (t) => {
    const folder = await mkdtemp(join(tmpdir(), 'posthorn-bot-'));
    t.after(() => rm(folder, { recursive: true }));
    const path = join(folder, 'state.json');
    const first = await fileState(path);
    await Promise.all([1, 2, 3].map(() => first.update('n', (before) => String(Number(before ?? 0) + 1))));
    await first.update('gone', () => 'x');
    await first.update('gone', () => undefined);
    const second = await fileState(path);
    assert.equal(await second.get('n'), '3');
    assert.equal(await second.get('gone'), undefined);
  });

  it('does not start with a token that is not good', async (t) => {
    const test = await running(t, (options) => createBot(options));
    const bad = createBot({ server: test.server, token: `phb_${'x'.repeat(43)}` });
    await assert.rejects(bad.start(), { code: 'UNAUTHENTICATED' });
    await bad.close();
  });
});

/** What bots show, and what people do with it. */
import { after, test } from 'node:test';
import type { TestContext } from 'node:test';
import { button, createBot, form, menu } from '@posthorn/bot';
import type { Bot } from '@posthorn/bot';
import { until } from './support/moments.ts';
import { closeBrowser, skip, Stage } from './support/stage.ts';
import type { Person } from './support/person.ts';

after(closeBrowser);

interface Scene {
  readonly bot: Bot;
  readonly romeo: Person;
  /** Whether the bot is connected, as others see it. */
  readonly isOnline: () => Promise<boolean>;
}

/** Romeo in a group with a bot, which a test gives its handlers. */
async function scene(t: TestContext, handlers: (bot: Bot) => Bot): Promise<Scene> {
  const stage = await Stage.open(t);
  const romeo = await stage.person('romeo');
  const owner = await stage.client('juliet');
  const made = await owner.call('createBot', { name: 'helper', displayName: 'Helper' });
  const members = [made.bot?.user?.id ?? 0, (await owner.user('romeo'))?.id ?? 0];
  await owner.call('createGroup', { title: 'Verona', members, clientId: 'verona' });
  const bot = handlers(createBot({ server: stage.url, token: made.token }));
  await bot.start();
  t.after(() => bot.close());
  await romeo.goTo('Verona');
  const isOnline = async (): Promise<boolean> => {
    const { presences } = await owner.call('watchPresence', { users: members.slice(0, 1) });
    return presences.some(({ online }) => online);
  };
  return { bot, romeo, isOnline };
}

test('buttons, menus and forms are used, and what they change is seen', { skip }, async (t) => {
  const why = form('', 'Why not?', { why: { type: 'text' } });
  const { romeo } = await scene(t, (bot) =>
    bot
      .on('message', async ({ text, reply }) => {
        if (text !== 'ask') return;
        await reply('May he?', [
          [
            button('yes', 'Approve', { style: 'primary' }),
            button('no', 'Deny', { style: 'danger', form: why }),
          ],
          [button('tell', 'Tell me'), button('never', 'Never', { disabled: true })],
          menu('day', ['Monday', 'Tuesday'], { placeholder: 'Which day?' }),
        ]);
      })
      .press('yes', async ({ update }) => update({ text: 'He may.', rows: [] }))
      .press('no', async ({ values, whisper }) => whisper(`Not since ${String(values.why)}`), {
        why: { type: 'text' },
      })
      .press('tell', async ({ whisper }) => whisper('Nobody else knows.', [[button('more', 'More')]]))
      .press('more', async ({ update }) => update({ text: 'That was all.', rows: [] }))
      .press('day', async ({ chosen, whisper }) => whisper(`On ${chosen.join()}`)),
  );
  await romeo.say('ask');
  const asked = romeo.message('May he?');
  await asked.getByText('BOT', { exact: true }).waitFor();
  await asked.getByRole('button', { name: 'Never', disabled: true }).waitFor();

  await asked.getByRole('button', { name: 'Deny' }).click();
  await romeo.dialog.getByRole('button', { name: 'Send' }).click();
  await romeo.dialog.getByText('Fill this in.').waitFor();
  await romeo.dialog.getByLabel('why').fill('he is late');
  await romeo.dialog.getByRole('button', { name: 'Send' }).click();
  await romeo.sees('Not since he is late');

  await asked.getByRole('button', { name: 'Which day?' }).click();
  await romeo.item('Tuesday').click();
  await romeo.sees('On Tuesday');

  await asked.getByRole('button', { name: 'Tell me' }).click();
  const told = romeo.message('Nobody else knows.');
  await told.getByText('Only you see this').waitFor();
  await told.getByRole('button', { name: 'More' }).click();
  const rest = romeo.message('That was all.');
  await rest.getByRole('button', { name: 'More' }).waitFor({ state: 'detached' });
  await rest.getByRole('button', { name: 'Dismiss' }).click();
  await rest.waitFor({ state: 'detached' });

  await asked.getByRole('button', { name: 'Approve' }).click();
  const answered = romeo.message('He may.');
  await answered.waitFor();
  await answered.getByRole('button', { name: 'Deny' }).waitFor({ state: 'detached' });
});

test('a press that nobody hears is told', { skip }, async (t) => {
  const { bot, romeo, isOnline } = await scene(t, (made) =>
    made.on('message', async ({ reply }) => void (await reply('May he?', [[button('yes', 'Approve')]]))),
  );
  await romeo.say('ask');
  await romeo.sees('May he?');
  await bot.close();
  await until(async () => !(await isOnline()));
  await romeo.message('May he?').getByRole('button', { name: 'Approve' }).click();
  await romeo.page.getByText('Helper does not answer').waitFor();
});

test('an answer grows until it is said', { skip }, async (t) => {
  const rest = Promise.withResolvers<string>();
  async function* words(): AsyncGenerator<string> {
    yield 'It was';
    yield await rest.promise;
  }
  const { romeo } = await scene(t, (bot) =>
    bot.on('message', async ({ stream }) => void (await stream(words()))),
  );
  await romeo.say('tell');
  const growing = romeo.timeline.locator('[data-stream]').filter({ hasText: 'It was' });
  await growing.waitFor();
  rest.resolve(' the nightingale.');
  await romeo.timeline.locator('[data-seq]').filter({ hasText: 'It was the nightingale.' }).first().waitFor();
  await growing.waitFor({ state: 'detached' });
});

test('a command is completed, refused with the reason, and used', { skip }, async (t) => {
  const { romeo } = await scene(t, (bot) =>
    bot.command(
      'remind',
      {
        description: 'Remind me',
        fields: { when: { type: 'time' }, what: { type: 'text', optional: true } },
      },
      async ({ values, whisper }) => whisper(`I remind you: ${values.what ?? 'nothing'}`),
    ),
  );
  await romeo.composer.click();
  await romeo.composer.pressSequentially('/rem');
  await romeo.page.getByRole('option', { name: /remind <when: time/ }).waitFor();
  await romeo.composer.press('Enter');
  await romeo.hasWritten('/remind ');
  await romeo.composer.pressSequentially('yore');
  await romeo.composer.press('Enter');
  await romeo.page.getByRole('alert').filter({ hasText: '"when" is a time' }).waitFor();
  await romeo.hasWritten('/remind yore');
  await romeo.composer.fill('/remind 10m buy poison');
  await romeo.composer.press('Enter');
  await romeo.sees('I remind you: buy poison');
  await romeo.hasWritten('');
  // A slash alone makes no command.
  await romeo.say('/nothing here');
  await romeo.sees('/nothing here');
});

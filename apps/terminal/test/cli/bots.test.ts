/** Bots, as a script makes, manages and uses them. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, it } from 'node:test';
import { button, createBot, form, link } from '@posthorn/bot';
import { connect } from '@posthorn/client/node';
import { Shell } from '../support/shell.ts';
import type { Ended } from '../support/shell.ts';

let shell: Shell;

before(async () => {
  shell = await Shell.inProcess();
});

after(() => shell.close());

/** As the administrator. */
function posthorn(args: readonly string[]): Promise<Ended> {
  return shell.run([...args, ...shell.as('romeo')]);
}

it('makes bots, shows them, renews their tokens, and removes them', async (t) => {
  const made = await posthorn(['bots', 'create', '--name', 'helper', '--display-name', 'Helper', '--json']);
  const { token, bot } = JSON.parse(made.stdout) as {
    readonly token: string;
    readonly bot: { readonly user: { readonly id: number } };
  };
  const client = await connect({ server: shell.place.httpUrl, token }, { receives: false });
  t.after(() => client.close());
  assert.ok((await client.call('getUsers', { ids: [bot.user.id] })).users[0]?.bot);
  assert.equal((await posthorn(['bots', 'list'])).stdout, `${bot.user.id}\thelper\tHelper\n`);
  assert.match((await posthorn(['bots', 'token', 'helper'])).stdout, /Token, shown only now: phb_/);
  assert.match((await posthorn(['bots', 'disable', 'helper'])).stdout, /disabled/);
  assert.equal((await posthorn(['bots', 'remove', 'helper'])).code, 2);
  assert.equal((await posthorn(['bots', 'remove', 'helper', '--yes'])).code, 0);
  assert.equal((await posthorn(['bots', 'list'])).stdout, '');
  assert.equal((await posthorn(['bots', 'paint'])).code, 2);
  const ofServer = await posthorn(['bots', 'create', '--name', 'porter', '--of-server']);
  assert.match(ofServer.stdout, /of the server/);
});

it('uses commands of bots, presses buttons, fills in forms, and prints what bots show', async (t) => {
  const made = await posthorn(['bots', 'create', '--name', 'friar', '--json']);
  const { token } = JSON.parse(made.stdout) as { readonly token: string };
  const fields = { name: { type: 'text' }, note: { type: 'text', optional: true } } as const;
  const friar = createBot({ server: shell.place.httpUrl, token })
    .command('hail', { description: 'Hails', fields }, async ({ values, whisper, reply }) => {
      await whisper(`${values.name}, ${values.note}`, [[button('go', 'Go')]]);
      await reply('Well?', [
        [button('why', 'Why', { form: form('why', 'Why?', fields) }), link('Look', 'https://a.example/')],
      ]);
    })
    .command('ask', {}, ({ open }) => open(form('ask', 'Who?', fields)))
    .form('ask', fields, ({ values, whisper }) => whisper(`Hail ${values.name}`))
    .press('go', ({ update }) => update({ text: 'Gone', rows: [] }))
    .press('why', ({ values, update }) => update({ text: `Because ${values.name}`, rows: [] }), fields);
  await friar.start();
  t.after(() => friar.close());
  const at = ['--with', 'friar'];
  const json = async (args: readonly string[]): Promise<unknown> =>
    JSON.parse((await posthorn([...args, ...at, '--json'])).lines[0] ?? '');
  const listed = await posthorn(['command', ...at]);
  assert.deepEqual(listed.lines, ['/ask\t\tfriar', '/hail <name> [note]\tHails\tfriar']);
  assert.partialDeepStrictEqual(await json(['command', '/hail', 'the holy man', 'note:be quick']), {
    bot: 'friar',
    outcome: 'answered',
    ephemeral: {
      text: 'the holy man, be quick',
      components: [{ buttons: [{ id: 'go', label: 'Go' }] }],
    },
  });
  assert.match(
    (await posthorn(['command', ...at, '/hail'])).stderr,
    /"name" is missing: \/hail <name> \[note\]/,
  );
  assert.match((await posthorn(['command', ...at, '/hale x'])).stderr, /no bot here has a command \/hale/);
  assert.match(
    (await posthorn(['command', ...at, '/ask'])).stdout,
    /asks, by --value: Who\?\n {2}name= {2}name, text/,
  );
  assert.partialDeepStrictEqual(await json(['command', '/ask', '--value', 'name=Ann']), {
    ephemeral: { text: 'Hail Ann' },
  });
  assert.partialDeepStrictEqual(await json(['history', '--limit', '1']), {
    from: 'friar',
    bot: true,
    components: [{ buttons: [{ id: 'why', form: { title: 'Why?' } }, { url: 'https://a.example/' }] }],
  });
  const said = await posthorn(['history', ...at, '--limit', '1']);
  assert.match(said.stdout, /friar \(bot\): Well\? \[1 Why\] \[2 Look: https:\/\/a\.example\/\]/);
  const { seq } = (await json(['history', '--limit', '1'])) as { readonly seq: number };
  const press = ['press', '--seq', String(seq)];
  assert.match((await posthorn([...press, ...at])).stderr, /Say which: 1 Why, 2 Look/);
  assert.equal((await posthorn([...press, '1', '--value', 'why', ...at])).code, 2);
  assert.partialDeepStrictEqual(await json([...press, '1', '--value', 'name=love']), { outcome: 'answered' });
  assert.partialDeepStrictEqual(await json(['history', '--limit', '1']), { text: 'Because love' });
  assert.match((await posthorn([...press, '1', ...at])).stderr, /There is nothing to press/);
  const lines = [':open friar', '/ask', 'Juliet', '', ':press e1', '/hail  you', ':press e2', '//hail you'];
  const chat = await shell.run(
    ['chat', '--plain', ...shell.as('romeo'), '--state', join(shell.home, 'plain')],
    lines.join('\n'),
  );
  assert.deepEqual(
    chat.lines.filter((line) => /only you|^\[friar\] romeo|nothing|Go\]|name \(/.test(line)),
    [
      '  name (text)',
      '[friar] friar (bot, only you see this, e1): Hail Juliet',
      'There is nothing to press in that message.',
      '[friar] friar (bot, only you see this, e2): you, undefined',
      '  [1 Go]',
      '[friar] friar (bot, only you see this, e2): Gone',
      '[friar] romeo: /hail you',
    ],
  );
});

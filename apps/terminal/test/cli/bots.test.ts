/** The command bots: accounts of bots, made and managed by a script. */
import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';
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

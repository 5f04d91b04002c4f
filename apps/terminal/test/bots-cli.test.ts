/** The command bots: real processes against a real server. */
import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { TestContext } from 'node:test';
import { connect } from '@posthorn/client/node';
import { launch } from '@posthorn/testing/command';
import { ServerProcess } from '@posthorn/testing/server-process';

type Run = (args: readonly string[]) => Promise<{ readonly code: number | null; readonly stdout: string }>;

async function place(t: TestContext): Promise<{ readonly server: ServerProcess; readonly posthorn: Run }> {
  const server = await ServerProcess.start();
  t.after(() => server.remove());
  const as = ['--server', server.httpUrl, '--user', 'romeo', '--password', 'secret'];
  const env = { PATH: process.env['PATH'], TERM: 'dumb' };
  const posthorn: Run = ([first = '', ...rest]) => launch([first, ...as, ...rest], { env }).ended;
  assert.equal((await posthorn(['register'])).code, 0);
  return { server, posthorn };
}

it('makes bots, shows them, renews their tokens, and removes them', async (t) => {
  const { server, posthorn } = await place(t);
  const made = await posthorn(['bots', 'create', '--name', 'helper', '--display-name', 'Helper', '--json']);
  const { token, bot } = JSON.parse(made.stdout) as {
    readonly token: string;
    readonly bot: { readonly user: { readonly id: number } };
  };
  const client = await connect({ server: server.httpUrl, token }, { receives: false });
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

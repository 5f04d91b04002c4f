/** The command keys: real processes against a real server. */
import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { TestContext } from 'node:test';
import { launch } from '@posthorn/testing/command';
import { ServerProcess } from '@posthorn/testing/server-process';

type Run = (
  args: readonly string[],
) => Promise<{ readonly code: number | null; readonly stdout: string; readonly stderr: string }>;

async function place(t: TestContext): Promise<{ readonly server: ServerProcess; readonly posthorn: Run }> {
  const server = await ServerProcess.start();
  t.after(() => server.remove());
  const as = ['--server', server.httpUrl, '--user', 'ann', '--password', 'secret'];
  const env = { PATH: process.env['PATH'], TERM: 'dumb' };
  const posthorn: Run = ([first = '', ...rest]) => launch([first, ...as, ...rest], { env }).ended;
  assert.equal((await posthorn(['register'])).code, 0);
  return { server, posthorn };
}

it('makes keys, shows, rotates and revokes them', async (t) => {
  const { server, posthorn } = await place(t);
  const made = await posthorn(['keys', 'create', '--name', 'shop', '--scopes', 'users,messages', '--json']);
  const { id, key } = JSON.parse(made.stdout) as { readonly id: number; readonly key: string };
  assert.match(key, /^phk_/);
  const codeWith = async (token: string): Promise<number> =>
    (await fetch(`${server.httpUrl}/v1/users/ann`, { headers: { authorization: `Bearer ${token}` } })).status;
  assert.equal(await codeWith(key), 200);
  const listed = await posthorn(['keys', 'list']);
  assert.match(listed.stdout, new RegExp(`^${id}\tshop\tusers,messages\tby ann; used `));
  assert.ok(!listed.stdout.includes('phk_'));
  assert.equal((await posthorn(['keys', 'show', String(id)])).stdout, listed.stdout);
  const rotated = await posthorn(['keys', 'rotate', String(id), '--overlap', '0', '--json']);
  const next = JSON.parse(rotated.stdout) as { readonly key: string };
  assert.deepEqual([await codeWith(key), await codeWith(next.key)], [401, 200]);
  assert.equal((await posthorn(['keys', 'revoke', String(id)])).code, 0);
  assert.equal(await codeWith(next.key), 401);
  assert.equal((await posthorn(['keys', 'list'])).stdout, '');
});

it('says what is missing or wrong', async (t) => {
  const { posthorn } = await place(t);
  const wrong = async (...args: readonly string[]): Promise<string> => {
    const { code, stderr } = await posthorn(['keys', ...args]);
    assert.notEqual(code, 0);
    return stderr;
  };
  assert.match(await wrong('create', '--name', 'x'), /--scopes/);
  assert.match(await wrong('create', '--name', 'x', '--scopes', 'all'), /no scope "all"; there are users, /);
  assert.match(
    await wrong('create', '--name', 'x', '--scopes', 'read', '--expires', 'soon'),
    /--expires soon/,
  );
  assert.match(await wrong('rotate'), /which key/);
  assert.match(await wrong('revoke', '999'), /no such key/);
  assert.match(await wrong('melt'), /create, list, show, rotate, revoke/);
});

/** The command keys: server keys, made and managed by a script. */
import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';
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

it('makes keys, shows, rotates and revokes them', async () => {
  const made = await posthorn(['keys', 'create', '--name', 'shop', '--scopes', 'users,messages', '--json']);
  const { id, key } = JSON.parse(made.stdout) as { readonly id: number; readonly key: string };
  assert.match(key, /^phk_/);
  const codeWith = async (token: string): Promise<number> =>
    (await fetch(`${shell.place.httpUrl}/v1/users/romeo`, { headers: { authorization: `Bearer ${token}` } }))
      .status;
  assert.equal(await codeWith(key), 200);
  const listed = await posthorn(['keys', 'list']);
  assert.match(listed.stdout, new RegExp(`^${id}\tshop\tusers,messages\tby romeo; used `));
  assert.ok(!listed.stdout.includes('phk_'));
  assert.equal((await posthorn(['keys', 'show', String(id)])).stdout, listed.stdout);
  const rotated = await posthorn(['keys', 'rotate', String(id), '--overlap', '0', '--json']);
  const next = JSON.parse(rotated.stdout) as { readonly key: string };
  assert.deepEqual([await codeWith(key), await codeWith(next.key)], [401, 200]);
  assert.equal((await posthorn(['keys', 'revoke', String(id)])).code, 0);
  assert.equal(await codeWith(next.key), 401);
  assert.equal((await posthorn(['keys', 'list'])).stdout, '');
});

it('says what is missing or wrong', async () => {
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

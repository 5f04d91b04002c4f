/** The command incoming: URLs that post into a group, made and managed by a script. */
import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';
import { Shell } from '../support/shell.ts';
import type { Ended } from '../support/shell.ts';

let shell: Shell;

before(async () => {
  shell = await Shell.inProcess();
});

after(() => shell.close());

function posthorn(args: readonly string[]): Promise<Ended> {
  return shell.run([...args, ...shell.as('romeo')]);
}

it('makes a URL that posts, shows its name, and ends it', async () => {
  const group = (await posthorn(['groups', 'create', 'Build'])).stdout.match(/\d+/)?.[0] ?? '';
  const made = await posthorn(['incoming', 'add', group, '--name', 'CI', '--rate', '7']);
  assert.match(made.stdout, /^1\tCI\t7 a minute, never used\nURL, shown only now: http:\/\/\S+phi_/);
  const rotated = await posthorn(['incoming', 'rotate', group, '1', '--json']);
  const { url, key } = JSON.parse(rotated.stdout) as { readonly url: string; readonly key?: string };
  assert.equal(key, undefined);
  const post = async (): Promise<string> =>
    (await fetch(url, { method: 'POST', body: '{"text":"it works"}' })).text();
  assert.equal(await post(), 'ok');
  assert.match((await posthorn(['history', '--group', group])).stdout, / CI \[app\]: it works\n/);
  const changed = await posthorn(['incoming', 'change', group, '1', '--name', 'Night', '--fixed']);
  assert.match(changed.stdout, /^1\tNight\t7 a minute, fixed name/);
  assert.match((await posthorn(['incoming', 'disable', group, '1'])).stdout, /disabled/);
  assert.match(await post(), /^action_prohibited/);
  assert.equal((await posthorn(['incoming', 'enable', group, '1'])).code, 0);
  assert.equal((await posthorn(['incoming', 'remove', group, '1'])).code, 2);
  assert.equal((await posthorn(['incoming', 'remove', group, '1', '--yes'])).code, 0);
  assert.equal((await posthorn(['incoming', 'list', group])).stdout, '');
  assert.equal((await posthorn(['incoming', 'add', group])).code, 2);
});

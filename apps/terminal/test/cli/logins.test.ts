/** Who one is, in scripts: saved logins and passwords. */
import assert from 'node:assert/strict';
import { chmod, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { Shell } from '../support/shell.ts';

let shell: Shell;

before(async () => {
  shell = await Shell.inProcess();
});

after(() => shell.close());

describe('saved logins', () => {
  it('login once, then no password; the file is for its owner alone and holds no password', async () => {
    assert.equal((await shell.run(['login', ...shell.as('romeo')])).code, 0);
    const path = join(shell.home, '.config/posthorn/profiles.json');
    assert.equal((await stat(path)).mode & 0o777, 0o600);
    assert.doesNotMatch(await readFile(path, 'utf8'), /secret/);
    assert.equal((await shell.run(['send', '--to', 'juliet', 'no password'])).code, 0);
    const elsewhere = await shell.run(['send', '--server', 'http://127.0.0.1:1', '--to', 'juliet', 'x']);
    assert.match(elsewhere.stderr, /saved login is one at http:.*leave --server /);
    assert.equal(elsewhere.code, 2, 'a token goes nowhere else');
    const byVariable = await shell.run(['send', '--to', 'juliet', 'x'], '', {
      POSTHORN_SERVER: 'http://127.0.0.1:1',
    });
    assert.match(byVariable.stderr, /saved login is one at http:.*POSTHORN_SERVER/);
    const other = await shell.run(['export'], '', {
      POSTHORN_SERVER: 'http://127.0.0.1:1',
      POSTHORN_USER: 'romeo',
      POSTHORN_PASSWORD: 'secret',
    });
    assert.match(other.stderr, /cannot reach \S+127\.0\.0\.1:1\b/, 'the server that is named');
    await chmod(path, 0o644);
    assert.equal((await shell.run(['send', '--to', 'juliet', 'no password'])).code, 0);
    assert.equal((await stat(path)).mode & 0o777, 0o600, 'taken from others again');
    assert.equal((await shell.run(['logout'])).code, 0);
    assert.equal((await shell.run(['send', '--to', 'juliet', 'x'])).code, 2);
  });
});

describe('a user without a home that can be written to', () => {
  const nowhere = { HOME: '/dev/null' };

  it('sends with name and password', async () => {
    assert.equal(
      (await shell.run(['send', ...shell.as('romeo'), '--to', 'juliet', 'x'], '', nowhere)).code,
      0,
    );
  });

  it('is told what to do where something must be kept, before anything is done', async () => {
    const login = await shell.run(['login', ...shell.as('romeo')], '', nowhere);
    assert.match(login.stderr, /cannot be saved in \/dev\/null\/.* set HOME or XDG_CONFIG_HOME/);
    const register = await shell.run(['register', ...shell.as('mercutio'), '--save'], '', nowhere);
    assert.match(register.stderr, /cannot be saved/);
    const chat = await shell.run(['chat', ...shell.as('romeo')], '', nowhere);
    assert.match(chat.stderr, /Nothing can be kept in \/dev\/null\/.*--state DIR/);
    assert.deepEqual([login.code, register.code, chat.code], [2, 2, 2]);
    const { lines } = await shell.run(['users', 'list', 'mercutio', ...shell.as('romeo')]);
    assert.deepEqual(lines, []);
  });
});

it('a password may lie in a file', async () => {
  const env = { POSTHORN_PASSWORD_FILE: join(shell.home, 'password') };
  const args = ['send', '--server', shell.place.httpUrl, '--user', 'romeo', '--to', 'juliet', 'x'];
  const without = await shell.run(args, '', env);
  assert.match(without.stderr, /POSTHORN_PASSWORD_FILE: \S+ cannot be read \(ENOENT\)/);
  assert.equal(without.code, 2);
  await writeFile(env.POSTHORN_PASSWORD_FILE, 'secret\n');
  assert.equal((await shell.run(args, '', env)).code, 0);
});

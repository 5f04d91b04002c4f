import assert from 'node:assert/strict';
import { argon2Sync } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { getPriority } from 'node:os';
import { describe, it } from 'node:test';
import { systemRandom } from '../../system.ts';
import { Passwords } from './passwords.ts';
import type { PasswordsOptions } from './passwords.ts';

const OPTIONS: PasswordsOptions = {
  random: systemRandom,
  minChars: 3,
  allowsCommon: true,
  maxRunning: 1,
  maxWaiting: 1,
};
const HERE = { address: '192.0.2.1', connection: 1 };
/** The least that argon2 takes. */
const LOW = { memoryKiB: 8, passes: 1, lanes: 1 };

describe('a new password', () => {
  const passwords = new Passwords({ ...OPTIONS, cost: LOW, minChars: 8, allowsCommon: false });
  const take = (password: string, name = 'Benvolio'): Promise<string> => passwords.hash(password, name, HERE);

  it('is not one of the most common ones, in whatever case', async () => {
    for (const common of ['password', 'Password1', '12345678', 'qwertyuiop', 'IloveYou1']) {
      await assert.rejects(take(common), { code: 'INVALID', message: /most common/ }, common);
    }
    await take('wherefore art thou');
  });

  it('is not the name, in whatever case and form', async () => {
    for (const same of ['Benvolio', 'BENVOLIO', 'ｂｅｎｖｏｌｉｏ']) {
      await assert.rejects(take(same), { code: 'INVALID', message: /name/ }, same);
    }
    await take('Benvolio', 'mercutio');
  });
});

describe('a password', () => {
  it('is hashed by argon2id with 19 MiB and two passes, each time with another salt', async () => {
    const passwords = new Passwords(OPTIONS);
    const stored = await passwords.hash('correct horse', 'ann', HERE);
    const [, algorithm, version, cost, salt = '', tag = ''] = stored.split('$');
    assert.deepEqual([algorithm, version, cost], ['argon2id', 'v=19', 'm=19456,t=2,p=1']);
    const expected = argon2Sync('argon2id', {
      message: 'correct horse',
      nonce: Buffer.from(salt, 'base64'),
      parallelism: 1,
      tagLength: 32,
      memory: 19_456,
      passes: 2,
    });
    assert.equal(Buffer.from(tag, 'base64').toString('hex'), expected.toString('hex'));
    assert.equal(Buffer.from(salt, 'base64').length, 16);
    assert.notEqual(await passwords.hash('correct horse', 'ann', HERE), stored);
  });

  it('fits its own hash alone, also one of another cost', async () => {
    const stored = await new Passwords({ ...OPTIONS, cost: LOW }).hash('é-correct', 'ann', HERE);
    const passwords = new Passwords(OPTIONS);
    assert.equal(await passwords.verify('é-correct', stored, HERE), true);
    assert.equal(
      await passwords.verify('é-correct'.normalize('NFD'), stored, HERE),
      true,
      'typed another way',
    );
    for (const wrong of ['', 'e-correct', 'é-correct ', 'x'.repeat(10_000)]) {
      assert.equal(await passwords.verify(wrong, stored, HERE), false, wrong.slice(0, 20));
    }
    assert.equal(await passwords.verify('é-correct', 'plain text', HERE), false);
  });

  it('is computed on time that nobody else wants', { skip: process.platform !== 'linux' }, async () => {
    const yielding = (): number =>
      readdirSync('/proc/self/task').filter((id) => getPriority(Number(id)) > 0).length;
    const before = yielding();
    const passwords = new Passwords({ ...OPTIONS, cost: LOW, maxRunning: 2 });
    await Promise.all(
      ['one of them', 'another one'].map((password) => passwords.hash(password, 'ann', HERE)),
    );
    assert.equal(yielding(), before + 2);
    await passwords.hash('one more', 'ann', HERE);
    assert.equal(yielding(), before + 2, 'the same threads');
    await passwords.close();
    assert.equal(yielding(), before);
  });

  it('is computed for an account that does not exist too, at the same cost', async () => {
    const costs: unknown[] = [];
    const passwords = new Passwords({
      ...OPTIONS,
      derive: (algorithm, { memory, passes, parallelism }) => {
        costs.push([algorithm, memory, passes, parallelism]);
        return Promise.resolve(new Uint8Array(32));
      },
    });
    await passwords.hash('secret', 'ann', HERE);
    assert.equal(await passwords.verify('secret', undefined, HERE), false);
    assert.deepEqual(costs, [costs[0], costs[0]]);
  });

  it('has a length, in characters', async () => {
    const passwords = new Passwords({ ...OPTIONS, cost: LOW });
    await assert.rejects(passwords.hash('ab', 'ann', HERE), { code: 'INVALID' });
    await assert.rejects(passwords.hash('🎺🎺', 'ann', HERE), { code: 'INVALID' });
    await passwords.hash('🎺🎺🎺', 'ann', HERE);
    await assert.rejects(passwords.hash('x'.repeat(10_000), 'ann', HERE), { code: 'INVALID' });
  });
});

it('so many passwords are computed at once and so many wait; more are refused', async () => {
  const running: ((key: Uint8Array) => void)[] = [];
  const passwords = new Passwords({
    ...OPTIONS,
    derive: () => new Promise((resolve) => running.push(resolve)),
  });
  const [first, second] = [passwords.hash('first', 'ann', HERE), passwords.hash('second', 'ann', HERE)];
  await assert.rejects(passwords.hash('third', 'ann', HERE), { code: 'OVERLOADED' });
  assert.equal(running.length, 1);
  running[0]?.(new Uint8Array(32));
  await first;
  assert.equal(running.length, 2);
  running[1]?.(new Uint8Array(32));
  await second;
});

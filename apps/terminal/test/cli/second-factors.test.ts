/** Second factors, for people at a terminal and for scripts. */
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { startInProcess } from '@posthorn/testing/in-process';
import type { InProcess } from '@posthorn/testing/in-process';
import { Shell } from '../support/shell.ts';
import { typed } from '../support/typist.ts';
import type { Answer, Session } from '../support/typist.ts';

const FIRST_CODE: Answer = [/The code that it shows: $/, (shown) => codeOf(keyIn(shown))];

let strict: InProcess;
let shell: Shell;

before(async () => {
  strict = await startInProcess({ secondFactor: 'administrators' });
  shell = await Shell.inProcess();
});

after(async () => {
  await shell.close();
  await strict.server.close();
});

function type(args: readonly string[], answers: readonly Answer[]): Promise<Session> {
  return typed(args, shell.environment(), answers);
}

describe('second factors', () => {
  let codes: readonly string[] = [];

  it('are added by the code of an app, and come with recovery codes', async () => {
    const { shown, code, stderr } = await type(
      ['factors', 'add', '--name', 'Phone', ...shell.as('juliet')],
      [FIRST_CODE],
    );
    assert.equal(code, 0, stderr);
    assert.match(shown, /█/, 'a QR code');
    codes = [...shown.matchAll(/^ {2}([a-z2-7-]{19})$/gm)].map(([, each = '']) => each);
    assert.equal(codes.length, 10);
  });

  it('are asked for in a terminal, and given by scripts', async () => {
    const args = ['users', 'list', 'romeo', ...shell.as('juliet')];
    const refused = await shell.run(args);
    assert.equal(refused.code, 3);
    assert.match(refused.stderr, /has a second factor.*give a code with --code or POSTHORN_CODE/s);
    assert.equal((await shell.run([...args, '--code', codes[0] ?? ''])).code, 0);
    assert.equal((await shell.run(args, '', { POSTHORN_CODE: codes[1] })).code, 0);
    const wrong = await shell.run([...args, '--code', codes[0] ?? '']);
    assert.deepEqual([wrong.code, /code is wrong/.test(wrong.stderr)], [3, true]);
    const asked = await type(args, [[/recovery code: $/, codes[2] ?? '']]);
    assert.match(asked.shown, /romeo/);
    const chat = ['chat', '--plain', ...shell.as('juliet')];
    const chatted = await type(chat, [
      [/recovery code: $/, codes[3] ?? ''],
      [/online/, ':quit'],
    ]);
    assert.equal(chatted.code, 0, chatted.stderr);
  });

  it('are listed, renamed and removed, with a saved login and the password', async () => {
    const saved = await type(['login', ...shell.as('juliet')], [[/recovery code: $/, codes[4] ?? '']]);
    assert.equal(saved.code, 0, saved.stderr);
    const [listed] = (await shell.run(['factors', '--json'])).lines.map(
      (line) => JSON.parse(line) as { factors: { id: number; name: string }[]; recoveryCodes: number },
    );
    assert.equal(listed?.recoveryCodes, 5);
    const id = String(listed?.factors[0]?.id);
    assert.equal((await shell.run(['factors', 'rename', id, 'Old phone'])).code, 0);
    assert.match((await shell.run(['factors'])).stdout, /app\tOld phone/);
    assert.match((await shell.run(['factors', 'remove', id])).stderr, /password is needed/);
    const renewed = await type(['factors', 'recovery-codes'], [[/Password: $/, 'secret']]);
    assert.match(renewed.shown, /each good once/);
    assert.equal((await shell.run(['factors', 'remove', id], '', { POSTHORN_PASSWORD: 'wrong' })).code, 3);
    const removed = await type(['factors', 'remove', id], [[/Password: $/, 'secret']]);
    assert.equal(removed.code, 0, removed.stderr);
    assert.equal((await shell.run(['users', 'list', 'romeo', ...shell.as('juliet')])).code, 0);
    assert.equal((await shell.run(['logout'])).code, 0);
  });

  it('are reset by administrators', async () => {
    await type(['factors', 'add', ...shell.as('juliet')], [FIRST_CODE]);
    const { code, stderr } = await shell.run(['factors', 'reset', 'juliet', ...shell.as('romeo')]);
    assert.equal(code, 0, stderr);
    assert.equal((await shell.run(['users', 'list', 'romeo', ...shell.as('juliet')])).code, 0);
    const other = await shell.run(['factors', 'reset', 'romeo', ...shell.as('juliet')]);
    assert.match(other.stderr, /administrators/);
  });
});

it('whoever needs one is led to it when they register or log in', async () => {
  const account = ['--server', strict.httpUrl, '--user', 'escalus', '--password', 'secret'];
  const scripted = await shell.run(['register', ...account]);
  assert.deepEqual([scripted.code, /run "posthorn login" in a terminal/.test(scripted.stderr)], [3, true]);
  const { code, shown, stderr } = await type(['login', '--profile', 'prince', ...account], [FIRST_CODE]);
  assert.equal(code, 0, stderr);
  assert.match(shown, /wants you to have a second factor.*Logged in as escalus/s);
});

function keyIn(shown: string): string {
  return /type the key ([A-Z2-7]+)/.exec(shown.slice(shown.lastIndexOf('Scan this')))?.[1] ?? '';
}

/** RFC 6238. */
function codeOf(base32: string): string {
  const bits = Array.from(base32, (char) =>
    'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(char).toString(2).padStart(5, '0'),
  );
  const bytes = bits.join('').match(/.{8}/g) ?? [];
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000)));
  const mac = createHmac(
    'sha1',
    Uint8Array.from(bytes, (byte) => Number.parseInt(byte, 2)),
  )
    .update(counter)
    .digest();
  const number = mac.readUInt32BE(mac.readUInt8(19) & 0xf) & 0x7fff_ffff;
  return String(number % 1_000_000).padStart(6, '0');
}

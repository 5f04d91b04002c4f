/** Why something is refused reaches the user interface, whichever way the request took. */
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, it } from 'node:test';
import { startInProcess } from '@posthorn/testing/in-process';
import type { InProcess } from '@posthorn/testing/in-process';
import { errorFrom, plainError } from '../src/engine/plain.ts';
import { refusalOf } from '../src/files/attachment.ts';
import { files } from '../src/files/index.ts';
import { connect, register } from '../src/node/index.ts';
import type { Client } from '../src/node/index.ts';

let place: InProcess;
let directory = '';
let romeo: Client;
/** Romeo's id. */
let self = 0;

before(async () => {
  directory = await mkdtemp(join(tmpdir(), 'posthorn-reasons-'));
  place = await startInProcess({
    files: { kind: 'directory', directory: join(directory, 'blobs') },
    fileTypes: ['image/png'],
    maxFile: 64,
    passwordMinLength: 3,
  });
  romeo = await connect({ server: place.httpUrl, user: 'romeo', password: 'rose', register: true });
  self = (await romeo.user('romeo'))?.id ?? 0;
});

after(async () => {
  await romeo.close();
  await place.server.close();
  await rm(directory, { recursive: true });
});

it('of a request on a connection', async () => {
  const toHimself = romeo.call('openDirect', { user: self });
  await assert.rejects(toHimself, { code: 'INVALID', reason: 'direct-with-yourself' });
});

it('of a login or registration', async () => {
  const device = { id: '', class: 'bot', label: 'test' } as const;
  const joining = register(place.httpUrl, { name: 'juliet', password: 'a', device }, 'test');
  await assert.rejects(joining, { code: 'INVALID', reason: 'password-too-short' });
});

it('of a request over HTTP', async () => {
  const url = new URL('/v1/web/session', place.httpUrl);
  const body = JSON.stringify({ name: '1', password: 'rose', register: true });
  const headers = { 'content-type': 'application/json', 'x-posthorn-web': '1', origin: place.httpUrl };
  const response = await fetch(url, { method: 'POST', headers, body });
  const { code, reason } = await refusalOf(response);
  assert.deepEqual({ code, reason }, { code: 'INVALID', reason: 'name-digits' });
});

it('of a file that is too large, and of one whose type is not taken', async () => {
  const send = (bytes: number): Promise<unknown> =>
    files(romeo).upload(new Blob(['x'.repeat(bytes)]), { name: 'rose.txt' }).done;
  await assert.rejects(send(65), { code: 'TOO_LARGE', reason: 'file-too-large' });
  await assert.rejects(send(9), { code: 'INVALID', reason: 'file-type-refused' });
});

it('across threads, as plain data; also one that is not known here', async () => {
  const refused = romeo.call('openDirect', { user: self });
  const error = await refused.then(
    () => undefined,
    (caught: unknown) => caught,
  );
  const plain = structuredClone(plainError(error));
  assert.equal(plain.reason, 'direct-with-yourself');
  assert.equal(errorFrom(plain).reason, 'direct-with-yourself');
  const answer = Response.json({ error: { code: 'FORBIDDEN', message: 'no', reason: 'of-tomorrow' } });
  assert.equal((await refusalOf(answer)).reason, 'of-tomorrow');
  assert.equal((await refusalOf(Response.json({ error: { code: 'FORBIDDEN', message: 'no' } }))).reason, '');
});

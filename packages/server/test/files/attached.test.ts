/** What becomes of files in messages, and in profiles: who may read them, and when they go. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { Condition } from '@posthorn/testing/condition';
import { openDirectoryBlobStore, systemRandom } from '../../src/index.ts';
import type { BlobStore } from '../../src/index.ts';
import { FilesPlace } from '@posthorn/testing/files-place';
import type { Answer, Person } from '@posthorn/testing/files-place';

interface Attachment {
  readonly id: string;
  readonly name: string;
  readonly bytes: number;
}

/** The smallest GIF. */
const GIF = Buffer.from('R0lGODlhAQABAAAAACwAAAAAAQABAAACAkQBADs=', 'base64');

const removed = new Condition();
const hashes = new Set<string>();

let directory: string;
let blobs: BlobStore;
let place: FilesPlace;
let romeo: Person;
let juliet: Person;
let tybalt: Person;

before(async () => {
  directory = await mkdtemp(join(tmpdir(), 'posthorn-test-'));
  blobs = await openDirectoryBlobStore({ directory, random: systemRandom });
  place = await FilesPlace.open({ eraseOwnAccount: true, thumbnails: false }, { blobs: watched(blobs) });
  [romeo, juliet, tybalt] = [
    await place.join('romeo'),
    await place.join('juliet'),
    await place.join('tybalt'),
  ];
});
after(async () => {
  await place[Symbol.asyncDispose]();
  await blobs.close();
  await rm(directory, { recursive: true });
});

/** The same storage; it is noted what is removed. */
function watched(given: BlobStore): BlobStore {
  return new Proxy(given, {
    get(target, name) {
      const found: unknown = Reflect.get(target, name);
      if (typeof found !== 'function') return found;
      if (name !== 'remove') return found.bind(target) as unknown;
      return async (hash: string) => {
        await target.remove(hash);
        hashes.add(hash);
        removed.changed();
      };
    },
  });
}

async function upload(person: Person, text = 'a rose', name = 'rose.txt'): Promise<Attachment> {
  const answer = await person.ask('POST', `/v1/files?name=${name}`, { body: text });
  assert.equal(answer.status, 201, answer.text);
  return answer.json as unknown as Attachment;
}

async function picture(person: Person): Promise<Attachment> {
  const answer = await person.ask('POST', '/v1/files?name=me.gif', { body: GIF });
  assert.equal(answer.status, 201, answer.text);
  return answer.json as unknown as Attachment;
}

async function ok(answer: Promise<Answer>): Promise<Answer['json']> {
  const { status, json, text } = await answer;
  assert.ok(status >= 200 && status < 300, text);
  return json;
}

interface Sent {
  readonly conversation: number;
  readonly seq: number;
}

async function send(from: Person, to: Person, content: object): Promise<Sent> {
  return (await ok(from.ask('POST', '/v1/messages', { json: { to: to.id, content } }))) as unknown as Sent;
}

async function statusFor(person: Person, file: string): Promise<number> {
  return (await person.ask('GET', `/v1/files/${file}`)).status;
}

async function lastOf(person: Person, conversation: number): Promise<Readonly<Record<string, unknown>>> {
  const answer = await ok(
    person.ask('GET', `/v1/conversations/${conversation}/messages?before=1000000&limit=1`),
  );
  const [message] = answer['messages'] as readonly { readonly content: Readonly<Record<string, unknown>> }[];
  assert.ok(message !== undefined);
  return message.content;
}

describe('files in messages', () => {
  it('an id is enough: the server fills in the rest, and whoever reads the message reads the file', async () => {
    const rose = await upload(romeo);
    assert.equal(await statusFor(juliet, rose.id), 404);
    const { conversation } = await send(romeo, juliet, { attachments: [{ id: rose.id, alt: 'for you' }] });
    const { attachments } = await lastOf(juliet, conversation);
    assert.deepEqual(attachments, [{ ...rose, alt: 'for you' }]);
    assert.deepEqual([await statusFor(juliet, rose.id), await statusFor(tybalt, rose.id)], [200, 404]);
    // It may be passed on, and then others may read it.
    const { conversation: elsewhere } = await send(juliet, tybalt, { attachments: [{ id: rose.id }] });
    assert.deepEqual((await lastOf(tybalt, elsewhere))['attachments'], [rose]);
    assert.equal(await statusFor(tybalt, rose.id), 200);
  });

  it('is refused before any work: too many, too long, with other content, twice, not a file', async () => {
    const rose = await upload(romeo);
    const refused = async (content: object): Promise<unknown> => {
      const { json, status } = await romeo.ask('POST', '/v1/messages', { json: { to: juliet.id, content } });
      assert.ok(status >= 400);
      return (json['error'] as { readonly code: string }).code;
    };
    const many = Array.from({ length: 21 }, (_, index) => ({ id: index.toString(16).padStart(32, '0') }));
    assert.equal(await refused({ attachments: many }), 'TOO_LARGE');
    assert.equal(await refused({ attachments: [{ ...rose, alt: 'x'.repeat(1001) }] }), 'TOO_LARGE');
    assert.equal(await refused({ attachments: [{ ...rose, name: 'x'.repeat(256) }] }), 'TOO_LARGE');
    assert.equal(await refused({ attachments: [rose, rose] }), 'INVALID');
    assert.equal(await refused({ attachments: [{ ...rose, name: 'other.txt' }] }), 'INVALID');
    assert.equal(await refused({ attachments: [{ id: '../../etc/passwd' }] }), 'INVALID');
    assert.equal(await refused({ attachments: [{ id: 'f'.repeat(32) }] }), 'NOT_FOUND');
    assert.equal(
      await refused({ text: 'Where?', poll: { options: ['a', 'b'] }, attachments: [rose] }),
      'INVALID',
    );
    assert.equal(await refused({ edit: { target: 1, text: 'x' }, attachments: [rose] }), 'INVALID');
  });

  it('goes with the message: nobody reads it any more, and its bytes are removed', async () => {
    const rose = await upload(romeo, 'a rose that goes');
    const content = { text: 'look', attachments: [{ id: rose.id }] };
    const asked = { json: { to: juliet.id, content }, headers: { 'idempotency-key': 'look' } };
    const { conversation, seq } = (await ok(romeo.ask('POST', '/v1/messages', asked))) as unknown as Sent;
    const forwarded = (await ok(
      juliet.ask('POST', `/v1/conversations/${conversation}/forwards`, {
        json: { seqs: [seq], to: tybalt.id },
      }),
    )) as unknown as { readonly conversation: number; readonly seqs: readonly number[] };
    assert.deepEqual((await lastOf(tybalt, forwarded.conversation))['attachments'], [rose]);
    const recall = (person: Person, at: Sent): Promise<unknown> =>
      ok(person.ask('DELETE', `/v1/conversations/${at.conversation}/messages/${at.seq}`));
    await recall(romeo, { conversation, seq });
    // Juliet passed it on, and can read it there.
    assert.deepEqual([await statusFor(juliet, rose.id), await statusFor(tybalt, rose.id)], [200, 200]);
    await recall(juliet, { conversation: forwarded.conversation, seq: forwarded.seqs[0] ?? 0 });
    for (const person of [romeo, juliet, tybalt]) assert.equal(await statusFor(person, rose.id), 404);
    await gone('a rose that goes');
    // A late repeat, in which the server cannot fill in again what it did then (promise 2).
    const repeat = await romeo.ask('POST', '/v1/messages', asked);
    assert.partialDeepStrictEqual(repeat.json, { conversation, seq });
  });

  it('a picture of a user is there for everybody, until they have another one', async () => {
    const [first, second, text] = [
      await picture(romeo),
      await picture(romeo),
      await upload(romeo, 'no picture'),
    ];
    const set = (avatarUrl: string): Promise<Answer> => romeo.ask('PATCH', '/v1/me', { json: { avatarUrl } });
    assert.equal((await set(`/v1/files/${text.id}`)).status, 400);
    assert.equal((await set(`/v1/files/${'e'.repeat(32)}`)).status, 404);
    const profile = await ok(set(`/v1/files/${first.id}`));
    assert.equal(profile['avatarUrl'], `/v1/files/${first.id}`);
    assert.equal(await statusFor(tybalt, first.id), 200);
    await ok(set(`/v1/files/${second.id}`));
    assert.deepEqual([await statusFor(tybalt, first.id), await statusFor(tybalt, second.id)], [404, 200]);
  });

  it('a picture of a group is for its members, and for whoever finds it in the directory', async () => {
    const rose = await picture(romeo);
    const made = await ok(
      romeo.ask('POST', '/v1/groups', { json: { title: 'Verona', members: [juliet.id] } }),
    );
    const group = made['id'] as number;
    const set = (settings: object): Promise<unknown> =>
      ok(romeo.ask('PATCH', `/v1/groups/${group}/settings`, { json: settings }));
    await set({ pictureUrl: `/v1/files/${rose.id}` });
    assert.deepEqual([await statusFor(juliet, rose.id), await statusFor(tybalt, rose.id)], [200, 404]);
    await set({ join: 'open' });
    assert.equal(await statusFor(tybalt, rose.id), 200);
  });

  it('an export lists the files of a user, and with the account they go, but for what others have', async () => {
    const nurse = await place.join('nurse');
    const [kept, lost] = [await upload(nurse, 'kept'), await upload(nurse, 'lost', 'lost.txt')];
    await send(nurse, juliet, { attachments: [kept] });
    await send(juliet, tybalt, { attachments: [kept] });
    const { text } = await nurse.ask('GET', '/v1/me/export');
    const lines = text.split('\n').filter((line) => line !== '');
    const files = lines.map((line) => JSON.parse(line) as Readonly<Record<string, unknown>>);
    const listed = files.filter(({ type }) => type === 'file').map(({ file }) => file as Attachment);
    assert.deepEqual(
      new Map(listed.map(({ id, name }) => [id, name])),
      new Map([
        [kept.id, 'rose.txt'],
        [lost.id, 'lost.txt'],
      ]),
    );
    await ok(nurse.ask('PUT', '/v1/me/erased', { json: { password: 'but-soft' } }));
    await gone('lost');
    assert.equal(await statusFor(tybalt, kept.id), 200);
  });
});

/** Resolves when the bytes are removed that were in one file alone. */
function gone(text: string): Promise<void> {
  const hash = createHash('sha256').update(text).digest('hex');
  return removed.until(() => hashes.has(hash));
}

/** Who may read a file, and its smaller pictures, with a token or by a link: by standing, over time, and at every router. */
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { deflateSync, crc32 } from 'node:zlib';
import { after, before, describe, it } from 'node:test';
import { ask, begin, FilesPlace, send } from '@posthorn/testing/files-place';
import type { Answer, Person } from '@posthorn/testing/files-place';
import { SteppedClock } from './support/stepped-clock.ts';

const LINK_MS = 60_000;

const clock = new SteppedClock();
let place: FilesPlace;
const people: Record<string, Person> = {};

/** The group: what everybody shares, and what was sent when some were not in it. */
let group: number;
let early: string;
let late: string;
let unsent: string;
let upload: string;

before(async () => {
  place = await FilesPlace.open({}, { clock });
  for (const name of ['root', 'owner', 'member', 'newcomer', 'removed', 'stranger', 'disabled', 'gone'])
    people[name] = await place.join(name);
  const owner = the('owner');
  const members = ['member', 'removed', 'disabled', 'gone'].map((name) => the(name).id);
  group = Number((await ok(owner, 'POST', '/v1/groups', { title: 'Verona', members })).json['id']);
  early = await sent(owner, group, picture());
  await ok(owner, 'DELETE', `/v1/groups/${group}/members/${the('removed').id}`);
  await ok(owner, 'POST', `/v1/groups/${group}/members`, { users: [the('newcomer').id] });
  late = await sent(owner, group, picture());
  unsent = await posted(owner, randomBytes(100));
  upload = await begin(owner, 10);
  await send(owner, upload, 0, 'hello');
});

after(() => place[Symbol.asyncDispose]());

function the(name: string): Person {
  const found = people[name];
  assert.ok(found !== undefined);
  return found;
}

async function ok(person: Person, method: string, path: string, json?: unknown): Promise<Answer> {
  const answer = await person.ask(method, path, json === undefined ? {} : { json });
  assert.ok(answer.status < 300, `${method} ${path}: ${answer.text}`);
  return answer;
}

async function posted(person: Person, body: Uint8Array): Promise<string> {
  const { status, json, text } = await person.ask('POST', '/v1/files?name=x', { body });
  assert.equal(status, 201, text);
  return String(json['id']);
}

/** Returns the id of a file in a message. */
async function sent(person: Person, conversation: number, body: Uint8Array): Promise<string> {
  const id = await posted(person, body);
  await ok(person, 'POST', `/v1/conversations/${conversation}/messages`, { attachments: [{ id }] });
  return id;
}

async function linkOf(person: Person, id: string, query = ''): Promise<string> {
  return String((await ok(person, 'POST', `/v1/files/${id}/link${query}`)).json['url']);
}

/** What somebody without a token gets. */
function open(path: string, headers: Readonly<Record<string, string>> = {}): Promise<Answer> {
  return ask(place.httpUrl, 'GET', path, { headers });
}

/** Every way to a file, by hand: 200 or the refusal. */
async function ways(person: Person, id: string): Promise<readonly number[]> {
  const answers = await Promise.all([
    person.ask('GET', `/v1/files/${id}`),
    person.ask('HEAD', `/v1/files/${id}`),
    person.ask('GET', `/v1/files/${id}`, { headers: { range: 'bytes=0-3' } }),
    person.ask('GET', `/v1/files/${id}/info`),
    person.ask('POST', `/v1/files/${id}/link`),
    person.ask('GET', `/v1/files/${id}?size=320`),
  ]);
  return answers.map(({ status }) => status);
}

describe('who may read a file', () => {
  const yes = [200, 200, 206, 200, 200, 200];
  const no = [404, 404, 404, 404, 404, 404];
  for (const [standing, toEarly, toLate, toUnsent] of [
    ['owner', yes, yes, [200, 200, 206, 200, 200, 404]],
    ['member', yes, yes, no],
    ['newcomer', no, yes, no],
    // As in a pull: what was said before stays readable, what came after never was.
    ['removed', yes, no, no],
    ['stranger', no, no, no],
    ['root', no, no, no],
  ] as const) {
    it(`${standing}`, async () => {
      const person = the(standing);
      assert.deepEqual(await ways(person, early), toEarly, 'what was sent before');
      assert.deepEqual(await ways(person, late), toLate, 'what was sent after');
      assert.deepEqual(await ways(person, unsent), toUnsent, 'what was not sent');
      const mine = standing === 'owner' ? 200 : 404;
      const tus = { headers: { 'tus-resumable': '1.0.0' } };
      assert.equal((await person.ask('HEAD', upload, tus)).status, mine);
      assert.equal((await person.ask('GET', upload)).status, mine);
    });
  }

  it('nobody without a token', async () => {
    const nobody: Person = { ...the('owner'), ask: (...asked) => ask(place.httpUrl, ...asked) };
    assert.deepEqual(await ways(nobody, early), [401, 401, 401, 401, 401, 401]);
    assert.equal((await nobody.ask('GET', upload)).status, 401);
    assert.equal((await nobody.ask('POST', '/v1/files', { body: 'x' })).status, 401);
  });

  it('whoever reads it by a message that is recalled, until then', async () => {
    const id = await posted(the('owner'), randomBytes(50));
    const path = `/v1/conversations/${group}/messages`;
    const { json } = await ok(the('owner'), 'POST', path, { text: 'oops', attachments: [{ id }] });
    assert.equal((await the('member').ask('GET', `/v1/files/${id}`)).status, 200);
    await ok(the('owner'), 'DELETE', `${path}/${String(json['seq'])}`);
    assert.equal((await the('member').ask('GET', `/v1/files/${id}`)).status, 404);
  });
});

describe('a link', () => {
  it('needs no token, has ranges, and smaller pictures', async () => {
    const whole = await open(await linkOf(the('member'), early));
    assert.equal(whole.status, 200);
    assert.equal((await open(await linkOf(the('member'), early), { range: 'bytes=0-3' })).status, 206);
    const small = await open(await linkOf(the('member'), early, '?size=320'));
    assert.equal(small.status, 200);
    assert.notEqual(small.headers.get('etag'), whole.headers.get('etag'));
    assert.equal((await the('member').ask('POST', `/v1/files/${early}/link?size=7`)).status, 404);
  });

  it('is for one file, and cannot be changed', async () => {
    const url = new URL(await linkOf(the('owner'), early), 'http://x');
    const token = url.searchParams.get('link') ?? '';
    assert.equal((await open(`/v1/files/${late}?link=${token}`)).status, 401);
    const [session = '', user, expires = '', mac = ''] = token.split('.');
    for (const forged of [
      [session, user, String(Number(expires) + 1), mac],
      [session, the('member').id, expires, mac],
      [`0${session}`, user, expires, mac],
      [Number(session) + 1, user, expires, mac],
      [session, user, expires, `${mac.slice(0, -1)}_`],
      [session, user, expires],
      ['', '', '', ''],
    ])
      assert.equal((await open(`/v1/files/${early}?link=${forged.join('.')}`)).status, 401, forged.join('.'));
    assert.equal((await open(`/v1/files/${early}/info?link=${token}`)).status, 401);
    assert.equal((await open(`/v1/files/${early}?link=${token}&link=${token}`)).status, 401);
  });

  it('ends after a minute', async () => {
    const { json } = await ok(the('member'), 'POST', `/v1/files/${early}/link`);
    assert.equal((await open(String(json['url']))).status, 200);
    assert.ok(Math.abs(Number(json['expiresAt']) - clock.now() - LINK_MS) < 5000);
    await clock.pass(LINK_MS);
    assert.equal((await open(String(json['url']))).status, 401);
  });

  it('ends with the login in which it was made', async () => {
    const gone = the('gone');
    const url = await linkOf(gone, early);
    assert.equal((await open(url)).status, 200);
    await ok(gone, 'POST', '/v1/logout');
    assert.equal((await open(url)).status, 401);
    assert.deepEqual(await ways(gone, early), [401, 401, 401, 401, 401, 401]);
  });

  it('ends with the account', async () => {
    const { id } = the('disabled');
    const url = await linkOf(the('disabled'), early);
    await ok(the('root'), 'PUT', `/v1/admin/users/${id}/disabled`, { disabled: true });
    assert.equal((await open(url)).status, 401);
    assert.ok((await the('disabled').ask('GET', `/v1/files/${early}`)).status >= 401);
  });

  it('gives a removed member nothing that came later, and nothing at all after a minute', async () => {
    const [owner, short] = [the('owner'), await place.join('short')];
    await ok(owner, 'POST', `/v1/groups/${group}/members`, { users: [short.id] });
    const id = await sent(owner, group, randomBytes(60));
    const url = await linkOf(short, id);
    await ok(owner, 'DELETE', `/v1/groups/${group}/members/${short.id}`);
    const next = await sent(owner, group, randomBytes(60));
    assert.deepEqual(await ways(short, next), [404, 404, 404, 404, 404, 404]);
    await clock.pass(LINK_MS);
    assert.equal((await open(url)).status, 401);
  });

  it('ends for somebody whose message was recalled, at once', async () => {
    const path = `/v1/conversations/${group}/messages`;
    const id = await posted(the('owner'), randomBytes(50));
    const { json } = await ok(the('owner'), 'POST', path, { attachments: [{ id }] });
    const url = await linkOf(the('member'), id);
    await ok(the('owner'), 'DELETE', `${path}/${String(json['seq'])}`);
    assert.equal((await open(url)).status, 404);
  });

  it('is good at another router of the same database', async (t) => {
    const other = await place.another();
    t.after(() => other.server.close());
    const url = await linkOf(the('member'), early);
    const { status, text } = await ask(other.httpUrl, 'GET', url);
    assert.equal(status, 200, text.slice(0, 200));
  });
});

/** A PNG of 640 by 400 pixels that no other call has made. */
function picture(): Buffer {
  const [width, height] = [640, 400];
  const noise = randomBytes(3);
  const rows = Buffer.alloc((width * 3 + 1) * height);
  for (let at = 0; at < rows.length; at++) rows[at] = at % (width * 3 + 1) === 0 ? 0 : (noise[at % 3] ?? 0);
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, 0], 8);
  const signature = Buffer.from('\x89PNG\r\n\x1A\n', 'latin1');
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}

/** Links get previews: fetched by the server, for everybody in the conversation, unless somebody does not want them. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, describe, it } from 'node:test';
import type { Content, Preview, State } from '@posthorn/protocol';
import { createMemoryStore, systemRandom } from '@posthorn/server';
import { Condition } from '@posthorn/testing/condition';
import { startInProcess } from '@posthorn/testing/in-process';
import type { InProcess } from '@posthorn/testing/in-process';
import { scene } from './support/cluster-scene.ts';
import { codeOf, People } from './support/people.ts';
import type { Person } from './support/people.ts';

/** A picture of two by three pixels, as far as anybody reads it. */
const PNG = Buffer.concat([
  Buffer.from('\x89PNG\r\n\x1A\n\0\0\0\rIHDR', 'latin1'),
  Buffer.of(0, 0, 0, 2, 0, 0, 0, 3),
  Buffer.alloc(20),
]);

/** A site whose pages say which they are. Pages below `/slow` wait until they are let go. */
class Site implements AsyncDisposable {
  readonly #server: http.Server;
  readonly #heard = new Condition();
  readonly seen: string[] = [];
  readonly #release: (() => void)[] = [];

  private constructor() {
    this.#server = http.createServer((request, response) => {
      const { url = '' } = request;
      this.seen.push(url);
      this.#heard.changed();
      if (url === '/p.png') return response.writeHead(200, { 'content-type': 'image/png' }).end(PNG);
      const page = `<title>Page ${url}</title><meta property="og:image" content="/p.png">`;
      const answer = (): unknown => response.writeHead(200, { 'content-type': 'text/html' }).end(page);
      if (url.startsWith('/slow')) this.#release.push(answer);
      else answer();
    });
  }

  static async open(): Promise<Site> {
    const site = new Site();
    await new Promise<void>((resolve) => site.#server.listen(0, '127.0.0.1', resolve));
    return site;
  }

  url(path: string): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}${path}`;
  }

  asked(path: string): Promise<void> {
    return this.#heard.until(() => this.seen.includes(path));
  }

  letGo(): void {
    for (const answer of this.#release.splice(0)) answer();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}

let site: Site;
let place: InProcess;
let people: People;
let [root, ann, bob]: Person[] = [];

const ON = { previews: true, outgoingAllow: ['127.0.0.1'], loginPolicy: 'multi' } as const;

before(async () => {
  site = await Site.open();
  place = await startInProcess(ON);
  people = new People(place);
  root = await people.join('root');
  ann = await people.join('ann');
  bob = await people.join('bob');
});

after(async () => {
  await people.close();
  await place.server.close();
  await site[Symbol.asyncDispose]();
});

function the(person: Person | undefined): Person {
  assert.ok(person !== undefined);
  return person;
}

function direct(): { readonly to: number } {
  return { to: the(bob).id };
}

interface Sent {
  readonly conversation: number;
  readonly seq: number;
}

type Where = { readonly to: number } | { readonly conversation: number };

async function say(where: Where, text: string, more: Partial<Content> = {}): Promise<Sent> {
  return the(ann).client.send(where, { text, ...more }).done;
}

/** The previews of a message that somebody has heard of. */
function heard(person: Person | undefined, { conversation, seq }: Sent): readonly Preview[] {
  return the(person).messages.flatMap(({ conversation: where, content: { kind } }) =>
    where === conversation && kind?.case === 'preview' && kind.value.target === seq ? [kind.value] : [],
  );
}

async function stateOf(person: Person | undefined, { conversation, seq }: Sent): Promise<State | undefined> {
  const range = { conversation, after: seq - 1, limit: 1 };
  const { batches } = await the(person).client.call('pull', { ranges: [range] });
  return batches[0]?.messages[0]?.state;
}

/** Waits for a preview of a link that is sent now: whatever was sent before has been looked at then. */
async function nothingMore(where: Where = direct()): Promise<void> {
  const marker = await say(where, `the end: ${site.url(`/end-${Math.random()}`)}`);
  await the(bob).until(() => heard(bob, marker).length > 0);
}

async function lobby(): Promise<number> {
  const { conversations } = await the(ann).client.call('listConversations', {});
  return conversations.find(({ kind }) => kind === 'room')?.id ?? 0;
}

describe('a message with a link', () => {
  it('gets a preview, live and when it is read later', async () => {
    const text = `look: ${site.url('/a#part')}, and ${site.url('/b')}.`;
    const sent = await say(direct(), text);
    for (const person of [ann, bob]) {
      await the(person).until(() => heard(person, sent).length === 2);
      const [first, second] = heard(person, sent);
      assert.partialDeepStrictEqual(first, {
        target: sent.seq,
        url: site.url('/a#part'),
        title: 'Page /a',
        width: 2,
        height: 3,
      });
      assert.equal(second?.title, 'Page /b');
      const state = await stateOf(person, sent);
      assert.deepEqual(state?.previews, heard(person, sent));
    }
    const entry = the(bob).messages.find(({ content: { kind } }) => kind?.case === 'preview');
    assert.equal(entry?.sender, the(ann).id);
    const { unread } = await the(bob).client.call('getConversation', { conversation: sent.conversation });
    assert.equal(unread, 1);
  });

  it('has its picture on the server, for those who are logged in', async () => {
    const sent = await say(direct(), site.url('/pictured'));
    await the(bob).until(() => heard(bob, sent).length > 0);
    const { picture = '' } = heard(bob, sent)[0] ?? {};
    const url = `${place.httpUrl}${picture}`;
    const authorization = `Bearer ${await people.tokenOf('bob')}`;
    const answer = await fetch(url, { headers: { authorization } });
    assert.deepEqual(Buffer.from(await answer.arrayBuffer()), PNG);
    const headers = Object.fromEntries(answer.headers);
    assert.partialDeepStrictEqual(headers, {
      'content-type': 'image/png',
      'x-content-type-options': 'nosniff',
      'cache-control': 'private, max-age=31536000, immutable',
    });
    assert.match(headers['content-security-policy'] ?? '', /sandbox/);
    assert.equal((await fetch(url)).status, 401);
    const plain = createHash('sha256').update(PNG).digest('hex');
    for (const hash of [plain, '0'.repeat(64), 'x', '..%2f..%2f']) {
      const missing = await fetch(`${place.httpUrl}/v1/previews/${hash}`, { headers: { authorization } });
      assert.equal(missing.status, 404);
    }
  });

  it('gets none if its sender does not want one', async () => {
    const sent = await say(direct(), site.url('/unwanted'), { noPreview: true });
    await nothingMore();
    assert.deepEqual([heard(bob, sent), site.seen.includes('/unwanted')], [[], false]);
  });

  it('waits for no page that is slow', async () => {
    const slow = [];
    for (let index = 0; index < 5; index++) slow.push(await say(direct(), site.url(`/slow-${index}`)));
    const conversation = slow[0]?.conversation ?? 0;
    // Somebody else’s.
    const quick = await the(bob).client.send({ conversation }, { text: site.url('/quick') }).done;
    await the(ann).until(() => heard(ann, quick).length > 0);
    assert.ok(slow.every((sent) => heard(ann, sent).length === 0));
    await site.asked('/slow-1');
    // Two at once of one person.
    assert.ok(!site.seen.includes('/slow-2'));
    for (const [index, sent] of slow.entries()) {
      await site.asked(`/slow-${index}`);
      site.letGo();
      await the(ann).until(() => heard(ann, sent).length > 0);
    }
  });

  it('never leads the server to what is not public', async () => {
    await using inside = await Site.open();
    const urls = [
      inside.url('/').replace('127.0.0.1', '127.0.0.2'),
      inside.url('/').replace('127.0.0.1', '[::1]'),
    ];
    const sent = await say(direct(), urls.join(' '));
    await nothingMore();
    assert.deepEqual([heard(bob, sent), inside.seen], [[], []]);
  });

  it('gets those of its new links when it is edited, and keeps none of the old ones', async () => {
    const sent = await say(direct(), `${site.url('/before')} ${site.url('/both')}`);
    await the(bob).until(() => heard(bob, sent).length === 2);
    const edit = { target: sent.seq, text: `${site.url('/both')} ${site.url('/after')}` };
    await the(ann).client.send(direct(), { kind: { case: 'edit', value: edit } }).done;
    await the(bob).until(() => heard(bob, sent).length === 4);
    const titles = (await stateOf(bob, sent))?.previews.map(({ title }) => title);
    assert.deepEqual(titles, ['Page /both', 'Page /after']);
    // Without links.
    const plain = { target: sent.seq, text: 'never mind' };
    await the(ann).client.send(direct(), { kind: { case: 'edit', value: plain } }).done;
    assert.deepEqual((await stateOf(bob, sent))?.previews, []);
  });

  it('gets none when it is recalled while the page is fetched, and loses those that it has', async () => {
    const early = await say(direct(), site.url('/recalled'));
    await the(bob).until(() => heard(bob, early).length > 0);
    const late = await say(direct(), site.url('/slow-recalled'));
    await site.asked('/slow-recalled');
    for (const { seq } of [early, late])
      await the(ann).client.send(direct(), { kind: { case: 'recall', value: { target: seq } } }).done;
    site.letGo();
    await nothingMore();
    assert.deepEqual(heard(bob, late), []);
    for (const sent of [early, late]) {
      const state = await stateOf(bob, sent);
      assert.deepEqual([state?.recalled === 0, state?.previews], [false, []]);
    }
    const range = { conversation: early.conversation, after: early.seq - 1, limit: 100 };
    const { batches } = await the(bob).client.call('pull', { ranges: [range] });
    const words = batches.flatMap(({ messages }) =>
      messages.map(({ content }) => Buffer.from(content).toString()),
    );
    assert.ok(!words.some((each) => each.includes('/recalled')));
  });

  it('gets none when its sender has been blocked or removed, or the group closed, while the page is fetched', async () => {
    const members = [the(bob).id];
    const open = (): Promise<number> =>
      the(ann)
        .client.call('createGroup', { title: 'Inn', members })
        .then(({ id }) => id);
    const [left, closed] = [await open(), await open()];
    const sent = [
      await say(direct(), site.url('/slow-blocked')),
      await say({ conversation: left }, site.url('/slow-left')),
    ];
    for (const path of ['/slow-blocked', '/slow-left']) await site.asked(path);
    await the(bob).client.call('block', { user: the(ann).id });
    await the(ann).client.call('leave', { conversation: left });
    site.letGo();
    sent.push(await say({ conversation: closed }, site.url('/slow-closed')));
    await site.asked('/slow-closed');
    await the(ann).client.call('setGroup', { conversation: closed, settings: { closed: true } });
    site.letGo();
    await nothingMore({ conversation: await lobby() });
    await the(bob).client.call('unblock', { user: the(ann).id });
    for (const each of sent) assert.deepEqual(heard(bob, each), []);
  });

  it('cannot be given one by anybody else', async () => {
    const sent = await say(direct(), 'no link');
    const preview = { target: sent.seq, url: 'https://x.test/', title: 'fake' };
    const content = { kind: { case: 'preview', value: preview } } as const;
    assert.equal(await codeOf(the(ann).client.send(direct(), content).done), 'INVALID');
  });
});

describe('the setting of a conversation', () => {
  function set(who: Person | undefined, conversation: number, off: boolean): Promise<string> {
    return codeOf(the(who).client.call('setPreviews', { conversation, off }));
  }

  it('turns previews off and on, and says so', async () => {
    const { conversation } = await say(direct(), 'hello');
    assert.equal(await set(bob, conversation, true), 'OK');
    const kinds = () =>
      the(ann).messages.flatMap(({ content: { kind } }) => (kind?.case === 'event' ? [kind.value.kind] : []));
    await the(ann).until(() => kinds().includes('no-previews'));
    const view = await the(ann).client.call('getConversation', { conversation });
    assert.equal(view.noPreviews, true);
    const sent = await say(direct(), site.url('/off'));
    await nothingMore({ conversation: await lobby() });
    assert.deepEqual([heard(bob, sent), site.seen.includes('/off')], [[], false]);
    assert.equal(await set(ann, conversation, false), 'OK');
    await the(ann).until(() => kinds().includes('previews'));
    await nothingMore();
  });

  it('is for those who may change the group, and for administrators in a room', async () => {
    const { id } = await the(ann).client.call('createGroup', { title: 'Verona', members: [the(bob).id] });
    assert.equal(await set(bob, id, true), 'FORBIDDEN');
    assert.equal(await set(root, id, true), 'NOT_A_MEMBER');
    assert.equal(await set(ann, id, true), 'OK');
    const room = await lobby();
    assert.equal(await set(ann, room, true), 'FORBIDDEN');
    assert.equal(await set(root, room, true), 'OK');
    assert.equal(await set(ann, 4_000_000, true), 'NOT_A_MEMBER');
  });
});

describe('a server without previews', () => {
  it('calls nobody', async () => {
    await using other = await Site.open();
    const quiet = await startInProcess({ ...ON, previews: false });
    const crowd = new People(quiet);
    const [one, two] = [await crowd.join('one'), await crowd.join('two')];
    await one.client.send({ to: two.id }, { text: other.url('/') }).done;
    await two.until(() => two.messages.length > 0);
    await crowd.close();
    await quiet.server.close();
    assert.deepEqual(other.seen, []);
  });
});

describe('a server that goes down', () => {
  it('finishes the page that it fetches', async () => {
    await using other = await Site.open();
    const store = createMemoryStore({ random: systemRandom });
    const first = await startInProcess(ON, { store });
    const crowd = new People(first);
    const [one, two] = [await crowd.join('one'), await crowd.join('two')];
    const sent = await one.client.send({ to: two.id }, { text: other.url('/slow') }).done;
    await other.asked('/slow');
    await crowd.close();
    const closing = first.server.close();
    other.letGo();
    await closing;
    const second = await startInProcess(ON, { store });
    const later = new People(second);
    const state = await stateOf(await later.join('two'), sent);
    assert.equal(state?.previews[0]?.title, 'Page /slow');
    await later.close();
    await second.server.close();
    await store.close();
  });
});

describe('in a cluster', () => {
  it('there is one preview of a link', async (t) => {
    await using other = await Site.open();
    const { at } = await scene(t, { changes: ON });
    const [one, two] = [await at(0).join('one'), await at(1).join('two')];
    const texts = Array.from({ length: 20 }, (_, index) => other.url(`/${index}`));
    for (const text of texts) await one.client.send({ to: two.id }, { text }).done;
    const titles = () =>
      two.messages.flatMap(({ content: { kind } }) => (kind?.case === 'preview' ? [kind.value.title] : []));
    await two.until(() => titles().length >= texts.length);
    assert.deepEqual(new Set(titles()), new Set(texts.map((_, index) => `Page /${index}`)));
    assert.equal(titles().length, texts.length);
  });
});

/** The event stream, as somebody sees it who only has HTTP. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, describe, it } from 'node:test';
import type { InProcess } from '@posthorn/testing/in-process';
import { EventStream } from './support/event-stream.ts';
import { callAt, RomeoAndJuliet } from './support/romeo-and-juliet.ts';
import type { HttpAnswer } from './support/romeo-and-juliet.ts';

let verona: RomeoAndJuliet;
let place: InProcess;
let romeo = '';
let juliet = '';

before(async () => {
  verona = await RomeoAndJuliet.open();
  ({ place, romeo, juliet } = verona);
});

after(() => verona.close());

type More = readonly [json?: unknown, headers?: Readonly<Record<string, string>>];

function call(method: string, path: string, token: string, ...more: More): Promise<HttpAnswer> {
  return callAt(place, method, path, token, ...more);
}

describe('the event stream', () => {
  it('gives what comes, and goes on exactly where it was cut', async () => {
    const stream = await EventStream.open(`${place.httpUrl}/v1/events`, juliet);
    await stream.next('ready');
    const say = (text: string) => call('POST', '/v1/messages', romeo, { to: 'juliet', text });
    await say('one');
    await say('two');
    const first = await stream.next('message');
    assert.equal(first.data['content'] && (first.data['content'] as { text: string }).text, 'one');
    stream.close();
    await say('three');
    const resumed = await EventStream.open(`${place.httpUrl}/v1/events`, juliet, first.id);
    const texts: string[] = [];
    for (let count = 0; count < 2; count++) {
      texts.push(((await resumed.next('message')).data['content'] as { text: string }).text);
    }
    assert.deepEqual(texts, ['two', 'three']);
    resumed.close();
  });

  it('says of an entry what has become of its message, live and when it is resumed', async () => {
    const stream = await EventStream.open(`${place.httpUrl}/v1/events`, juliet);
    const { id } = await stream.next('ready');
    const sent = await call('POST', '/v1/messages', romeo, { to: 'juliet', text: 'But soft' });
    const { conversation, seq } = sent.body as { readonly conversation: number; readonly seq: number };
    const url = `/v1/conversations/${conversation}/messages/${seq}`;
    await call('POST', `${url}/reactions`, romeo, { emoji: '🌹' });
    await call('PATCH', url, romeo, { text: 'But, soft!' });
    await stream.next('message');
    const [given, edit] = [await stream.next('message'), await stream.next('message')];
    assert.partialDeepStrictEqual(given.data, {
      content: { reaction: { target: seq, emoji: '🌹' } },
      state: { seq, through: seq + 1, reactions: [{ emoji: '🌹', count: 1 }] },
    });
    assert.partialDeepStrictEqual(edit.data, { state: { seq, edited: seq + 2 } });
    stream.close();
    for (const from of [id, given.id]) {
      const resumed = await EventStream.open(`${place.httpUrl}/v1/events`, juliet, from);
      for (;;) {
        const { data } = await resumed.next('message');
        if (data['seq'] !== seq + 2) continue;
        assert.partialDeepStrictEqual(data, {
          content: { edit: { target: seq, text: 'But, soft!' } },
          state: { seq, through: seq + 2, edited: seq + 2, reactions: [{ emoji: '🌹', count: 1 }] },
        });
        break;
      }
      resumed.close();
    }
  });

  it('has the type of the data of each event in the OpenAPI document, and is in the guide', async () => {
    const { body } = await call('GET', '/v1/openapi.json', '');
    const { paths, components } = body as {
      readonly paths: Readonly<Record<string, { readonly get: { readonly responses: object } }>>;
      readonly components: { readonly schemas: Readonly<Record<string, object>> };
    };
    const responses = paths['/v1/events']?.get.responses as { readonly 200: { readonly 'x-events': object } };
    const guide = readFileSync(new URL('../docs/rest.md', import.meta.url), 'utf8');
    const types = Object.entries(responses[200]['x-events'] as Readonly<Record<string, { $ref?: string }>>);
    assert.ok(types.length >= 8);
    for (const [type, { $ref }] of types) {
      assert.match(guide, new RegExp(`^\\|.*\`${type}\`.*\\|`, 'm'), type);
      if ($ref !== undefined)
        assert.ok($ref.replace('#/components/schemas/', '') in components.schemas, type);
    }
  });

  it('starts at the first message when asked, and can be narrowed to a conversation', async () => {
    const all = await EventStream.open(`${place.httpUrl}/v1/events?from=start`, juliet);
    const first = await all.next('message');
    assert.equal(first.data['seq'], 1);
    all.close();
    const other = await EventStream.open(`${place.httpUrl}/v1/events?from=now&conversation=1`, juliet);
    await other.next('ready');
    await call('POST', '/v1/messages', romeo, { to: 'juliet', text: 'elsewhere' });
    await call('POST', '/v1/conversations/1/messages', romeo, { text: 'in the lobby' });
    assert.equal((await other.next('message')).data['conversation'], 1);
    other.close();
  });

  it('ends with a goodbye when the session does', async () => {
    const { body } = await call('POST', '/v1/login', '', { name: 'juliet', password: 'pw' });
    const { token } = body as { token: string };
    const stream = await EventStream.open(`${place.httpUrl}/v1/events`, token);
    await stream.next('ready');
    await call('POST', '/v1/logout', token, {});
    assert.equal((await stream.next('goodbye')).data['name'], 'SESSION_REVOKED');
  });

  it('a session that asks for tickets without end makes its own oldest one useless, nobody else’s', async () => {
    const ticket = async (token: string): Promise<string> =>
      ((await call('POST', '/v1/events/ticket', token)).body as { ticket: string }).ticket;
    const other = await ticket(juliet);
    const oldest = await ticket(romeo);
    const tickets = [];
    for (let count = 0; count < 20; count++) tickets.push(await ticket(romeo));
    const statuses = [];
    for (const each of [oldest, tickets[0], other]) {
      const { status, body } = await fetch(`${place.httpUrl}/v1/events?ticket=${each}`);
      statuses.push(status);
      await body?.cancel();
    }
    assert.deepEqual(statuses, [401, 200, 200]);
  });

  it('opens with a ticket, once', async () => {
    const { body } = await call('POST', '/v1/events/ticket', juliet, {});
    const url = `${place.httpUrl}/v1/events?ticket=${(body as { ticket: string }).ticket}`;
    const stream = await EventStream.open(url, '');
    await stream.next('ready');
    stream.close();
    assert.equal((await fetch(url)).status, 401);
  });

  it('refuses an id that is none', async () => {
    const { status } = await call('GET', '/v1/events', juliet, undefined, { 'last-event-id': '!!!!' });
    assert.equal(status, 400);
  });
});

/** The HTTP side, as somebody sees it who only has HTTP. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { after, before, describe, it } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import { createMemoryStore, systemRandom } from '@posthorn/server';
import { startInProcess } from '@posthorn/testing/in-process';
import type { InProcess } from '@posthorn/testing/in-process';
import { EventStream } from './support/event-stream.ts';

let place: InProcess;
let romeo = '';
let juliet = '';

before(async () => {
  place = await startInProcess({ origins: ['https://chat.example.com'], loginPolicy: 'multi' });
  romeo = await register('romeo');
  juliet = await register('juliet');
});

after(() => place.server.close());

async function register(name: string): Promise<string> {
  const { body } = await call('POST', '/v1/register', '', { name, password: 'pw' });
  return (body as { token: string }).token;
}

async function call(
  method: string,
  path: string,
  token: string,
  json?: unknown,
  headers: Record<string, string> = {},
): Promise<{ readonly status: number; readonly body: unknown; readonly headers: Headers }> {
  const response = await fetch(place.httpUrl + path, {
    method,
    headers: {
      ...(token !== '' && { authorization: `Bearer ${token}` }),
      ...(json !== undefined && { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(json !== undefined && { body: JSON.stringify(json) }),
  });
  return { status: response.status, body: await response.json(), headers: response.headers };
}

it('a method that a URL does not know gets 405 and those that it knows', async () => {
  const cases = [
    ['PUT', '/v1/messages', 'OPTIONS, POST'],
    ['DELETE', '/healthz', 'GET, HEAD, OPTIONS'],
    ['PATCH', '/v1/conversations/1/messages', 'GET, OPTIONS, POST'],
  ] as const;
  for (const [method, path, allow] of cases) {
    const { status, headers, body } = await call(method, path, '', '{"not": "read"}');
    assert.deepEqual([status, headers.get('allow')], [405, allow]);
    assert.equal((body as { error: { code: string } }).error.code, 'UNKNOWN_REQUEST');
  }
  const elsewhere = await call('PUT', '/v1/no-such-thing', '');
  assert.equal(elsewhere.status, 404);
});

describe('sending', () => {
  it('is idempotent by its key', async () => {
    const send = (text: string) =>
      call('POST', '/v1/messages', romeo, { to: 'juliet', text }, { 'idempotency-key': 'once' });
    const [first, second, other] = [await send('hi'), await send('hi'), await send('ho')];
    assert.deepEqual(first.body, second.body);
    assert.equal(other.status, 409);
    assert.equal((other.body as { error: { code: string } }).error.code, 'CONFLICT');
  });

  it('refuses bad bodies with a sentence', async () => {
    const cases: readonly (readonly [unknown, number, RegExp])[] = [
      [{ to: 'juliet' }, 400, /text/],
      [{ text: 'x' }, 400, /to/],
      [{ to: 'juliet', text: 'x', colour: 'red' }, 400, /colour/],
      [{ to: 'nobody', text: 'x' }, 404, /nobody is called nobody/],
      [{ to: 'juliet', text: 5 }, 400, /text/],
      [[], 400, /object/],
    ];
    for (const [body, status, message] of cases) {
      const answer = await call('POST', '/v1/messages', romeo, body);
      assert.equal(answer.status, status, JSON.stringify(body));
      assert.match((answer.body as { error: { message: string } }).error.message, message);
    }
    const raw = await fetch(`${place.httpUrl}/v1/messages`, {
      method: 'POST',
      headers: { authorization: `Bearer ${romeo}`, 'content-type': 'application/json' },
      body: '{"to":',
    });
    assert.equal(raw.status, 400);
    const huge = await fetch(`${place.httpUrl}/v1/login`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ name: 'x'.repeat(10_000), password: '' }),
    });
    assert.equal(huge.status, 413);
  });
});

describe('a user by name', () => {
  it('is taken wherever one is taken by id', async () => {
    const { body } = await call('POST', '/v1/groups', romeo, { title: 'Balcony', members: ['JULIET'] });
    const { id } = (body as { conversation: { id: number } }).conversation ?? (body as { id: number });
    const members = `/v1/groups/${id}/members`;
    await register('nurse');
    const steps: readonly (readonly [string, string, unknown?])[] = [
      ['POST', members, { users: ['nurse', 2] }],
      ['PUT', `${members}/juliet/role`, { role: 'admin' }],
      ['PUT', `${members}/nurse/muted`, { muted: true }],
      ['DELETE', `${members}/nurse`],
      ['PUT', '/v1/blocks/nurse'],
      ['DELETE', '/v1/blocks/nurse'],
      ['POST', '/v1/directs', { to: 'juliet' }],
      ['POST', '/v1/reports', { user: 'nurse', reason: 'talks too much' }],
      ['GET', '/v1/presence?users=juliet,3'],
      ['GET', '/v1/users/juliet'],
      ['PUT', '/v1/admin/users/nurse/disabled', { disabled: true }],
      ['GET', '/v1/admin/audit?user=nurse'],
    ];
    for (const [method, path, json] of steps) {
      const answer = await call(method, path, romeo, json);
      assert.equal(answer.status, 200, `${method} ${path} ${JSON.stringify(answer.body)}`);
    }
    const { body: left } = await call('GET', members, romeo);
    const roles = (left as { members: { user: number; role: string }[] }).members;
    assert.deepEqual(
      roles.map(({ user, role }) => [user, role]),
      [
        [1, 'owner'],
        [2, 'admin'],
      ],
    );
    const exported = await fetch(`${place.httpUrl}/v1/admin/users/juliet/export`, {
      headers: { authorization: `Bearer ${romeo}` },
    });
    assert.equal(exported.status, 200);
    assert.match(await exported.text(), /"user":2/);
  });

  it('that nobody has is named in the answer', async () => {
    const cases: readonly (readonly [string, string, unknown, number, RegExp])[] = [
      ['POST', '/v1/groups', { title: 'x', members: ['juliet', 'paris'] }, 404, /^nobody is called paris$/],
      ['PUT', '/v1/blocks/paris', undefined, 404, /^nobody is called paris$/],
      ['GET', '/v1/admin/users/paris/export', undefined, 404, /^nobody is called paris$/],
      ['POST', '/v1/groups', { title: 'x', members: [true] }, 400, /"members.0" .* an id .* or a name/],
      ['POST', '/v1/groups', { title: 'x', members: Array(201).fill('juliet') }, 413, /at most 200/],
    ];
    for (const [method, path, json, status, message] of cases) {
      const { status: got, body } = await call(method, path, romeo, json);
      assert.equal(got, status, path);
      assert.match((body as { error: { message: string } }).error.message, message);
    }
  });

  it('is documented for everything that is a user', async () => {
    const { body } = await call('GET', '/v1/openapi.json', '');
    const { paths } = body as { paths: Record<string, Record<string, Documented>> };
    const inputs = Object.values(paths).flatMap((methods) => Object.values(methods).flatMap(inputsOf));
    const users = inputs.filter(([name]) => /^(to|users?|members?)$/.test(name));
    assert.ok(users.length >= 15, `${users.length}`);
    for (const [name, schema] of users) assert.match(JSON.stringify(schema), /By id .* or by name/, name);
  });
});

interface Documented {
  readonly parameters?: readonly { readonly name: string; readonly schema: unknown }[];
  readonly requestBody?: {
    readonly content: Record<string, { readonly schema: { readonly properties?: Record<string, unknown> } }>;
  };
}

function inputsOf({ parameters = [], requestBody }: Documented): (readonly [string, unknown])[] {
  const bodies = Object.values(requestBody?.content ?? {});
  return [
    ...parameters.map(({ name, schema }) => [name, schema] as const),
    ...bodies.flatMap(({ schema }) => Object.entries(schema.properties ?? {})),
  ];
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

describe('every answer', () => {
  it('has the headers of one that no browser keeps, frames or guesses the kind of', async () => {
    const answers = [
      await fetch(`${place.httpUrl}/v1/me`, { headers: { authorization: `Bearer ${romeo}` } }),
      await fetch(`${place.httpUrl}/docs`),
      await fetch(`${place.httpUrl}/nothing`),
      await fetch(`${place.httpUrl}/v1/openapi.json`),
      await fetch(`${place.httpUrl}/metrics`),
      await fetch(`${place.httpUrl}/v1/events`, { headers: { authorization: `Bearer ${romeo}` } }),
      await fetch(`${place.httpUrl}/v1/me/export`, { headers: { authorization: `Bearer ${romeo}` } }),
      await answerTo('this is not HTTP\r\n\r\n'),
    ];
    for (const { url, headers, body } of answers) {
      for (const [name, value] of HEADERS) assert.match(headers.get(name) ?? '', value, `${name} of ${url}`);
      await body?.cancel();
    }
  });

  it('may be read by pages of a listed origin, also an event stream', async () => {
    const { headers, body } = await fetch(`${place.httpUrl}/v1/events`, {
      headers: { authorization: `Bearer ${romeo}`, origin: 'https://chat.example.com' },
    });
    assert.equal(headers.get('access-control-allow-origin'), 'https://chat.example.com');
    await body?.cancel();
  });
});

const HEADERS = [
  ['cache-control', /^no-store$/],
  ['content-security-policy', /^default-src 'none'.*base-uri 'none'.*frame-ancestors 'none'$/],
  ['content-type', /./],
  ['cross-origin-opener-policy', /^same-origin$/],
  ['cross-origin-resource-policy', /^same-site$/],
  ['referrer-policy', /^no-referrer$/],
  ['x-content-type-options', /^nosniff$/],
  ['x-frame-options', /^DENY$/],
] as const;

/** What is answered to bytes. */
async function answerTo(bytes: string): Promise<Pick<Response, 'url' | 'headers' | 'body'>> {
  const socket = connect(place.server.httpPort, '127.0.0.1');
  socket.end(bytes);
  const [head = ''] = (await text(socket)).split('\r\n\r\n');
  const lines = head.split('\r\n').slice(1);
  const headers = new Headers(lines.map((line) => line.split(': ', 2) as [string, string]));
  return { url: JSON.stringify(bytes), headers, body: null };
}

describe('what anybody may ask for', () => {
  it('readiness: one commit for all who ask meanwhile', async (t) => {
    const memory = createMemoryStore({ random: systemRandom });
    const checks: PromiseWithResolvers<void>[] = [];
    const check = (): Promise<void> => {
      checks.push(Promise.withResolvers());
      return checks.at(-1)?.promise ?? Promise.resolve();
    };
    const store = new Proxy(memory, {
      get: (of, name) => (name === 'check' ? check : (Reflect.get(of, name, of) as unknown)),
    });
    const { server, httpUrl } = await startInProcess({}, { store });
    t.after(() => server.close());
    const ask = async (): Promise<number> => (await fetch(`${httpUrl}/readyz`)).status;
    const asked = Array.from({ length: 20 }, ask);
    // Those that have not arrived by then find the check of the others, or one of their own that fails.
    while (checks.length === 0) await setImmediate();
    const late = ask();
    for (let turn = 0; turn < 1000; turn++) await setImmediate();
    assert.equal(checks.length, 1);
    checks[0]?.reject(new Error('the disk is gone'));
    assert.deepEqual(new Set(await Promise.all([...asked, late])), new Set([503]));
    const after = ask();
    while (checks.length === 1) await setImmediate();
    checks[1]?.resolve();
    assert.equal(await after, 200);
  });
});

describe('what surrounds it', () => {
  it('health, readiness and metrics', async () => {
    assert.deepEqual((await call('GET', '/healthz', '')).body, { status: 'alive' });
    assert.deepEqual((await call('GET', '/readyz', '')).body, { status: 'ready' });
    for (const path of ['/', '/docs', '/healthz', '/readyz']) {
      assert.equal((await fetch(place.httpUrl + path, { method: 'HEAD' })).status, 200, `HEAD ${path}`);
    }
    const metrics = await (await fetch(`${place.httpUrl}/metrics`)).text();
    assert.match(metrics, /posthorn_connections \d/);
    const forwarded = await fetch(`${place.httpUrl}/metrics`, { headers: { 'x-forwarded-for': '1.2.3.4' } });
    assert.equal(forwarded.status, 401);
    const byAdmin = await fetch(`${place.httpUrl}/metrics`, {
      headers: { authorization: `Bearer ${romeo}`, via: 'proxy' },
    });
    assert.equal(byAdmin.status, 200);
    const byUser = await fetch(`${place.httpUrl}/metrics`, {
      headers: { authorization: `Bearer ${juliet}` },
    });
    assert.equal(byUser.status, 401);
  });

  it('the description names every route, and its page allows no inline script', async () => {
    const { body } = await call('GET', '/v1/openapi.json', '');
    const paths = Object.keys((body as { paths: object }).paths);
    assert.ok(paths.includes('/v1/conversations/{conversation}/messages'));
    assert.ok(paths.length > 30);
    const page = await fetch(`${place.httpUrl}/docs`);
    assert.match(page.headers.get('content-security-policy') ?? '', /script-src 'self'/);
    assert.doesNotMatch(await page.text(), /<script>|onclick|style="/);
  });

  it('lets listed origins read answers, and no others', async () => {
    const from = async (origin: string): Promise<string | null> =>
      (await call('GET', '/healthz', '', undefined, { origin })).headers.get('access-control-allow-origin');
    assert.equal(await from('https://chat.example.com'), 'https://chat.example.com');
    assert.equal(await from('https://evil.example'), null);
  });
});

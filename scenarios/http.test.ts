/** The HTTP side, as somebody sees it who only has HTTP. */
import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { after, before, describe, it } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import { createMemoryStore, systemRandom } from '@posthorn/server';
import { startInProcess } from '@posthorn/testing/in-process';
import type { InProcess } from '@posthorn/testing/in-process';
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

it('a method that a URL does not know gets 405 and those that it knows', async () => {
  const cases = [
    ['PUT', '/v1/messages', 'OPTIONS, POST'],
    ['DELETE', '/healthz', 'GET, HEAD, OPTIONS'],
    ['PATCH', '/v1/conversations/1/messages', 'GET, OPTIONS, POST'],
    ['GET', '/v1/incoming/a-key', 'OPTIONS, POST'],
    // Also where a parameter of another URL would take it.
    ['PATCH', '/v1/me/factors/begin?with=more', 'OPTIONS, POST'],
    ['PATCH', '/v1/me/factors/%62egin', 'OPTIONS, POST'],
    ['GET', '/v1/invites/of-somebody', 'DELETE, OPTIONS'],
  ] as const;
  for (const [method, path, allow] of cases) {
    const unread = method === 'GET' ? undefined : '{"not": "read"}';
    const { status, headers, body } = await call(method, path, '', unread);
    assert.deepEqual([status, headers.get('allow')], [405, allow]);
    assert.equal((body as { error: { code: string } }).error.code, 'UNKNOWN_REQUEST');
  }
  for (const path of [
    '/v1/no-such-thing',
    '/v1/messages/more/of/it',
    `/v1/invites/${'i'.repeat(65)}`,
    '/v1/%zz',
  ])
    assert.notEqual((await call('PUT', path, '')).status, 405, path);
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
    await call('POST', '/v1/register', '', { name: 'nurse', password: 'pw' });
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
    const { paths, components } = body as {
      paths: Record<string, Record<string, Documented>>;
      components: { schemas: Record<string, { readonly properties?: Record<string, unknown> }> };
    };
    const bodies = Object.entries(components.schemas).filter(([name]) => name.endsWith('Request'));
    const inputs = [
      ...Object.values(paths).flatMap((methods) => Object.values(methods).flatMap(parametersOf)),
      ...bodies.flatMap(([, { properties = {} }]) => Object.entries(properties)),
    ];
    const users = inputs.filter(([name]) => /^(to|users?|members?)$/.test(name));
    assert.ok(users.length >= 15, `${users.length}`);
    for (const [name, schema] of users) assert.match(JSON.stringify(schema), /By id .* or by name/, name);
  });
});

interface Documented {
  readonly parameters?: readonly { readonly name: string; readonly schema: unknown }[];
}

function parametersOf({ parameters = [] }: Documented): (readonly [string, unknown])[] {
  return parameters.map(({ name, schema }) => [name, schema] as const);
}

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

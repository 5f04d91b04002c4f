/** The session of a browser: a cookie that only the page itself can use. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { PublicUrl } from '@posthorn/server';
import { startInProcess } from '@posthorn/testing/in-process';
import type { InProcess } from '@posthorn/testing/in-process';
import { Browser } from './support/browser.ts';
import { codeIn } from './support/browser-requests.ts';

const LISTED = 'https://app.example.com';
const LOBBY = '/v1/conversations/1/messages';

let place: InProcess;

before(async () => {
  place = await startInProcess({ origins: [LISTED, 'null', 'capacitor://localhost'], loginPolicy: 'multi' });
});

after(() => place.server.close());

const open = (): Browser => new Browser(place.httpUrl);

describe('a login', () => {
  it('sets a cookie that no script can read, and tells no token', async () => {
    const answer = await open().logIn('ann', { displayName: 'Ann', device: { label: 'Firefox' } });
    assert.equal(answer.status, 200);
    const [cookie = ''] = answer.headers['set-cookie'] ?? [];
    const { port } = new URL(place.httpUrl);
    assert.match(
      cookie,
      new RegExp(`^posthorn-${port}=ph_[\\w-]{43}; Path=/; Max-Age=\\d+; HttpOnly; SameSite=Strict$`),
    );
    assert.doesNotMatch(answer.text, /ph_|token/);
    const { user, session, expiresAt, endpoints } = answer.json as {
      user: { name: string; displayName: string };
      session: number;
      expiresAt: number;
      endpoints: readonly { readonly url: string }[];
    };
    assert.deepEqual([user.name, user.displayName], ['ann', 'Ann']);
    assert.ok(session > 0 && expiresAt > Date.now());
    assert.ok(endpoints.some(({ url }) => url.startsWith('ws:')));
  });

  it('holds for every call, until the browser logs out, which ends its connections', async () => {
    const browser = open();
    const login = await browser.logIn('bob');
    const again = await browser.ask('GET', '/v1/web/session');
    assert.deepEqual([again.status, again.json['session']], [200, login.json['session']]);
    assert.equal((await browser.ask('GET', '/v1/sessions')).status, 200);
    const sent = await browser.ask('POST', LOBBY, { json: { text: 'note' } });
    assert.equal(sent.status, 200);
    const client = await browser.attach(place.tcpUrl);
    const kept = browser.cookie;
    assert.equal((await browser.ask('DELETE', '/v1/web/session')).status, 200);
    assert.equal(browser.cookie, '');
    assert.equal(await client.goodbye(), 'SESSION_REVOKED');
    browser.cookie = kept;
    assert.equal((await browser.ask('GET', '/v1/sessions')).status, 401);
    const over = await browser.ask('GET', '/v1/web/session');
    assert.deepEqual([over.status, over.text, browser.cookie], [200, 'null', '']);
    assert.equal((await browser.ask('DELETE', '/v1/web/session')).status, 200, 'once more');
  });

  it('is another one each time, and ends the one that the browser had', async () => {
    const browser = open();
    browser.cookie = `${(await open().logIn('eve')).cookie}`;
    const planted = browser.cookie;
    await browser.logIn('carol');
    assert.notEqual(browser.cookie, planted);
    const stolen = open();
    stolen.cookie = planted;
    assert.equal((await stolen.ask('GET', '/v1/web/session')).text, 'null');
    const me = await browser.ask('GET', '/v1/web/session');
    assert.equal((me.json['user'] as { name: string }).name, 'carol');
  });

  it('takes the place of the same browser’s earlier one', async () => {
    const browser = open();
    const device = { id: 'browser-7', label: 'Firefox' };
    await browser.logIn('dora', { device });
    browser.cookie = '';
    await browser.logIn('dora', { device });
    const { json } = await browser.ask('GET', '/v1/sessions');
    const sessions = json['sessions'] as readonly { device: { class: string; label: string } }[];
    assert.deepEqual(
      sessions.map(({ device: { class: kind, label } }) => [kind, label]),
      [['web', 'Firefox']],
    );
  });

  it('is refused like any other, and says what is wrong with its body', async () => {
    await open().logIn('frank');
    const wrong = await open().ask('POST', '/v1/web/session', { json: { name: 'frank', password: 'no' } });
    assert.deepEqual(
      [wrong.status, codeIn(wrong), wrong.headers['set-cookie']],
      [401, 'BAD_CREDENTIALS', undefined],
    );
    for (const [json, said] of [
      [{ name: 'frank' }, /password/],
      [{ name: 5, password: 'pw' }, /name/],
      [{ name: 'frank', password: 'pw', token: 'x' }, /token/],
      [{ name: 'frank', password: 'pw', device: 'x' }, /device/],
      [{ name: 'frank', password: 'pw', device: { class: 'bot' } }, /class/],
      [{ name: 'frank', password: 'pw', register: 1 }, /register/],
      [[], /object/],
    ] as const) {
      const { status, text } = await open().ask('POST', '/v1/web/session', { json });
      assert.equal(status, 400);
      assert.match(text, said);
    }
  });
});

describe('a cookie counts only for the page itself', () => {
  const forged: readonly (readonly [what: string, headers: Record<string, string>])[] = [
    ['without the header', { 'x-posthorn-web': '' }],
    ['with another value of it', { 'x-posthorn-web': 'yes' }],
    ['without an Origin', { origin: '' }],
    ['from a page without an origin', { origin: 'null' }],
    ['from another site', { origin: 'https://evil.example' }],
    ['from another port', { origin: 'http://127.0.0.1:1' }],
    ['from another host of the site', { origin: 'https://evil.example.com' }],
    ['from an app with a scheme of its own', { origin: 'capacitor://localhost' }],
  ];

  for (const [what, headers] of forged) {
    it(`${what}, nothing is changed`, async () => {
      const browser = open();
      await browser.logIn('grace');
      const { cookie } = browser;
      for (const [method, path, json] of [
        ['POST', '/v1/messages', { to: 'grace', text: 'forged' }],
        ['POST', '/v1/web/session', { name: 'grace', password: 'pw' }],
        ['DELETE', '/v1/web/session', undefined],
        ['POST', '/v1/web/ticket', undefined],
        ['POST', '/v1/logout', undefined],
        ['POST', '/v1/files', { a: 1 }],
        ['PATCH', '/v1/me', { displayName: 'forged' }],
      ] as const) {
        const answer = await browser.ask(method, path, { json, headers });
        assert.deepEqual([path, answer.status, codeIn(answer)], [path, 403, 'FORBIDDEN']);
        assert.equal(browser.cookie, cookie);
      }
      assert.match((await browser.ask('GET', '/v1/web/session')).text, /grace/);
    });
  }

  it('forms of other pages, whatever type they claim, do nothing', async () => {
    const browser = open();
    await browser.logIn('heidi');
    for (const type of [
      'text/plain',
      'application/x-www-form-urlencoded',
      'multipart/form-data; boundary=x',
    ]) {
      const headers = { 'content-type': type, origin: 'https://evil.example', 'x-posthorn-web': '' };
      const answer = await browser.ask('POST', '/v1/messages', {
        headers,
        body: '{"to":"heidi","text":"x"}',
      });
      assert.equal(answer.status, 403);
    }
    const own = await browser.ask('POST', '/v1/messages', {
      headers: { 'content-type': 'text/plain' },
      body: '{"to":"heidi","text":"x"}',
    });
    assert.equal(own.status, 400, 'and no other type is read');
  });

  it('other origins of the site cannot show what it protects, the page and a typed address can', async () => {
    const browser = open();
    await browser.logIn('ivan');
    for (const [site, status] of [
      ['same-origin', 200],
      ['none', 200],
      ['', 200],
      ['same-site', 403],
      ['cross-site', 403],
    ] as const) {
      const answer = await browser.ask('GET', '/v1/sessions', { headers: { 'sec-fetch-site': site } });
      assert.deepEqual([site, answer.status], [site, status]);
    }
    const navigates = { 'sec-fetch-site': 'same-site', 'sec-fetch-mode': 'navigate' };
    for (const [dest, status] of [
      ['document', 200],
      ['iframe', 403],
      ['object', 403],
    ] as const) {
      const headers = { ...navigates, 'sec-fetch-dest': dest };
      assert.equal((await browser.ask('GET', '/v1/sessions', { headers })).status, status, dest);
    }
    const foreign = { origin: 'https://evil.example', 'sec-fetch-site': 'same-site' };
    const read = await browser.ask('GET', '/v1/sessions', { headers: foreign });
    assert.deepEqual([read.status, read.headers['access-control-allow-origin']], [403, undefined]);
  });

  it('a page of --origins, as on a static host beside the server, may log in with it and use it', async () => {
    const browser = open();
    const headers = { origin: LISTED, 'sec-fetch-site': 'same-site' };
    const login = await browser.logIn('judy', {}, headers);
    assert.deepEqual([login.status, login.headers['access-control-allow-credentials']], [200, 'true']);
    for (const path of ['/v1/web/session', '/v1/sessions'])
      assert.equal((await browser.ask('GET', path, { headers })).status, 200);
    assert.equal((await browser.ask('POST', '/v1/web/ticket', { headers })).status, 200);
    const sent = await browser.ask('POST', LOBBY, { json: { text: 'x' }, headers });
    assert.equal(sent.status, 200);
    assert.equal(sent.headers['access-control-allow-origin'], LISTED);
    assert.equal(sent.headers['access-control-allow-credentials'], 'true');
    const preflight = await browser.ask('OPTIONS', '/v1/messages', { headers });
    assert.match(String(preflight.headers['access-control-allow-headers']), /x-posthorn-web/);
    const nobody = await browser.ask('GET', '/v1/server', { headers: { origin: 'null' } });
    assert.equal(nobody.headers['access-control-allow-credentials'], undefined);
  });

  it('of two with its name, none counts; a token in a header counts alone', async () => {
    const browser = open();
    await browser.logIn('karl');
    const [name = ''] = browser.cookie.split('=');
    browser.cookie = `${browser.cookie}; ${name}=ph_${'A'.repeat(43)}`;
    assert.equal((await browser.ask('GET', '/v1/sessions')).status, 401);
    await browser.logIn('karl');
    const bad = await browser.ask('GET', '/v1/sessions', { headers: { authorization: 'Bearer ph_x' } });
    assert.equal(bad.status, 401);
  });
});

describe('how the cookie is called', () => {
  it('has the prefix that no other host can set where the browser speaks TLS, and keeps servers apart', async () => {
    const cases = [
      [{ publicUrl: new PublicUrl('https://example.com') }, {}, /^__Host-posthorn=\S+; Path=\/; .*; Secure$/],
      [{ publicUrl: new PublicUrl('https://example.com/chat') }, {}, /^__Host-posthorn-chat=/],
      [{ publicUrl: new PublicUrl('https://example.com:8443') }, {}, /^__Host-posthorn-8443=/],
      [{ trustedProxies: ['127.0.0.1'] }, { 'x-forwarded-proto': 'https' }, /^__Host-posthorn=.*Secure$/],
      [{ trustedProxies: ['127.0.0.1'] }, { 'x-forwarded-proto': 'http' }, /^posthorn=[^,]*Strict$/],
      [{}, { 'x-forwarded-proto': 'https' }, /^posthorn=[^,]*Strict$/],
    ] as const;
    for (const [changes, headers, pattern] of cases) {
      const { server, httpUrl } = await startInProcess(changes);
      try {
        const browser = new Browser(httpUrl, 'example.com');
        const answer = await browser.logIn(
          'ann',
          {},
          {
            origin: 'publicUrl' in changes ? changes.publicUrl.origin : 'https://example.com',
            'x-forwarded-for': '192.0.2.1',
            ...headers,
          },
        );
        const [cookie = ''] = answer.headers['set-cookie'] ?? [];
        assert.match(cookie, pattern);
      } finally {
        await server.close();
      }
    }
  });
});

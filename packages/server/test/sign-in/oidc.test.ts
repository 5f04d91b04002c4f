import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { RequestListener, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, describe, it } from 'node:test';
import { Provider } from 'oidc-provider';
import { startInProcess } from '@posthorn/testing/in-process';
import type { InProcess } from '@posthorn/testing/in-process';
import { Browser } from './support/browser.ts';
import type { Page } from './support/browser.ts';
import { fileWith } from './support/jwts.ts';
import { Visitor } from './support/visitor.ts';
import type { LoggedIn } from './support/visitor.ts';

const CLIENT_SECRET = 'a-secret-of-provider-and-server-alone';

/** Who is known at the provider. */
const PEOPLE: Readonly<Record<string, object>> = {
  u1: {
    preferred_username: 'juliet',
    name: 'Juliet Capulet',
    email: 'juliet@verona.example',
    email_verified: true,
  },
  u2: { preferred_username: 'escalus', name: 'Escalus', groups: ['princes', 'people'] },
  u3: { preferred_username: 'ann', name: 'Another Ann' },
  u4: { preferred_username: 'tybalt' },
};

describe('single sign-on at a real provider', () => {
  let issuer: string;
  let provider: Server;
  let place: InProcess;
  let visitor: Visitor;
  const handler: { current: RequestListener } = { current: () => {} };
  const secret = fileWith(`${CLIENT_SECRET}\n`);
  let settings: ReturnType<typeof fileWith>;

  before(async () => {
    provider = createServer((request, response) => handler.current(request, response));
    await new Promise<void>((resolve) => provider.listen(0, '127.0.0.1', resolve));
    issuer = `http://127.0.0.1:${(provider.address() as AddressInfo).port}`;
    settings = fileWith(
      JSON.stringify([
        {
          id: 'corp',
          title: 'Verona Corp',
          issuer,
          clientId: 'posthorn',
          clientSecretFile: secret.path,
          scopes: 'openid profile email',
          adminClaim: 'groups',
          adminValue: 'princes',
        },
      ]),
    );
    place = await startInProcess({ oidc: settings.path });
    visitor = new Visitor(place.httpUrl);
    await visitor.register('ann');
    const answer = providerFor(issuer, `${place.httpUrl}/v1/sign-in/oidc/corp`).callback();
    handler.current = (request, response) => void answer(request, response);
  });
  after(async () => {
    await place.server.close();
    provider.close();
    secret.remove();
    settings.remove();
  });

  /** Logs in as a person, and consents. Resolves with where the browser is then. */
  async function signIn(browser: Browser, person: string, query = ''): Promise<Page> {
    const form = await browser.open(`${place.httpUrl}/v1/sign-in/oidc/corp${query}`);
    assert.ok(form.url.href.startsWith(`${issuer}/interaction/`), form.url.href);
    const consent = await browser.submit(form, { prompt: 'login', login: person, password: 'any' });
    return consent.url.origin === issuer ? browser.submit(consent, { prompt: 'consent' }) : consent;
  }

  async function whoIs(browser: Browser): Promise<Record<string, unknown> | undefined> {
    const url = new URL(`${place.httpUrl}/v1/web/session`);
    const answer = await browser.step(url, { headers: { 'sec-fetch-site': 'same-origin' } });
    const session = (await answer.json()) as { user: Record<string, unknown> } | null;
    return session?.user;
  }

  it('tells clients where to go', async () => {
    const { signIn: ways } = (await (await visitor.get('/v1/server')).json()) as { signIn: object[] };
    assert.deepEqual(ways.at(-1), {
      name: 'corp',
      title: 'Verona Corp',
      kind: 'oidc',
      url: 'v1/sign-in/oidc/corp',
    });
  });

  it('logs a browser in, and brings it back to where it was', async () => {
    const browser = new Browser();
    const page = await signIn(browser, 'u1', '?next=/join/abc%3Fx=1&label=Firefox');
    assert.equal(page.url.href, `${place.httpUrl}/join/abc?x=1`);
    const juliet = await whoIs(browser);
    assert.equal(juliet?.['name'], 'juliet');
    assert.equal(juliet['displayName'], 'Juliet Capulet');
    assert.ok(!('admin' in juliet) || juliet['admin'] === false);
    const again = new Browser();
    await signIn(again, 'u1');
    assert.equal((await whoIs(again))?.['id'], juliet['id']);
  });

  it('makes administrators by their groups, and does not take over accounts by name', async () => {
    const browser = new Browser();
    await signIn(browser, 'u2');
    assert.equal((await whoIs(browser))?.['admin'], true);
    const other = new Browser();
    await signIn(other, 'u3');
    assert.equal((await whoIs(other))?.['name'], 'ann-2');
  });

  it('sends nobody to another server', async () => {
    for (const next of [
      'https://elsewhere.example/',
      '//elsewhere.example',
      '/\\elsewhere.example',
      'javascript:1',
    ]) {
      const page = await signIn(new Browser(), 'u1', `?next=${encodeURIComponent(next)}`);
      assert.equal(page.url.href, `${place.httpUrl}/docs`);
    }
  });

  it('refuses whom an administrator has disabled', async () => {
    const browser = new Browser();
    await signIn(browser, 'u4');
    await visitor.disable(Number((await whoIs(browser))?.['id']));
    const page = await signIn(new Browser(), 'u4');
    assert.equal(page.url.href, `${place.httpUrl}/login?refused=ACCOUNT_DISABLED`);
  });

  it('says that somebody has changed their mind', async () => {
    const browser = new Browser();
    const form = await browser.open(`${place.httpUrl}/v1/sign-in/oidc/corp?next=/join/x`);
    const page = await browser.open(`${form.url.href}/abort`);
    assert.equal(page.url.href, `${place.httpUrl}/login?refused=BAD_CREDENTIALS&next=%2Fjoin%2Fx`);
    assert.equal(await whoIs(browser), undefined);
  });

  it('takes a code once, and only in the browser that has asked for it', async () => {
    const browser = new Browser();
    const callback = await codeFor(browser, 'u1');
    const refused = `${place.httpUrl}/login?refused=BAD_CREDENTIALS`;
    // Somebody was sent there by somebody else (login CSRF).
    const victim = new Browser();
    assert.equal((await victim.open(callback.href)).url.href, refused);
    await victim.step(new URL(`${place.httpUrl}/v1/sign-in/oidc/corp`));
    assert.equal((await victim.open(callback.href)).url.href, refused);
    assert.equal(await whoIs(victim), undefined);
    const flow = browser.cookies(place.httpUrl);
    assert.equal((await browser.open(callback.href)).url.href, `${place.httpUrl}/docs`);
    assert.equal((await whoIs(browser))?.['name'], 'juliet');
    const replayed = await fetch(callback, { headers: { cookie: flow }, redirect: 'manual' });
    assert.equal(replayed.headers.get('location'), refused);
    assert.equal((await new Browser().open(callback.href)).url.href, refused);
  });

  it('ends the sessions of whoever logs out at the provider, and no others', async () => {
    const [here, elsewhere] = [new Browser(), new Browser()];
    await signIn(here, 'u1');
    await signIn(elsewhere, 'u1');
    const form = await here.open(`${issuer}/session/end`);
    const xsrf = /name="xsrf" value="([^"]+)"/.exec(form.text)?.[1] ?? '';
    await here.submit(form, { xsrf, logout: 'yes' }, '/session/end/confirm');
    assert.equal(await whoIs(here), undefined);
    assert.equal((await whoIs(elsewhere))?.['name'], 'juliet');
  });

  it('knows no other provider', async () => {
    assert.equal((await visitor.get('/v1/sign-in/oidc/other')).status, 404);
    assert.equal((await visitor.post('/v1/login/oidc/other/device', {})).status, 404);
  });

  describe('of a device without a browser', () => {
    interface Begun {
      readonly deviceCode: string;
      readonly userCode: string;
      readonly verificationUri: string;
      readonly verificationUriComplete: string;
      readonly intervalMs: number;
    }

    async function begin(): Promise<Begun> {
      const answer = await visitor.post('/v1/login/oidc/corp/device', {});
      assert.equal(answer.status, 200, await answer.clone().text());
      return (await answer.json()) as Begun;
    }

    function poll(deviceCode: string): Promise<Response> {
      const device = { id: 'terminal of juliet', class: 'terminal', label: 'laptop' };
      return visitor.post('/v1/login/oidc/corp/device/poll', { deviceCode, device });
    }

    async function statusOf(deviceCode: string): Promise<string> {
      const answer = await poll(deviceCode);
      assert.equal(answer.status, 200, await answer.clone().text());
      return ((await answer.json()) as { status: string }).status;
    }

    /** Enters the code at the provider, and logs in there. `confirm`: what the user says to the code. */
    async function approve(
      { verificationUri, userCode }: Begun,
      person: string,
      confirm = {},
    ): Promise<Page> {
      const browser = new Browser();
      const field = async (page: Page): Promise<Record<string, string>> => ({
        xsrf: /name="xsrf" value="([^"]+)"/.exec(page.text)?.[1] ?? '',
        user_code: userCode,
      });
      const form = await browser.open(verificationUri);
      const asked = await browser.submit(form, await field(form));
      const next = await browser.submit(asked, { ...(await field(asked)), confirm: 'yes', ...confirm });
      if (!next.url.pathname.startsWith('/interaction/')) return next;
      const consent = await browser.submit(next, { prompt: 'login', login: person, password: 'any' });
      return browser.submit(consent, { prompt: 'consent' });
    }

    it('logs it in when its user has entered the code elsewhere, once', async () => {
      const begun = await begin();
      assert.ok(begun.verificationUri.startsWith(issuer));
      assert.ok(begun.verificationUriComplete.includes(encodeURIComponent(begun.userCode)));
      assert.ok(begun.intervalMs > 0);
      assert.equal(await statusOf(begun.deviceCode), 'pending');
      await approve(begun, 'u1');
      const answer = await poll(begun.deviceCode);
      const { status, login } = (await answer.json()) as { status: string; login: LoggedIn };
      assert.equal(status, 'done');
      assert.equal(login.user.name, 'juliet');
      assert.equal((await visitor.get('/v1/me', login.token)).status, 200);
      const replayed = await poll(begun.deviceCode);
      assert.equal(replayed.status, 401, await replayed.text());
    });

    it('says that the user has refused', async () => {
      const begun = await begin();
      await approve(begun, 'u1', { abort: 'yes' });
      assert.equal(await statusOf(begun.deviceCode), 'denied');
    });

    it('refuses whom an administrator has disabled', async () => {
      const begun = await begin();
      await approve(begun, 'u4');
      assert.equal((await poll(begun.deviceCode)).status, 403);
    });

    it('refuses codes that it has not begun with, and bodies that are none', async () => {
      assert.equal((await poll('no such code')).status, 401);
      for (const body of [
        {},
        { deviceCode: 1 },
        { deviceCode: 'x', other: 1 },
        { deviceCode: 'x', device: 1 },
      ]) {
        assert.equal((await visitor.post('/v1/login/oidc/corp/device/poll', body)).status, 400);
      }
    });
  });

  /** The URL with a code that the provider sends the browser to; it is not opened. */
  async function codeFor(browser: Browser, person: string): Promise<URL> {
    const form = await browser.open(`${place.httpUrl}/v1/sign-in/oidc/corp`);
    let at = form.url;
    let init: RequestInit = posted({ prompt: 'login', login: person, password: 'any' });
    for (;;) {
      const answer = await browser.step(at, init);
      const location = answer.headers.get('location');
      await answer.body?.cancel();
      init = location === null ? posted({ prompt: 'consent' }) : {};
      if (location !== null) at = new URL(location, at);
      if (at.pathname.endsWith('/callback')) return at;
    }
  }
});

function posted(fields: Readonly<Record<string, string>>): RequestInit {
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  return { method: 'POST', headers, body: new URLSearchParams(fields).toString() };
}

function providerFor(issuer: string, base: string): Provider {
  return new Provider(issuer, {
    clients: [
      {
        client_id: 'posthorn',
        client_secret: CLIENT_SECRET,
        redirect_uris: [`${base}/callback`],
        response_types: ['code'],
        grant_types: ['authorization_code', 'urn:ietf:params:oauth:grant-type:device_code'],
        backchannel_logout_uri: `${base}/logout`,
        backchannel_logout_session_required: true,
      },
    ],
    claims: {
      openid: ['sub'],
      profile: ['name', 'preferred_username', 'picture', 'groups'],
      email: ['email', 'email_verified'],
    },
    findAccount: (_context, id) => ({
      accountId: id,
      claims: async () => ({ sub: id, ...PEOPLE[id] }),
    }),
    features: {
      devInteractions: { enabled: true },
      backchannelLogout: { enabled: true },
      deviceFlow: { enabled: true },
    },
    pkce: { required: () => true },
    // Its own one calls nobody on this machine.
    fetch: (url, options = {}) => {
      const { dispatcher: _own, ...plain } = options as RequestInit & { readonly dispatcher?: unknown };
      return globalThis.fetch(url, plain);
    },
    cookies: { keys: ['a key of a test'] },
  });
}

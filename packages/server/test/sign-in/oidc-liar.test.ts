/** What a provider says, or somebody in its place, when it does not hold. */
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, beforeEach, describe, it } from 'node:test';
import { exportJWK, exportSPKI, generateKeyPair, SignJWT } from 'jose';
import { MqttClient } from '@posthorn/testing/mqtt-client';
import { startInProcess } from '@posthorn/testing/in-process';
import type { InProcess } from '@posthorn/testing/in-process';
import { Browser } from './support/browser.ts';
import { encoded, fileWith, inSeconds } from './support/jwts.ts';
import type { Claims } from './support/jwts.ts';

const LOGOUT = 'http://schemas.openid.net/event/backchannel-logout';

describe('a provider that lies', async () => {
  const keys = await generateKeyPair('RS256', { extractable: true });
  const others = await generateKeyPair('RS256');
  let issuer: string;
  let server: Server;
  let place: InProcess;
  let settings: ReturnType<typeof fileWith>;
  let nonce = '';
  /** What the provider answers in the place of tokens, or of a code for a device. */
  let tokenError: string | undefined;
  let deviceError: string | undefined;
  /** Makes an ID token of what would be right. */
  let idToken: (claims: Claims) => string | Promise<string>;

  const signed = (claims: Claims): Promise<string> => sign(claims, keys.privateKey);

  before(async () => {
    server = createServer((request, response) => void answer(request, response));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const client = { issuer, clientId: 'posthorn', linkByEmail: true };
    settings = fileWith(
      JSON.stringify([
        { id: 'liar', ...client },
        { id: 'shut', ...client, deviceLogin: false },
      ]),
    );
    place = await startInProcess({ oidc: settings.path, mqtt: true, mqttPort: 0 });
  });
  beforeEach(() => {
    idToken = signed;
    [tokenError, deviceError] = [undefined, undefined];
  });
  after(async () => {
    await place.server.close();
    server.close();
    settings.remove();
  });

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const json = (body: object): void => {
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify(body));
    };
    const refuse = (error: string): void => {
      response.statusCode = 400;
      json({ error });
    };
    switch (new URL(request.url ?? '', issuer).pathname) {
      case '/.well-known/openid-configuration':
        return json({
          issuer,
          authorization_endpoint: `${issuer}/auth`,
          token_endpoint: `${issuer}/token`,
          device_authorization_endpoint: `${issuer}/device`,
          jwks_uri: `${issuer}/jwks`,
          response_types_supported: ['code'],
          subject_types_supported: ['public'],
          id_token_signing_alg_values_supported: ['RS256'],
        });
      case '/jwks':
        return json({ keys: [{ ...(await exportJWK(keys.publicKey)), kid: 'k', alg: 'RS256', use: 'sig' }] });
      case '/device': {
        const code = {
          device_code: 'd',
          user_code: 'U',
          verification_uri: `${issuer}/enter`,
          expires_in: 60,
        };
        return deviceError === undefined ? json(code) : refuse(deviceError);
      }
      default:
        if (tokenError !== undefined) return refuse(tokenError);
        return json({ access_token: 'a', token_type: 'Bearer', id_token: await idToken(right()) });
    }
  }

  function right(): Claims {
    const [iat, exp] = [inSeconds(0), inSeconds(300)];
    return { iss: issuer, aud: 'posthorn', sub: 'romeo', preferred_username: 'romeo', nonce, iat, exp };
  }

  /** Where the browser is after the login. */
  async function signIn(browser = new Browser()): Promise<string> {
    const begun = await browser.step(new URL(`${place.httpUrl}/v1/sign-in/oidc/liar`));
    const asked = new URL(begun.headers.get('location') ?? '');
    nonce = asked.searchParams.get('nonce') ?? '';
    assert.equal(asked.searchParams.get('code_challenge_method'), 'S256');
    const back = new URL(asked.searchParams.get('redirect_uri') ?? '');
    back.searchParams.set('code', 'c');
    back.searchParams.set('state', asked.searchParams.get('state') ?? '');
    const ended = await browser.step(back);
    return ended.headers.get('location') ?? '';
  }

  it('is believed when it tells the truth', async () => {
    assert.equal(await signIn(), `${place.httpUrl}/`);
  });

  const lies: readonly (readonly [what: string, token: (claims: Claims) => string | Promise<string>])[] = [
    ['signed by somebody else', (claims) => sign(claims, others.privateKey)],
    ['that has expired', (claims) => signed({ ...claims, iat: inSeconds(-900), exp: inSeconds(-300) })],
    ['of a clock 5 minutes ahead', (claims) => signed({ ...claims, nbf: inSeconds(300) })],
    ['for somebody else', (claims) => signed({ ...claims, aud: 'elsewhere' })],
    [
      'for several, authorised for another',
      (claims) => signed({ ...claims, aud: ['posthorn', 'x'], azp: 'x' }),
    ],
    ['of another issuer', (claims) => signed({ ...claims, iss: 'https://elsewhere.example' })],
    ['of another login', (claims) => signed({ ...claims, nonce: 'another' })],
    ['of no login', ({ nonce: _nonce, ...claims }) => signed(claims)],
    ['about nobody', ({ sub: _sub, ...claims }) => signed(claims)],
    ['that is not signed', (claims) => `${encoded({ alg: 'none' })}.${encoded(claims)}.`],
    ['signed with the public key as a secret', (claims) => confused(claims)],
  ];
  for (const [what, token] of lies) {
    it(`is not believed with an ID token ${what}`, async () => {
      idToken = token;
      const browser = new Browser();
      assert.equal(await signIn(browser), `${place.httpUrl}/login?refused=BAD_CREDENTIALS`);
      assert.equal(browser.cookies(place.httpUrl), '');
    });
  }

  const ofBrowsers = ['of another login', 'of no login'];
  for (const [what, token] of lies.filter(([lie]) => !ofBrowsers.includes(lie))) {
    it(`is not believed with an ID token ${what}, for a device`, async () => {
      idToken = token;
      const answer = await pollDevice();
      assert.equal(answer.status, 401, await answer.text());
    });
  }

  it('says how far the login of a device is', async () => {
    for (const [error, status] of [
      ['authorization_pending', 'pending'],
      ['slow_down', 'slow-down'],
      ['access_denied', 'denied'],
      ['expired_token', 'expired'],
    ] as const) {
      tokenError = error;
      assert.deepEqual(await (await pollDevice()).json(), { status });
    }
    tokenError = 'invalid_grant';
    assert.equal((await pollDevice()).status, 401);
  });

  it('says where no device can be logged in', async () => {
    deviceError = 'unauthorized_client';
    const refused = await postJson('liar/device', {});
    assert.equal(refused.status, 403);
    assert.match(await refused.text(), /allow its client the device grant/);
    assert.equal((await postJson('shut/device', {})).status, 403);
    assert.equal((await postJson('shut/device/poll', { deviceCode: 'd' })).status, 403);
  });

  function pollDevice(device?: object): Promise<Response> {
    return postJson('liar/device/poll', { deviceCode: 'd', device });
  }

  function postJson(path: string, body: object): Promise<Response> {
    const headers = { 'content-type': 'application/json' };
    return fetch(`${place.httpUrl}/v1/login/oidc/${path}`, {
      method: 'POST',
      headers,
      body: JSON.stringify(body),
    });
  }

  it('takes a clock that is half a minute off', async () => {
    idToken = (claims) => signed({ ...claims, exp: inSeconds(-30) });
    assert.equal(await signIn(), `${place.httpUrl}/`);
  });

  it('links by an address that is verified alone', async () => {
    const email = 'romeo@verona.example';
    const known = await userAfter((claims) => signed({ ...claims, sub: 'r1', email, email_verified: true }));
    const unverified = await userAfter((claims) =>
      signed({ ...claims, sub: 'r2', email, email_verified: false }),
    );
    assert.notEqual(unverified, known);
    const text = await userAfter((claims) => signed({ ...claims, sub: 'r3', email, email_verified: 'true' }));
    assert.notEqual(text, known);
    const linked = await userAfter((claims) => signed({ ...claims, sub: 'r4', email, email_verified: true }));
    assert.equal(linked, known);
  });

  it('logs out only by tokens that are about that', async () => {
    const browser = new Browser();
    idToken = (claims) => signed({ ...claims, sub: 'mercutio', preferred_username: 'mercutio' });
    await signIn(browser);
    const good = { iss: issuer, aud: 'posthorn', sub: 'mercutio', events: { [LOGOUT]: {} } };
    const time = { iat: inSeconds(0), exp: inSeconds(120) };
    const wrong: readonly (string | Promise<string>)[] = [
      signed({ ...good, ...time, jti: '1', aud: 'elsewhere' }),
      signed({ ...good, ...time, jti: '2', iss: 'https://elsewhere.example' }),
      signed({ ...good, ...time, jti: '3', events: {} }),
      signed({ ...good, ...time, jti: '4', nonce: 'n' }),
      signed({ ...good, iat: inSeconds(-900), exp: inSeconds(900), jti: '5' }),
      signed({ ...good, ...time }),
      sign({ ...good, ...time, jti: '6' }, others.privateKey),
      `${encoded({ alg: 'none' })}.${encoded({ ...good, ...time, jti: '7' })}.`,
      confused({ ...good, ...time, jti: '8' }),
      'rubbish',
    ];
    for (const token of wrong) assert.equal(await loggedOut(await token), 400);
    assert.equal(await isLoggedIn(browser), true);
    const right = await signed({ ...good, ...time, jti: '9' });
    assert.equal(await loggedOut(right), 200);
    assert.equal(await isLoggedIn(browser), false);
    await signIn(browser);
    assert.equal(await loggedOut(right), 400);
    assert.equal(await isLoggedIn(browser), true);
  });

  it('ends the kept session of MQTT with the login that it came with', async () => {
    const enter = async (sid: string): Promise<{ readonly client: MqttClient; readonly isKept: boolean }> => {
      idToken = (claims) => signed({ ...claims, sub: 'balthasar', preferred_username: 'balthasar', sid });
      const answer = await pollDevice({ id: 'pager', class: 'bot' });
      const { login } = (await answer.json()) as { readonly login: { readonly token: string } };
      const session = { clientId: 'pager', clean: false, properties: { sessionExpiryInterval: 60 } };
      const options = { user: 'balthasar', password: login.token, ...session };
      const client = await MqttClient.open(`mqtt://127.0.0.1:${place.server.ports['mqtt']}`, options);
      const { reasonCode, sessionPresent } = await client.enter(options);
      assert.equal(reasonCode, 0);
      return { client, isKept: sessionPresent };
    };
    const { client: first } = await enter('s1');
    await first.leave();
    const { client: second, isKept } = await enter('s2');
    assert.equal(isKept, true);
    const claims = { iss: issuer, aud: 'posthorn', events: { [LOGOUT]: {} } };
    const out = async (sid: string): Promise<void> => {
      const time = { iat: inSeconds(0), exp: inSeconds(120) };
      assert.equal(await loggedOut(await signed({ ...claims, ...time, sid, jti: `pager ${sid}` })), 200);
    };
    await out('s1');
    await second.publish('lobby', 'still here', { qos: 1 });
    await out('s2');
    await second.until(() => second.isClosed);
    const last = second.packets.at(-1);
    assert.equal(last?.cmd === 'disconnect' && last.reasonCode, 0x98);
    const third = await enter('s3');
    assert.equal(third.isKept, false);
    await third.client.leave();
  });

  async function loggedOut(token: string): Promise<number> {
    const body = new URLSearchParams({ logout_token: token });
    return (await fetch(`${place.httpUrl}/v1/sign-in/oidc/liar/logout`, { method: 'POST', body })).status;
  }

  async function isLoggedIn(browser: Browser): Promise<boolean> {
    return (await userOf(browser)) !== undefined;
  }

  async function userAfter(token: typeof idToken): Promise<unknown> {
    idToken = token;
    const browser = new Browser();
    assert.equal(await signIn(browser), `${place.httpUrl}/`);
    return userOf(browser);
  }

  async function userOf(browser: Browser): Promise<number | undefined> {
    const headers = { 'sec-fetch-site': 'same-origin' };
    const answer = await browser.step(new URL(`${place.httpUrl}/v1/web/session`), { headers });
    return ((await answer.json()) as { user: { id: number } } | null)?.user.id;
  }

  async function confused(claims: Claims): Promise<string> {
    const head = `${encoded({ alg: 'HS256', kid: 'k' })}.${encoded(claims)}`;
    const secret = await exportSPKI(keys.publicKey);
    return `${head}.${createHmac('sha256', secret).update(head).digest('base64url')}`;
  }
});

it('says that a provider does not answer', async () => {
  const settings = fileWith(
    JSON.stringify([{ id: 'gone', issuer: 'http://127.0.0.1:1', clientId: 'posthorn' }]),
  );
  const place = await startInProcess({ oidc: settings.path });
  const answer = await fetch(`${place.httpUrl}/v1/sign-in/oidc/gone`, { redirect: 'manual' });
  assert.equal(answer.headers.get('location'), `${place.httpUrl}/login?refused=UNAVAILABLE`);
  await place.server.close();
  settings.remove();
});

function sign(claims: Claims, key: Parameters<SignJWT['sign']>[0]): Promise<string> {
  return new SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid: 'k' }).sign(key);
}

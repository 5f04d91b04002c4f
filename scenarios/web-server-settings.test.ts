/** How a server shows itself before anybody logs in, and how its administrator changes that. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { TestContext } from 'node:test';
import { createMemoryStore, systemRandom } from '@posthorn/server';
import type { Config } from '@posthorn/server';
import { startInProcess } from '@posthorn/testing/in-process';
import type { InProcess } from '@posthorn/testing/in-process';
import { Browser } from './support/browser.ts';
import { browse, codeIn } from './support/browser-requests.ts';

const PNG = Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), Buffer.alloc(64, 1)]);

async function open(t: TestContext, changes: Partial<Config> = {}): Promise<InProcess> {
  const place = await startInProcess(changes);
  t.after(() => place.server.close());
  return place;
}

const about = async (place: InProcess, headers: Record<string, string> = {}) =>
  (await browse(place.httpUrl, '/v1/server', { headers })).json;

describe('a new server', () => {
  it('says that it is to be set up, until the first account is its administrator', async (t) => {
    const place = await open(t, { serverName: 'Verona' });
    const before = await about(place);
    assert.deepEqual(
      [before['name'], before['isSetUp'], before['needsBootstrapSecret'], before['registration']],
      ['Verona', false, false, 'open'],
    );
    const { passwordChars, textBytes, fileBytes } = before['limits'] as Record<string, number>;
    assert.deepEqual([passwordChars, textBytes, fileBytes], [1, 65_536, 0]);
    const browser = new Browser(place.httpUrl);
    await browser.logIn('ann');
    assert.equal((await about(place))['isSetUp'], true);
    const set = await browser.ask('PUT', '/v1/server', { json: { name: 'Chat', registration: 'closed' } });
    assert.deepEqual([set.status, set.json['name'], set.json['registration']], [200, 'Chat', 'closed']);
    assert.deepEqual((await about(place))['name'], 'Chat');
  });

  it('that other machines reach asks for the bootstrap secret', async (t) => {
    const place = await open(t, { trustedProxies: ['192.0.2.0/24'] });
    const { isSetUp, needsBootstrapSecret } = await about(place);
    assert.deepEqual([isSetUp, needsBootstrapSecret], [false, true]);
    const browser = new Browser(place.httpUrl);
    await browser.logIn('bob');
    assert.equal((await about(place))['isSetUp'], false, 'anybody could be the first');
    await browser.logIn('ann', { bootstrapSecret: place.server.bootstrapSecret });
    assert.equal((await about(place))['isSetUp'], true);
  });
});

describe('who may register', () => {
  it('is what the administrator has set, whatever the options say, after a restart too', async (t) => {
    const store = createMemoryStore({ random: systemRandom });
    const first = await startInProcess({ registration: 'open' }, { store });
    const browser = new Browser(first.httpUrl);
    await browser.logIn('ann');
    await browser.ask('PUT', '/v1/server', { json: { registration: 'closed' } });
    const refused = await new Browser(first.httpUrl).logIn('bob');
    assert.equal(refused.status, 401, 'and there is no such account');
    await first.server.close();
    const second = await startInProcess({ registration: 'open' }, { store });
    t.after(() => second.server.close());
    assert.equal((await about(second))['registration'], 'closed');
    const register = { name: 'bob', password: 'pw', register: true };
    const closed = await new Browser(second.httpUrl).ask('POST', '/v1/web/session', { json: register });
    assert.deepEqual([closed.status, codeIn(closed)], [403, 'REGISTRATION_CLOSED']);
    const again = new Browser(second.httpUrl);
    await again.logIn('ann');
    const { json } = await again.ask('PUT', '/v1/server', { json: { registration: 'unspecified' } });
    assert.equal(json['registration'], 'open', 'as the option says');
  });

  it('by invite: whoever has a good invite to a group, as often as it can be used', async (t) => {
    const place = await open(t, { registration: 'invite' });
    const ann = new Browser(place.httpUrl);
    await ann.logIn('ann');
    const group = await ann.ask('POST', '/v1/groups', { json: { title: 'Ball' } });
    const { id } = group.json as { id: number };
    const made = await ann.ask('POST', `/v1/groups/${id}/invites`, { json: { maxUses: 1 } });
    const { token: invite, id: inviteId } = made.json as { token: string; id: number };
    const register = async (name: string, more: object): Promise<string> => {
      const json = { name, password: 'pw', register: true, ...more };
      const browser = new Browser(place.httpUrl);
      const answer = await browser.ask('POST', '/v1/web/session', { json });
      if (answer.status !== 200) return codeIn(answer);
      const joined = await browser.ask('POST', '/v1/invites/join', { json: { token: invite } });
      return String(joined.status);
    };
    assert.equal(await register('bob', {}), 'REGISTRATION_CLOSED');
    assert.equal(await register('bob', { invite: 'AAAAAAAAAAAAAAAAAAAAAAAA' }), 'REGISTRATION_CLOSED');
    assert.equal(await register('bob', { invite }), '200');
    assert.equal(await register('carol', { invite }), 'REGISTRATION_CLOSED', 'it is used up');
    await ann.ask('DELETE', `/v1/groups/${id}/invites/${inviteId}`);
    assert.equal(await register('carol', { invite }), 'REGISTRATION_CLOSED');
  });
});

describe('its looks', () => {
  it('have a colour and a logo that everybody may load, and no picture that could run something', async (t) => {
    const place = await open(t);
    const browser = new Browser(place.httpUrl);
    await browser.logIn('ann');
    const put = (json: object) => browser.ask('PUT', '/v1/server', { json });
    assert.equal((await browse(place.httpUrl, '/v1/server/logo')).status, 404);
    const set = await put({ accent: '#0A7D5A', logo: PNG.toString('base64') });
    assert.equal(set.json['accent'], '#0a7d5a');
    const url = String(set.json['logoUrl']);
    assert.match(url, /^v1\/server\/logo\?[0-9a-f]{16}$/);
    const logo = await browse(place.httpUrl, `/${url}`);
    assert.deepEqual([logo.status, logo.headers['content-type'], logo.bytes], [200, 'image/png', PNG]);
    assert.match(String(logo.headers['cache-control']), /immutable/);
    assert.match(String(logo.headers['content-security-policy']), /default-src 'none'/);
    const etag = String(logo.headers.etag);
    assert.equal(
      (await browse(place.httpUrl, '/v1/server/logo', { headers: { 'if-none-match': etag } })).status,
      304,
    );
    assert.equal((await browse(place.httpUrl, '/v1/server/logo')).headers['cache-control'], 'no-cache');
    for (const wrong of [
      { accent: 'red; background: url(x)' },
      { accent: '#fff' },
      { logo: Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>').toString('base64') },
      { name: 'a\nb' },
      { name: 'x'.repeat(101) },
      { registration: 'somebody' },
    ])
      assert.equal((await put(wrong)).status, 400, JSON.stringify(wrong));
    const large = Buffer.concat([PNG, Buffer.alloc(131_072)]).toString('base64');
    assert.equal(codeIn(await put({ logo: large })), 'TOO_LARGE');
    const reset = await put({ name: '', accent: '', logo: '' });
    assert.deepEqual([reset.json['name'], reset.json['accent'], reset.json['logoUrl']], ['Posthorn', '', '']);
    assert.equal((await browse(place.httpUrl, `/${url}`)).status, 404);
  });

  it('are changed by administrators alone, and the audit says by whom', async (t) => {
    const place = await open(t);
    const [ann, bob] = [new Browser(place.httpUrl), new Browser(place.httpUrl)];
    await ann.logIn('ann');
    await bob.logIn('bob');
    assert.equal((await bob.ask('PUT', '/v1/server', { json: { name: 'Bob’s' } })).status, 403);
    assert.equal((await new Browser(place.httpUrl).ask('PUT', '/v1/server', { json: {} })).status, 401);
    await ann.ask('PUT', '/v1/server', { json: { name: 'Ann’s', registration: 'closed' } });
    const { json } = await ann.ask('GET', '/v1/admin/audit?event=setServer');
    const records = json['records'] as readonly {
      code: string;
      details: readonly { name: string; value: string }[];
    }[];
    const done = records.find(({ code }) => code === '');
    assert.ok(JSON.stringify(done?.details).includes('closed'));
  });
});

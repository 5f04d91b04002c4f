/** Tickets: how a browser's session attaches its connection, and how the SDK of a page uses them. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { connect } from '@posthorn/client/node';
import { files } from '@posthorn/client/files';
import { webSessions } from '@posthorn/client/web';
import { FilesPlace } from '@posthorn/testing/files-place';
import { InProcessCluster } from '@posthorn/testing/in-process-cluster';
import { startInProcess } from '@posthorn/testing/in-process';
import type { InProcess } from '@posthorn/testing/in-process';
import { RawClient } from '@posthorn/testing/raw-client';
import { Browser } from './support/browser.ts';
import { browse } from './support/browser-requests.ts';

let place: InProcess;

before(async () => {
  place = await startInProcess({ loginPolicy: 'multi' });
});

after(() => place.server.close());

const open = (): Browser => new Browser(place.httpUrl);

/** `OK`, or the code of the refusal. */
async function attach(tcpUrl: string, token: string): Promise<string> {
  const client = await RawClient.connect(tcpUrl);
  await client.hello();
  const code = await client.code({ case: 'attach', value: { token } });
  client.close();
  return code;
}

describe('a ticket', () => {
  it('attaches once, and is no token', async () => {
    const browser = open();
    await browser.logIn('lena');
    const ticket = await browser.ticket();
    const asToken = await browse(place.httpUrl, '/v1/sessions', {
      headers: { authorization: `Bearer ${ticket}` },
    });
    assert.equal(asToken.status, 401);
    assert.equal(await attach(place.tcpUrl, ticket), 'OK');
    assert.equal(await attach(place.tcpUrl, ticket), 'UNAUTHENTICATED');
    assert.equal(await attach(place.tcpUrl, `${ticket.split('.')[0]}.${'A'.repeat(32)}`), 'UNAUTHENTICATED');
    assert.equal(await attach(place.tcpUrl, 'no-such-node.AAAA'), 'UNAUTHENTICATED');
  });

  it('renews the cookie, which lives as long as its session', async () => {
    const browser = open();
    await browser.logIn('ned');
    const { cookie } = browser;
    const { headers, json } = await browser.ask('POST', '/v1/web/ticket');
    assert.equal(browser.cookie, cookie);
    const [, age] = /Max-Age=(\d+)/.exec(headers['set-cookie']?.[0] ?? '') ?? [];
    assert.ok(Number(age) > 89 * 86_400, 'as --session-ttl says');
    assert.ok(Number(json['expiresAt']) <= Date.now() + 30_000);
  });

  it('is void when its session has ended', async () => {
    const browser = open();
    await browser.logIn('mia');
    const ticket = await browser.ticket();
    await browser.ask('DELETE', '/v1/web/session');
    assert.equal(await attach(place.tcpUrl, ticket), 'UNAUTHENTICATED');
  });

  it('is not for strangers', async () => {
    assert.equal((await open().ask('POST', '/v1/web/ticket')).status, 401);
  });

  it('is good at every gateway, whichever router gave it, and the connection outlives that router', async () => {
    const cluster = await InProcessCluster.start({ changes: { loginPolicy: 'multi', advertise: [] } });
    try {
      const browser = new Browser(cluster.httpUrl(0));
      await browser.logIn('nora');
      const clients: RawClient[] = [];
      for (const index of [0, 1, 2, 3]) clients.push(await browser.attach(cluster.tcpUrl(index)));
      await cluster.routers[0]?.drain();
      for (const client of clients) {
        const asked = await client.code({ case: 'listSessions', value: {} });
        assert.equal(asked, 'OK', 'its new router asks whose session it is');
        client.close();
      }
    } finally {
      await cluster.close();
    }
  });
});

describe('the SDK of a page', () => {
  /** fetch() in Node has no cookies. */
  const withCookies =
    (browser: Browser): typeof fetch =>
    async (input, init) => {
      const { pathname, search } = new URL(input as string); // As the SDK asks.
      // Only what the SDK sends.
      const headers = { 'x-posthorn-web': '', ...Object.fromEntries(new Headers(init?.headers)) };
      assert.equal(init?.credentials, 'include');
      const body = init?.body as string | undefined;
      const answer = await browser.ask(init?.method ?? 'GET', pathname + search, {
        headers,
        ...(body !== undefined && { body: typeof body === 'string' ? body : Buffer.from(body).toString() }),
      });
      const { status, bytes } = answer;
      const got = Object.entries(answer.headers).map(([name, value]): [string, string] => [
        name,
        String(value),
      ]);
      return new Response(status === 204 ? null : new Uint8Array(bytes), { status, headers: got });
    };

  it('logs in, connects by tickets, sends and loads files, and hears that it was logged out', async () => {
    await using withFiles = await FilesPlace.open();
    const browser = new Browser(withFiles.httpUrl);
    const web = webSessions(`${withFiles.httpUrl}/`, { fetch: withCookies(browser) });
    assert.equal(await web.current(), undefined);
    await web.logIn({ name: 'olga', password: 'pw', register: true });
    assert.equal((await web.current())?.user.name, 'olga');
    const client = await connect({ server: web.server, token: () => web.ticket() });
    try {
      const ack = await client.send({ conversation: 1 }, 'hello').done;
      assert.ok(ack.seq > 0);
      const kept = files(client, { fetch: withCookies(browser) });
      const attachment = await kept.upload(Buffer.from('words'), { name: 'a.txt' }).done;
      const download = await kept.download(attachment.id);
      assert.equal(Buffer.from(await download.array()).toString(), 'words');
      const shown = await browser.ask('GET', `/v1/files/${attachment.id}`);
      assert.deepEqual([shown.status, shown.text], [200, 'words'], 'as <img src> does');
      const closed = new Promise<string | undefined>((resolve) => {
        client.on('state', (state) => {
          if (state.name === 'closed') resolve(state.error?.code);
        });
      });
      await web.logOut();
      assert.equal(await closed, 'SESSION_REVOKED');
    } finally {
      await client.close();
    }
  });

  it('gives up when there is no ticket any more, and tries again when a ticket was too old', async () => {
    const browser = open();
    await browser.logIn('paul');
    const used = await browser.ticket();
    assert.equal(await attach(place.tcpUrl, used), 'OK');
    const tickets = [used, await browser.ticket()];
    const client = await connect({
      server: place.tcpUrl,
      token: async () => tickets.shift() ?? '',
    });
    const states: string[] = [];
    await new Promise<void>((resolve) => {
      client.on('state', (state) => {
        states.push(state.name === 'connecting' ? (state.error?.code ?? '') : state.name);
        if (state.name === 'online') resolve();
      });
    });
    assert.deepEqual(states, ['UNAVAILABLE', 'online']);
    await client.close();
    const web = webSessions(place.httpUrl, { fetch: withCookies(open()) });
    const stranger = await connect({ server: place.tcpUrl, token: () => web.ticket() });
    const code = await new Promise<string | undefined>((resolve) => {
      stranger.on('state', (state) => {
        if (state.name === 'closed') resolve(state.error?.code);
      });
    });
    assert.equal(code, 'UNAUTHENTICATED');
  });
});

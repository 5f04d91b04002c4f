/** Whatever dialling does, it ends in an event of the connection, never in the process. */
import assert from 'node:assert/strict';
import dns from 'node:dns';
import { describe, it } from 'node:test';
import type { TestContext } from 'node:test';
import { ERRORS, packServerFrame, PosthornError } from '@posthorn/protocol';
import { startClient } from '../src/client.ts';
import { dialTcp } from '../src/node/tcp.ts';
import { assertRuntime, dial, runtime } from '../src/platform.ts';
import type { Transport, TransportHandlers } from '../src/platform.ts';
import { requestOnce } from '../src/request-once.ts';
import { FakeServer } from './support/fake-server.ts';

const CREDENTIALS = { server: 'http://fake:1', user: 'self', password: 'pw' };

function refusing(): FakeServer {
  const server = new FakeServer({ pushes: [], cuts: [], sends: [], random: [] });
  server.platform.isRefusing = true;
  return server;
}

describe('a dial that throws', () => {
  it('is a failed attempt that says why, and the next one may work', async () => {
    const { platform } = refusing();
    const client = await startClient(CREDENTIALS, {}, platform);
    let message = '';
    client.on('state', (state) => {
      if (state.name === 'connecting') message = state.error?.message ?? '';
    });
    await platform.until(() => client.state.name === 'connecting' && client.state.attempt === 2);
    assert.match(message, /cannot dial ws:\/\/fake:1\/ws: SyntaxError: .* is refused/);
    platform.isRefusing = false;
    await platform.until(() => client.state.name === 'online');
    void client.close();
  });

  it('closes the client when the time for the first connection is over', async () => {
    const { platform } = refusing();
    const client = await startClient(CREDENTIALS, { connectTimeoutMs: 5000 }, platform);
    await platform.until(() => client.state.name === 'closed');
    assert.equal(client.state.name === 'closed' && client.state.error?.code, 'UNAVAILABLE');
  });

  it('rejects a login without a connection', async () => {
    const request = { name: 'self', password: 'pw' };
    const login = { name: 'login', request, software: 'test' } as const;
    const { platform } = refusing();
    await assert.rejects(requestOnce(platform, 'http://fake:1', login), { code: 'UNAVAILABLE' });
  });
});

describe('a login without a connection', () => {
  const login = { name: 'login', request: { name: 'self', password: 'pw' }, software: 'test' } as const;
  const answering = (bytes: Uint8Array): FakeServer['platform'] => {
    const { platform } = refusing();
    const dialled = (_url: string, { onOpen, onBytes }: TransportHandlers): Transport => {
      platform.after(1, onOpen);
      platform.after(2, () => onBytes(bytes));
      return { send() {}, close() {} };
    };
    return Object.assign(platform, { dial: dialled });
  };
  const outcome = async (platform: FakeServer['platform']): Promise<unknown> => {
    let error: unknown;
    requestOnce(platform, 'ws://fake:1', login).catch((caught: unknown) => (error = caught));
    await platform.until(() => error !== undefined);
    return error;
  };

  it('says what the server said when it sent us away', async () => {
    const body = { case: 'goodbye', value: { code: ERRORS.RATE_LIMITED.code, message: 'slowly' } } as const;
    const error = await outcome(answering(packServerFrame({ body })));
    assert.deepEqual([codeOf(error), String(error)], ['RATE_LIMITED', 'PosthornError: slowly']);
  });

  it('survives a server of another kind', async () => {
    const error = await outcome(answering(Buffer.from('HTTP/1.1 400 Bad Request\r\n'.repeat(9))));
    assert.deepEqual(
      [codeOf(error), String(error)],
      ['UNAVAILABLE', 'PosthornError: the server sent a malformed frame'],
    );
  });

  it('gives up when a server says nothing', async () => {
    assert.equal(codeOf(await outcome(answering(new Uint8Array(0)))), 'UNAVAILABLE');
  });
});

function codeOf(error: unknown): string {
  return error instanceof PosthornError ? error.code : '';
}

it('a login without a connection never goes to an address of another kind', async () => {
  const server = refusing();
  const platform = Object.assign(server.platform, { canDial: (url: string) => url.startsWith('tls:') });
  const login = { name: 'login', request: { name: 'self', password: 'pw' }, software: 'test' } as const;
  await assert.rejects(requestOnce(platform, 'tcps://fake:1', login), { code: 'INVALID' });
});

it('a Node that is too old is told so in a sentence', () => {
  assert.throws(() => assertRuntime('20.20.2'), {
    code: 'INVALID',
    message: /Node 24 or newer; this is Node 20/,
  });
  for (const version of [undefined, '24.0.0', '26.10.0']) assertRuntime(version);
});

describe('over TCP and TLS', () => {
  /** The name that DNS is asked for, and why the connection ended. */
  async function dialled(t: TestContext, url: string): Promise<{ asked: unknown; reason: string }> {
    let asked: unknown;
    t.mock.method(dns, 'lookup', (name: string, _options: unknown, done: (error: Error) => void) => {
      asked = name;
      queueMicrotask(() => done(new Error('nothing there')));
    });
    const platform = Object.assign(refusing().platform, { dial: dialTcp });
    const reason = await new Promise<string>((resolve) => {
      dial(platform, url, { onOpen() {}, onBytes() {}, onClose: resolve });
    });
    return { asked, reason };
  }

  for (const scheme of ['tcp', 'tls']) {
    it(`${scheme}:// asks DNS for a name in Punycode`, async (t) => {
      const { asked } = await dialled(t, `${scheme}://münchen.example:7011`);
      assert.equal(asked, 'xn--mnchen-3ya.example');
    });

    for (const host of ['127.0.0.1', '[::1]']) {
      it(`${scheme}:// takes ${host}, where nobody listens`, async (t) => {
        const { asked, reason } = await dialled(t, `${scheme}://${host}:1`);
        assert.equal(asked, undefined);
        assert.match(reason, /ECONNREFUSED|EADDRNOTAVAIL|ENETUNREACH/);
      });
    }

    it(`${scheme}:// fails for a host that is none`, async (t) => {
      const { reason } = await dialled(t, `${scheme}://a%20b:7011`);
      assert.match(reason, /cannot dial .*a%20b/);
    });
  }
});

it('a wait that is longer than a timer can be does not end at once', (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  let isOver = false;
  for (const delayMs of [Infinity, 2 ** 40]) runtime.after(delayMs, () => (isOver = true));
  t.mock.timers.tick(24 * 86_400_000);
  assert.equal(isOver, false);
});

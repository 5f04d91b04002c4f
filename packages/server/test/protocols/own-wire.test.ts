/** A wire protocol of one's own: a folder, and a word to the server. */
import assert from 'node:assert/strict';
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { describe, it } from 'node:test';
import type { TestContext } from 'node:test';
import { Condition } from '@posthorn/testing/condition';
import { InProcessCluster } from '@posthorn/testing/in-process-cluster';
import { startInProcess } from '@posthorn/testing/in-process';
import { RawClient } from '@posthorn/testing/raw-client';
import { loadConfig, optionSets } from '../../src/compose/options.ts';
import type { Config } from '../../src/compose/options.ts';
import { startHelp } from '../../src/config/reference.ts';
import { SAY_PROTOCOL } from './say/protocol.ts';

const MORE = { protocols: [SAY_PROTOCOL] };

function configOf(...argv: readonly string[]): Config {
  const given = [
    '--data',
    tmpdir(),
    '--http=0',
    '--tcp=0',
    '--drain-window=0ms',
    '--password-min-length=1',
    '--common-passwords',
  ];
  return loadConfig({ argv: [...given, ...argv], env: {} }, MORE).config;
}

class SayClient {
  readonly #socket: Socket;
  readonly #heard = new Condition();
  #text = '';

  constructor(t: TestContext, port: number) {
    this.#socket = connect(port, '127.0.0.1');
    this.#socket.setEncoding('utf8').on('data', (text: string) => {
      this.#text += text;
      this.#heard.changed();
    });
    t.after(() => this.#socket.destroy());
  }

  say(line: string): void {
    this.#socket.write(`${line}\n`);
  }

  async hears(line: string): Promise<void> {
    await this.#heard.until(() => this.#text.split('\n').includes(line));
  }
}

function sayOf(url: string, token?: string): Promise<Response> {
  return fetch(`${url}/say`, token === undefined ? {} : { headers: { authorization: `Bearer ${token}` } });
}

describe('a wire protocol that a server is given', () => {
  it('has its options in the help text, and its addresses among those that may be advertised', () => {
    const help = startHelp(optionSets(MORE), 100);
    assert.match(help, /^Say’s clients\n {2}--say-port PORT\|PATH\|off\n/m);
    assert.match(help, /say:\/\/HOST:PORT for\s+Say’s\s+clients/);
    assert.doesNotMatch(startHelp(optionSets(), 100), /say-port/);
    const config = configOf('--say-port', '7019', '--advertise', 'say://chat.example.com:7019');
    assert.partialDeepStrictEqual(config, { sayPort: 7019, sayGreeting: 'welcome' });
    assert.throws(() => loadConfig({ argv: ['--say-port', '7019'], env: {} }), /no option --say-port/);
  });

  it('takes clients on its port, who talk with all others', async (t) => {
    const { server, tcpUrl } = await startInProcess(configOf('--say-port=0', '--say-greeting=salve'), MORE);
    t.after(() => server.close());
    const ann = await RawClient.as(tcpUrl, 'ann');
    t.after(() => ann.client.close());
    const bob = await RawClient.as(tcpUrl, 'bob');
    bob.client.close();
    const port = server.ports['say'] ?? 0;
    assert.ok(port > 0);
    const client = new SayClient(t, port);
    client.say(`token ${bob.token}`);
    await client.hears('salve bob');
    client.say('lobby hello from lines');
    await client.hears('ok 1');
    await ann.client.until(() => ann.client.pushes.some(({ case: kind }) => kind === 'message'));
    const sent = {
      clientId: 'one',
      content: { text: 'hello' },
      target: { case: 'user', value: bob.id },
    } as const;
    assert.equal(await ann.client.code({ case: 'send', value: sent }), 'OK');
    await client.hears(`message ${ann.id} hello`);
    const stranger = new SayClient(t, port);
    stranger.say('token nonsense');
    await stranger.hears('bye UNAUTHENTICATED');
  });

  it('answers its own HTTP calls, by the server’s ways to tell who asks', async (t) => {
    const { server, tcpUrl, httpUrl } = await startInProcess(configOf('--say-port', '0'), MORE);
    t.after(() => server.close());
    const ann = await RawClient.as(tcpUrl, 'ann');
    t.after(() => ann.client.close());
    assert.equal((await sayOf(httpUrl)).status, 401);
    const answer = await (await sayOf(httpUrl, ann.token)).json();
    const gateway = { port: server.ports['say'], httpPort: server.httpPort };
    assert.deepEqual(answer, { name: 'ann', gateway });
  });

  it('is not there when it is turned off', async (t) => {
    const { server, httpUrl } = await startInProcess(configOf(), MORE);
    t.after(() => server.close());
    assert.equal(server.ports['say'], undefined);
    assert.equal((await sayOf(httpUrl)).status, 404);
  });

  it('is announced by each gateway of a cluster, and found by a router', async (t) => {
    const cluster = await InProcessCluster.start({ changes: configOf('--say-port', '0'), more: MORE });
    t.after(() => cluster.close());
    const ann = await RawClient.as(cluster.tcpUrl(0), 'ann');
    t.after(() => ann.client.close());
    const ports = new Set<number>();
    for (let asked = 0; ports.size < 2 && asked < 100; asked++) {
      const answer = await (await sayOf(cluster.httpUrl(asked), ann.token)).json();
      const { gateway } = answer as {
        readonly gateway: { readonly hostname: string; readonly port: number };
      };
      assert.equal(gateway.hostname, '127.0.0.1');
      ports.add(gateway.port);
    }
    assert.deepEqual(ports, new Set(cluster.gateways.map((gateway) => gateway.ports['say'])));
  });
});

/** What somebody can do who reads the bus of a cluster and writes to it. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { TestContext } from 'node:test';
import { decodeServerFrame, encodeClientFrame } from '@posthorn/protocol';
import type { ClientFrameInit } from '@posthorn/protocol';
import { InProcessCluster } from '@posthorn/testing/in-process-cluster';
import { RawClient } from '@posthorn/testing/raw-client';
import type { Bus, BusHandler } from '../../src/bus/bus.ts';
import { SealedBus } from '../../src/bus/sealed.ts';
import { NODES_SUBJECT } from '../../src/bus/subjects.ts';
import { Links } from '../../src/cluster/links.ts';
import { decodeRouterAnswer, encodeNodeNote, encodeRouterCall } from '../../src/generated/bus.ts';
import type { SessionInfoInit } from '../../src/generated/bus.ts';
import { fromCallError } from '../../src/rpc/call-codec.ts';
import { systemClock, systemRandom } from '../../src/system.ts';

const SECRET = 'a secret of the cluster, for tests';
const PASSWORDS = ['the first password', 'the second password'] as const;

/** Calls a router in the name of a gateway and of whomever it likes. */
class Forger {
  readonly #links: Links;

  constructor(t: TestContext, bus: Bus, self: string) {
    this.#links = new Links({ bus, clock: systemClock, random: systemRandom, self });
    t.after(() => this.#links.close());
  }

  /** Resolves to the case of the answer, the code of the error, or how the link has ended. */
  ask(router: string, session: SessionInfoInit, request: Wish): Promise<string> {
    return new Promise((resolve) => {
      const link = this.#links.open(router, {
        onItem: (item) => {
          const { body } = decodeRouterAnswer(item);
          if (body?.case === 'sessionLost') resolve(fromCallError(body.value).code);
          else resolve(body?.case === 'reply' ? `${decodeServerFrame(body.value).body?.case}` : 'nothing');
        },
        onEnd: resolve,
      });
      const arrival = { case: 'arrival', value: { address: '10.0.0.1', session } } as const;
      link.send(encodeRouterCall({ connection: 1, body: arrival }));
      const frame = encodeClientFrame({ body: request });
      link.send(encodeRouterCall({ id: 1, connection: 1, body: { case: 'request', value: frame } }));
    });
  }
}

interface Scene {
  readonly cluster: InProcessCluster;
  readonly romeo: RawClient;
  /** Everything that nodes have said on the bus. */
  readonly said: readonly Uint8Array[];
}

async function scene(t: TestContext, busSecret?: string): Promise<Scene> {
  const said: Uint8Array[] = [];
  const cluster = await InProcessCluster.start({
    gateways: 1,
    routers: 1,
    busOf: (bus) => tapped(bus, said),
    changes: busSecret === undefined ? {} : { busSecret },
  });
  const romeo = await RawClient.connect(cluster.tcpUrl(0));
  t.after(async () => {
    romeo.socket.destroy();
    await cluster.close();
  });
  return { cluster, romeo, said };
}

/** A node's access to the bus, which somebody reads. */
function tapped(bus: Bus, said: Uint8Array[]): Bus {
  const note = (data: Uint8Array): Uint8Array => {
    said.push(Uint8Array.from(data));
    return data;
  };
  const noting =
    (handler: BusHandler): BusHandler =>
    (data, subject, reply) =>
      handler(data, subject, reply && ((answer) => reply(note(answer))));
  return {
    get status() {
      return bus.status;
    },
    maxPayloadBytes: bus.maxPayloadBytes,
    publish: (subject, data) => bus.publish(subject, note(data)),
    request: (subject, data, options) => bus.request(subject, note(data), options),
    gather: (subject, data, options) => bus.gather(subject, note(data), options),
    subscribe: (subject, handler, options) => bus.subscribe(subject, noting(handler), options),
    ready: () => bus.ready(),
    stats: () => bus.stats(),
    onStatus: (listener) => bus.onStatus(listener),
    close: async () => {},
  };
}

/** The first account, which is the administrator. */
const ADMINISTRATOR = {
  id: 1,
  user: 1,
  name: 'romeo',
  nameKey: 'romeo',
  admin: true,
  deviceId: 'romeo',
  deviceClass: 'bot',
  inbox: 1,
};

const LOBBY = 1;

type Wish = ClientFrameInit['body'];

/** What only an administrator, only romeo, and only somebody with a login may do. */
const RESET: Wish = { case: 'resetPassword', value: { user: 1, newPassword: 'taken over' } };
const SEND: Wish = {
  case: 'send',
  value: {
    target: { case: 'conversation', value: LOBBY },
    clientId: 'forged',
    content: { text: 'I am romeo' },
  },
};
const READ: Wish = { case: 'pull', value: { ranges: [{ conversation: LOBBY }] } };

describe('a forged batch', () => {
  for (const { who, fromOf } of [
    { who: 'a node that nobody knows', fromOf: () => 'forger' },
    { who: 'the gateway', fromOf: ({ gateways }: InProcessCluster) => gateways[0]?.id ?? '' },
  ]) {
    it(`in the name of ${who} is not carried out`, async (t) => {
      const { cluster, romeo } = await scene(t);
      await romeo.enter('romeo', PASSWORDS[0]);
      const forger = new Forger(t, cluster.bus, fromOf(cluster));
      const router = cluster.routers[0]?.id ?? '';
      const answers = await Promise.all(
        [SEND, READ, RESET].map((wish) => forger.ask(router, ADMINISTRATOR, wish)),
      );
      assert.deepEqual(answers, ['UNAUTHENTICATED', 'UNAUTHENTICATED', 'UNAUTHENTICATED']);
      assert.equal(await passwordOf(cluster), PASSWORDS[0]);
      assert.equal(await messagesFor(romeo), 0);
    });
  }

  for (const secret of [undefined, SECRET]) {
    const isRefused = secret !== undefined;
    const outcome = isRefused ? 'refused to whoever took over a gateway' : 'carried out on an open bus';
    it(`in the name of a gateway of the previous version is ${outcome}`, async (t) => {
      const { cluster, romeo } = await scene(t, secret);
      await romeo.enter('romeo', PASSWORDS[0]);
      const bus =
        secret === undefined
          ? cluster.bus
          : new SealedBus({ bus: cluster.bus, secret, random: systemRandom });
      const forger = new Forger(t, bus, 'older');
      const older = { id: 'older', isGateway: true };
      bus.publish(NODES_SUBJECT, encodeNodeNote({ body: { case: 'announcement', value: older } }));
      const router = cluster.routers[0]?.id ?? '';
      assert.equal(await forger.ask(router, ADMINISTRATOR, RESET), isRefused ? 'UNAUTHENTICATED' : 'done');
      assert.equal(await passwordOf(cluster), isRefused ? PASSWORDS[0] : undefined);
    });
  }

  it('does not even arrive where nodes share a secret', async (t) => {
    const { cluster, romeo } = await scene(t, SECRET);
    await romeo.enter('romeo', PASSWORDS[0]);
    const forger = new Forger(t, cluster.bus, cluster.gateways[0]?.id ?? '');
    const router = cluster.routers[0]?.id ?? '';
    assert.equal(await forger.ask(router, ADMINISTRATOR, RESET), 'silent');
    assert.equal(await passwordOf(cluster), PASSWORDS[0]);
  });
});

describe('whoever reads the bus', () => {
  it('sees no password, token or text where nodes share a secret', async (t) => {
    const { romeo, said } = await scene(t, SECRET);
    const secrets = await useSecrets(romeo);
    assert.ok(said.length > 20, `${said.length} messages were heard`);
    assert.deepEqual(found(secrets, said), []);
  });

  it('would see them otherwise', async (t) => {
    const { romeo, said } = await scene(t);
    const secrets = await useSecrets(romeo);
    assert.deepEqual(found(secrets, said), secrets);
  });
});

/** Registers, logs in, changes the password, and writes. Returns what nobody else may see. */
async function useSecrets(romeo: RawClient): Promise<readonly string[]> {
  const { token } = await romeo.enter('romeo', PASSWORDS[0]);
  const text = 'for juliet alone';
  const [oldPassword, newPassword] = PASSWORDS;
  const changed = await romeo.code({ case: 'changePassword', value: { oldPassword, newPassword } });
  const device = { id: 'other', class: 'bot' } as const;
  const again = await romeo.ask({ case: 'login', value: { name: 'romeo', password: newPassword, device } });
  const sent = await romeo.code({
    case: 'send',
    value: { target: { case: 'conversation', value: LOBBY }, clientId: 'one', content: { text } },
  });
  assert.deepEqual([changed, again.case, sent], ['OK', 'loggedIn', 'OK']);
  const second = again.case === 'loggedIn' ? again.value.token : '';
  return [...PASSWORDS, token, second, text];
}

function found(secrets: readonly string[], said: readonly Uint8Array[]): readonly string[] {
  const all = Buffer.concat(said);
  return secrets.filter((secret) => all.includes(secret));
}

/** The password with which romeo can log in. */
async function passwordOf(cluster: InProcessCluster): Promise<string | undefined> {
  const client = await RawClient.connect(cluster.tcpUrl(0));
  await client.hello();
  const device = { id: 'test', class: 'bot' } as const;
  const password = PASSWORDS[0];
  const answer = await client.ask({ case: 'login', value: { name: 'romeo', password, device } });
  client.socket.destroy();
  return answer.case === 'loggedIn' ? password : undefined;
}

/** How many messages the lobby has. */
async function messagesFor(client: RawClient): Promise<number> {
  const answer = await client.ask(READ);
  assert.ok(answer.case === 'pulled');
  return answer.value.batches.reduce((sum, { messages }) => sum + messages.length, 0);
}

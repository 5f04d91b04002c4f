/** What must hold over all nodes of a cluster: logins, revocation, presence, finding a gateway, slowing guesses. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { login, register } from '@posthorn/client/node';
import type { Bus } from '@posthorn/server';
import { callCim, CimConnection } from './support/cim-client.ts';
import type { InProcessCluster } from '@posthorn/testing/in-process-cluster';
import { EventStream } from './support/event-stream.ts';
import { FaultyBus } from '@posthorn/testing/faulty-bus';
import { eventually, scene } from './support/cluster-scene.ts';
import { codeOf, People } from './support/people.ts';
import { Town } from './support/town.ts';
import { Condition } from '@posthorn/testing/condition';

type Json = Readonly<Record<string, unknown>>;

async function post(url: string, body: object, token = ''): Promise<Json & { readonly status: number }> {
  const headers = {
    'content-type': 'application/json',
    ...(token !== '' && { authorization: `Bearer ${token}` }),
  };
  const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) });
  return { ...((await response.json()) as Json), status: response.status };
}

describe('logins over several gateways', () => {
  it('one-per-class: the newer login wins, wherever it is', async (t) => {
    const { at } = await scene(t);
    const device = (id: string) => ({ device: { id, class: 'mobile' } }) as const;
    const old = await at(0).join('juliet', device('old'));
    await at(1).join('juliet', device('new'));
    assert.equal(await old.dismissed(), 'REPLACED');
  });

  it('reject: refused at one gateway while the first is alive at another', async (t) => {
    const { at } = await scene(t, { changes: { loginPolicy: 'reject' } });
    const first = await at(0).join('juliet', { device: { id: 'first', class: 'mobile' } });
    const second = at(1).join('juliet', { device: { id: 'second', class: 'mobile' } });
    assert.equal(await codeOf(second), 'ALREADY_LOGGED_IN');
    await first.client.close();
    await eventually(
      () => codeOf(at(1).join('juliet', { device: { id: 'second', class: 'mobile' } })),
      (code) => code === 'OK',
    );
  });

  it('a session that is ended elsewhere closes its connections', async (t) => {
    const { at } = await scene(t, { changes: { loginPolicy: 'multi' } });
    const phone = await at(0).join('juliet', { device: { id: 'phone' } });
    const laptop = await at(1).join('juliet', { device: { id: 'laptop' } });
    const { sessions } = await laptop.client.call('listSessions', {});
    const session = sessions.find(({ device }) => device?.id === 'phone');
    await laptop.client.call('revokeSession', { session: session?.id ?? 0 });
    assert.equal(await phone.dismissed(), 'SESSION_REVOKED');
  });

  it('also when its gateway had lost the bus meanwhile; what was missed is there too', async (t) => {
    const { at, buses } = await scene(t, { changes: { loginPolicy: 'multi', sweepInterval: 25_000 } });
    const phone = await at(0).join('juliet', { device: { id: 'phone' } });
    const tablet = await at(0).join('juliet', { device: { id: 'tablet' } });
    const laptop = await at(1).join('juliet', { device: { id: 'laptop' } });
    const romeo = await at(1).join('romeo');
    const { sessions } = await laptop.client.call('listSessions', {});
    const session = sessions.find(({ device }) => device?.id === 'phone');
    buses[2]?.goAway();
    await laptop.client.call('revokeSession', { session: session?.id ?? 0 });
    await romeo.client.send({ to: 'juliet' }, 'Courage, man').done;
    buses[2]?.comeBack();
    assert.equal(await phone.dismissed(), 'SESSION_REVOKED');
    await tablet.until(() => tablet.messages.some(({ content }) => content.text === 'Courage, man'));
  });

  it('a guesser who is slowed at one router is slowed at the other', async (t) => {
    const { at, cluster } = await scene(t);
    await at(0).join('juliet');
    const guess = async (router: number): Promise<number> => {
      const device = { id: 'd', class: 'bot' };
      return (await post(`${cluster.httpUrl(router)}/v1/login`, { name: 'juliet', password: 'no', device }))
        .status;
    };
    for (let count = 0; count < 6; count++) await guess(0);
    assert.equal(await guess(1), 429);
  });

  it('a ticket of one router opens the event stream of the other, once', async (t) => {
    const { cluster } = await scene(t);
    const device = { id: 'd', class: 'bot' };
    const { token } = await post(`${cluster.httpUrl(0)}/v1/register`, {
      name: 'juliet',
      password: 'pw',
      device,
    });
    const { ticket } = await post(`${cluster.httpUrl(0)}/v1/events/ticket`, {}, String(token));
    const url = `${cluster.httpUrl(1)}/v1/events?ticket=${String(ticket)}`;
    const stream = await EventStream.open(url, '');
    await stream.next('ready');
    stream.close();
    assert.equal((await fetch(url)).status, 401);
    assert.equal((await fetch(`${cluster.httpUrl(1)}/v1/events?ticket=0123456789ab.x`)).status, 401);
  });
});

describe('presence over several gateways', () => {
  it('who is online is known everywhere, and who comes and goes', async (t) => {
    const { at } = await scene(t);
    const juliet = await at(0).join('juliet');
    const romeo = await at(1).join('romeo');
    const { presences } = await juliet.client.call('watchPresence', { users: [romeo.id] });
    assert.deepEqual(
      presences.map(({ online }) => online),
      [true],
    );
    const { users } = await juliet.client.call('listOnline', {});
    assert.deepEqual(users.map(({ name }) => name).toSorted(), ['juliet', 'romeo']);
    await romeo.client.close();
    await juliet.until(() => juliet.presence.some(({ online }) => !online));
  });

  it('the users of a gateway that has died are offline', async (t) => {
    const { at, buses } = await scene(t);
    const juliet = await at(0).join('juliet');
    const romeo = await at(1).join('romeo');
    await juliet.client.call('watchPresence', { users: [romeo.id] });
    const gateway = buses[3];
    assert.ok(gateway !== undefined);
    gateway.isCut = true;
    await juliet.until(() => juliet.presence.some(({ user, online }) => user === romeo.id && !online));
  });
});

describe('finding a gateway', () => {
  const endpoints = async (url: string): Promise<readonly string[]> => {
    const answer = (await (await fetch(`${url}/v1/gateways`)).json()) as {
      readonly endpoints: readonly { readonly url: string }[];
    };
    return answer.endpoints.map((endpoint) => endpoint.url);
  };
  const bothKnown = (cluster: InProcessCluster) =>
    eventually(
      () => endpoints(cluster.httpUrl(0)),
      (urls) => urls.length === 4,
    );

  it('the emptiest comes first, and one that drains is not named', async (t) => {
    const { at, cluster } = await scene(t);
    await bothKnown(cluster);
    await at(0).join('juliet');
    await eventually(
      () => endpoints(cluster.httpUrl(0)),
      ([first]) => first === cluster.tcpUrl(1),
    );
    await cluster.gateways[1]?.drain();
    const [only, web, ...more] = await eventually(
      () => endpoints(cluster.httpUrl(1)),
      (urls) => urls.length === 2,
    );
    assert.deepEqual(
      [only, web, more],
      [cluster.tcpUrl(0), `${cluster.wsUrl(0).replace('http', 'ws')}/ws`, []],
    );
  });

  it('round-robin names each in turn', async (t) => {
    const { cluster } = await scene(t, { changes: { gatewayStrategy: 'round-robin' } });
    await bothKnown(cluster);
    const first = await endpoints(cluster.httpUrl(0));
    const second = await endpoints(cluster.httpUrl(0));
    assert.notEqual(first[0], second[0]);
    assert.deepEqual(first.toSorted(), second.toSorted());
  });

  it('consistent-hash sends a user to the same one from every router', async (t) => {
    const { cluster } = await scene(t, { changes: { gatewayStrategy: 'consistent-hash' } });
    await bothKnown(cluster);
    await eventually(
      () => endpoints(cluster.httpUrl(1)),
      (urls) => urls.length === 4,
    );
    const device = { id: 'd', class: 'bot' };
    const firsts = new Set<string>();
    for (let user = 0; user < 12; user++) {
      const login = { name: `user${user}`, password: 'pw', device };
      const made = await post(`${cluster.httpUrl(0)}/v1/register`, login);
      const again = await post(`${cluster.httpUrl(1)}/v1/login`, login);
      assert.deepEqual(made['endpoints'], again['endpoints']);
      firsts.add((made['endpoints'] as readonly { readonly url: string }[])[0]?.url ?? '');
    }
    assert.equal(firsts.size, 2, 'users spread over both');
  });

  it('a client that knows only a router finds a gateway, and another one when that dies', async (t) => {
    const { cluster } = await scene(t);
    await bothKnown(cluster);
    const people = new People({ tcpUrl: cluster.httpUrl(0), httpUrl: cluster.httpUrl(0) });
    t.after(() => people.close());
    const juliet = await people.join('juliet');
    const { state } = juliet.client;
    assert.ok(state.name === 'online');
    const index = state.endpoint.startsWith(cluster.tcpUrl(0)) ? 0 : 1;
    assert.ok(state.endpoint.startsWith(cluster.tcpUrl(index)), state.endpoint);
    await cluster.gateways[index]?.close();
    await juliet.until(
      () =>
        juliet.client.state.name === 'online' &&
        !juliet.client.state.endpoint.startsWith(cluster.tcpUrl(index)),
    );
  });

  it('an account is made, and a login got, by who knows only a router', async (t) => {
    const { cluster } = await scene(t);
    await bothKnown(cluster);
    const request = {
      name: 'juliet',
      password: 'pw',
      displayName: '',
      device: { id: '', class: 'bot' },
    } as const;
    assert.equal((await register(cluster.httpUrl(0), request)).user?.name, 'juliet');
    assert.equal((await login(cluster.httpUrl(1), request)).user?.name, 'juliet');
    await assert.rejects(register(cluster.httpUrl(0), request), { code: 'NAME_TAKEN' });
  });

  it('CIM’s login names one gateway, and another one when that is gone; what is pending comes there', async (t) => {
    const { cluster } = await scene(t, { changes: { cim: true, cimPort: 0 } });
    const call = (path: string, body: object) => callCim(cluster.httpUrl(0), path, body);
    const user = (await call('/registerAccount', { userName: 'juliet' })).dataBody as {
      readonly userId: number;
    };
    const other = (await call('/registerAccount', { userName: 'romeo' })).dataBody as {
      readonly userId: number;
    };
    const login = () => call('/login', { userId: user.userId, userName: 'juliet' });
    const first = await eventually(login, ({ code }) => code === '9000');
    const { ip, cimServerPort } = first.dataBody as { readonly ip: string; readonly cimServerPort: number };
    assert.equal(ip, '127.0.0.1');
    const index = cluster.gateways.findIndex(({ ports }) => ports['cim'] === cimServerPort);
    assert.ok(index >= 0);
    const connection = await CimConnection.open(cimServerPort);
    connection.send(user.userId, 0, 'juliet');
    await connection.ping(user.userId);
    assert.equal((await login()).code, '5000', 'connected already, whichever router is asked');
    await cluster.gateways[index]?.drain();
    await call('/p2pRoute', { userId: other.userId, receiveUserId: user.userId, msg: 'It is the east' });
    const second = await eventually(login, ({ code }) => code === '9000');
    const { cimServerPort: port } = second.dataBody as { readonly cimServerPort: number };
    assert.equal(port, cluster.gateways[1 - index]?.ports['cim']);
    const again = await CimConnection.open(port);
    t.after(() => {
      connection.close();
      again.close();
    });
    again.send(user.userId, 0, 'juliet');
    await again.until(() => again.texts.includes('It is the east'));
  });
});

it('one router sweeps for all, and another one when it is gone', async (t) => {
  const sweepers = new Set<number>();
  const swept = new Condition();
  const busOf = (bus: Bus, _role: string, index: number): Bus => {
    const faulty = new FaultyBus(bus, Math.random);
    const publish = faulty.publish.bind(faulty);
    faulty.publish = (subject, data) => {
      // Nothing but the sweep's adverts goes to the lobby here once the message is out.
      if (subject === 'group.1' && index < 2) {
        sweepers.add(index);
        swept.changed();
      }
      publish(subject, data);
    };
    return faulty;
  };
  const { at, cluster } = await scene(t, { busOf, changes: { sweepInterval: 100 } });
  const juliet = await at(0).join('juliet');
  await juliet.client.send({ conversation: 1 }, 'Ay me').done;
  const leader = cluster.routers[0]!.id < cluster.routers[1]!.id ? 0 : 1;
  // Every router knows the other by now, or will within one announcement.
  await eventually(
    async () => {
      sweepers.clear();
      await swept.until(() => sweepers.size > 0);
      await new Promise((resolve) => setTimeout(resolve, 350));
      return [...sweepers];
    },
    (indexes) => indexes.length === 1 && indexes[0] === leader,
  );
  await cluster.routers[leader]?.close();
  sweepers.clear();
  await swept.until(() => sweepers.has(1 - leader));
});

it('a gateway that drains under load loses nothing', async (t) => {
  const { cluster } = await scene(t);
  const town = await Town.open({ url: (index) => cluster.tcpUrl(index) });
  t.after(() => town.leave());
  await town.untilAcked(50);
  await cluster.gateways[0]?.drain();
  await town.untilAcked(300);
  await town.close();
});

it('a gateway that drains names one that its clients never knew', async (t) => {
  const { at, cluster } = await scene(t);
  const { client } = await at(0).join('juliet');
  await cluster.add('gateway');
  await cluster.gateways[1]?.drain();
  const isBack = new Promise<string>((resolve) => {
    client.on('state', (state) => state.name === 'online' && resolve(state.endpoint));
  });
  await cluster.gateways[0]?.drain();
  assert.equal(await isBack, cluster.tcpUrl(2));
});

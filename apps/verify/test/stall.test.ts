/** Readers that stall: who they are, also where devices share an entrance, and that more is said than is kept for them. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { describe, it, type TestContext } from 'node:test';
import { Dice } from '../src/dice.ts';
import { stalledReaders } from '../src/faults/clients.ts';
import { NoEffectError } from '../src/faults/fault.ts';
import type { Infliction, Scene } from '../src/faults/fault.ts';
import { History } from '../src/history.ts';
import { ChaosProxy } from '../src/network/chaos-proxy.ts';
import { Network } from '../src/network/network.ts';

const ignore = (): void => {};
const PLACE = { id: 7, kind: 'group', use: 'talk' } as const;
const INFLICTION: Infliction = { dice: new Dice(1), lengthMs: 90, over: new AbortController().signal };

/** As much of a scene as the fault looks at: whoever says something is the server, which tells everybody at once. */
function sceneWith(
  network: Network,
  devices: readonly { readonly who: string; readonly endpoint: string }[],
  tell: (chars: number) => void,
): Scene {
  const history = new History();
  let count = 0;
  const say = (_place: unknown, { chars }: { readonly chars: number }): string => {
    tell(chars);
    const id = `server.${count++}`;
    const fact = { op: 'send', who: 'server', user: 1, id, conversation: PLACE.id } as const;
    history.record({ ...fact, stage: 'invoke' });
    history.record({ ...fact, stage: 'fail' });
    return id;
  };
  const cast = {
    places: [PLACE],
    devices: devices.map((each) => ({ ...each, isOnline: true })),
    rawClients: [],
  };
  return { network, history, cast, workload: { say } } as unknown as Scene;
}

async function entrance(t: TestContext, port: number): Promise<ChaosProxy> {
  const proxy = await ChaosProxy.listen({
    target: () => ({ host: '127.0.0.1', port }),
    dice: new Dice(1),
  });
  t.after(() => proxy.close());
  return proxy;
}

describe('stalled readers', () => {
  it('are all who share an entrance, and more is said than is kept for them', async (t) => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    t.after(() => server.close());
    const { port } = server.address() as AddressInfo;
    const entrances = [await entrance(t, port), await entrance(t, port), await entrance(t, port)];
    const readers: { readonly who: string; readonly endpoint: string; readonly far: Socket }[] = [];
    // Two each by the first two, and nobody by the third.
    for (const [index, proxy] of [0, 0, 1, 1].map((which) => entrances[which]).entries()) {
      assert.ok(proxy !== undefined);
      const reader = connect(proxy.port, '127.0.0.1').resume().on('error', ignore);
      const [far] = (await once(server, 'connection')) as [Socket];
      far.on('error', ignore);
      readers.push({ who: `reader ${index}`, endpoint: `tcp://127.0.0.1:${proxy.port}`, far });
      t.after(() => reader.destroy());
    }
    const scene = sceneWith(new Network(new Dice(1), entrances), readers, (chars) => {
      for (const { far } of readers) far.write(Buffer.alloc(chars));
    });
    let stalled: typeof readers = [];
    let keptBytes: readonly number[] = [];
    scene.history.listen((entry) => {
      if (entry.op !== 'stall' || entry.stage !== 'end') return;
      stalled = readers.filter(({ who }) => !entry.others.includes(who));
      keptBytes = stalled.map(({ far }) => far.writableLength);
    });
    assert.match(await stalledReaders.inflict(scene, INFLICTION), /^2 readers for /);
    assert.equal(stalled.length, 2);
    assert.equal(new Set(stalled.map(({ endpoint }) => endpoint)).size, 1);
    // 64 KiB is what a server under test keeps for a client (START_OPTIONS).
    for (const bytes of keptBytes) assert.ok(bytes > 65_536, `${bytes} bytes`);
  });

  it('are none when nobody is connected: nothing is said, and it does not count', async (t) => {
    const network = new Network(new Dice(1), [await entrance(t, 1)]);
    const scene = sceneWith(network, [], () => assert.fail('nobody was to say anything'));
    await assert.rejects(stalledReaders.inflict(scene, INFLICTION), NoEffectError);
    assert.equal(scene.history.entries.length, 0);
  });
});

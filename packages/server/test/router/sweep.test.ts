/** The head sweep finds what changed lately, whatever the wall clock does meanwhile (promise 6). */
import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { Bus } from '../../src/bus/bus.ts';
import type { Clock } from '../../src/clock.ts';
import { createMemoryStore, silentLogger, systemRandom } from '../../src/index.ts';
import { Publisher } from '../../src/router/publish.ts';
import { RecentStandings } from '../../src/router/recent-standings.ts';
import { HeadSweep } from '../../src/router/sweep.ts';
import { decodeEnvelope } from '../../src/generated/bus.ts';

const HOUR_MS = 3_600_000;

for (const jumpMs of [0, HOUR_MS, -HOUR_MS]) {
  it(`a head is advertised for a minute though the clock jumps by ${jumpMs / HOUR_MS} h`, async () => {
    let elapsedMs = 0;
    let wall = Date.UTC(2026, 0, 1);
    const clock: Clock = {
      now: () => wall,
      monotonic: () => elapsedMs,
      after: () => ({ cancel() {} }),
      afterTurn: () => {},
    };
    const pass = (ms: number): void => {
      elapsedMs += ms;
      wall += ms;
    };
    const advertised: number[] = [];
    const bus = {
      publish(_subject: string, data: Uint8Array) {
        const { body } = decodeEnvelope(data);
        if (body?.case === 'advert') advertised.push(...body.value.heads.map(({ seq }) => seq));
      },
      onStatus: () => ({ unsubscribe() {} }),
    } as unknown as Bus;
    const store = createMemoryStore({ random: systemRandom });
    const { log } = store;
    const standings = new RecentStandings(clock);
    const publish = new Publisher(bus, silentLogger, standings);
    const sweep = new HeadSweep({
      log,
      bus,
      publish,
      standings,
      clock,
      logger: silentLogger,
      intervalMs: 10_000,
    });
    const room = await store.conversations.ensureRoom('Lobby');

    await sweep.run();
    pass(5000);
    await log.append([
      {
        conversation: room.id,
        version: room.version,
        sender: 1,
        clientId: 'a',
        time: wall,
        content: new Uint8Array(1),
      },
    ]);
    wall += jumpMs;
    for (let round = 0; round < 5; round++) {
      pass(10_000);
      await sweep.run();
    }
    assert.deepEqual(advertised, [1, 1, 1, 1, 1]);
    await sweep.close();
    await store.close();
  });
}

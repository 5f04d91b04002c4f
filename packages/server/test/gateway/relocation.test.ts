/** Who is sent elsewhere while a gateway is of no use, and when. */
import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { PosthornError } from '@posthorn/protocol';
import type { Clock } from '../../src/clock.ts';
import type { ComingBack, Connection } from '../../src/gateway/connection.ts';
import { Relocation } from '../../src/gateway/relocation.ts';
import { systemClock } from '../../src/index.ts';

const WINDOW_MS = 8000;

it('sends everybody away within the window, and nobody after its end', () => {
  let now = 0;
  let due: { readonly at: number; readonly run: () => void }[] = [];
  const clock: Clock = {
    ...systemClock,
    after: (delayMs, run) => {
      const timer = { at: now + delayMs, run };
      due.push(timer);
      return { cancel: () => (due = due.filter((each) => each !== timer)) };
    },
  };
  const pass = (ms: number): void => {
    now += ms;
    for (const timer of due.filter(({ at }) => at <= now)) {
      due = due.filter((each) => each !== timer);
      timer.run();
    }
  };
  // It looks at nothing else of them.
  const connections = new Set<Connection>();
  const sent: (readonly string[])[] = [];
  for (const user of [1, 2]) {
    const connection = {
      caller: { session: { user } },
      protocol: {},
      end(error: PosthornError, { endpoints = [] }: ComingBack) {
        assert.equal(error.code, 'DRAINING');
        connections.delete(connection);
        sent.push(endpoints);
      },
    } as unknown as Connection;
    connections.add(connection);
  }
  const units = [0.25, 0.75];
  let drawn = 0;
  const relocation = new Relocation({
    clock,
    random: { bytes: (count) => new Uint8Array(count), unit: () => units[drawn++ % 2] ?? 0 },
    connections,
  });
  const successors = { endpoints: (user: number) => [`ws://other/${user}`] };
  const refusal = (): string | undefined => relocation.refusal?.code;
  assert.equal(refusal(), undefined);
  relocation.begin(WINDOW_MS, successors);
  assert.equal(refusal(), 'DRAINING');
  pass(1000);
  relocation.end();
  assert.equal(refusal(), undefined);
  pass(1000);
  assert.deepEqual(sent, [], 'the bus was back in time');
  relocation.begin(WINDOW_MS, successors);
  pass(2000);
  assert.deepEqual(sent, [['ws://other/1']]);
  pass(4000);
  assert.deepEqual(sent, [['ws://other/1'], ['ws://other/2']]);
});

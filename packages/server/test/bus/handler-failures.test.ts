import assert from 'node:assert/strict';
import { it } from 'node:test';
import { configWith, silentLogger } from '../../src/index.ts';
import { openBus } from '../../src/compose/backends.ts';
import { systemClock, systemRandom } from '../../src/system.ts';

it('what no handler can read fills no log', async (t) => {
  let now = 0;
  const clock = { ...systemClock, monotonic: () => now };
  const lines: unknown[] = [];
  const logger = {
    ...silentLogger,
    error: ({ subject, unsaid }: Readonly<Record<string, unknown>>) => void lines.push([subject, unsaid]),
  };
  const bus = await openBus({ config: configWith({}), clock, random: systemRandom, logger });
  t.after(() => bus.close());
  let heard = 0;
  bus.subscribe('nodes', () => {
    heard += 1;
    throw new Error('nonsense');
  });
  const hear = async (count: number): Promise<void> => {
    const before = heard;
    for (let sent = 0; sent < count; sent++) bus.publish('nodes', new Uint8Array(1));
    while (heard < before + count) await new Promise((resolve) => setImmediate(resolve));
  };
  await hear(1000);
  now = 1000;
  await hear(2);
  assert.deepEqual(lines, [
    ['nodes', 0],
    ['nodes', 999],
  ]);
});

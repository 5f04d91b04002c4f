import assert from 'node:assert/strict';
import { it } from 'node:test';
import { FairQueue } from './fair-queue.ts';

/** Carries out one at a time; notes whose turn it was. */
function line(maxWaiting = 100) {
  const queue = new FairQueue({ maxRunning: 1, maxWaiting });
  const order: string[] = [];
  const ask = (address: string, connection: number): Promise<string> =>
    queue
      .run({ address, connection }, async () => {
        order.push(`${address} ${connection}`);
        await new Promise<void>((resolve) => setImmediate(resolve));
        return 'done';
      })
      .catch((error: unknown) => String((error as { code?: unknown }).code));
  return { order, ask };
}

it('networks take turns, and within one its connections', async () => {
  const { order, ask } = line();
  const [first, second] = ['192.0.2.1', '192.0.2.2'];
  const all = [ask(first, 1), ask(first, 1), ask(first, 1), ask(first, 2), ask(second, 3), ask(second, 3)];
  await Promise.all(all);
  assert.deepEqual(
    order,
    [`${first} 1`, `${first} 1`, `${second} 3`, `${first} 2`, `${second} 3`, `${first} 1`],
    'the first one found an empty line',
  );
});

it('a flood of 16 connections keeps nobody else waiting for longer than a round', async () => {
  const { order, ask } = line(200);
  const flood = Array.from({ length: 16 * 60 }, (_, i) => ask(`2001:db8::${i.toString(16)}`, i % 16));
  const others = Array.from({ length: 60 }, (_, i) => ask(`10.0.0.${i}`, 100 + i));
  assert.deepEqual(new Set(await Promise.all(others)), new Set(['done']));
  assert.ok(order.lastIndexOf('10.0.0.59 159') <= 62, 'place of the last');
  const refused = (await Promise.all(flood)).filter((outcome) => outcome === 'OVERLOADED');
  assert.equal(refused.length, 16 * 60 - 1 - 140);
});

it('in the network of the flood too, a connection with one login is not refused', async () => {
  const { order, ask } = line(50);
  const flood = Array.from({ length: 16 * 60 }, (_, i) => ask('192.0.2.1', i % 16));
  const other = ask('192.0.2.1', 99);
  assert.equal(await other, 'done');
  assert.ok(order.indexOf('192.0.2.1 99') <= 18);
  await Promise.all(flood);
});

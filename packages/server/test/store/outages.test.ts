/** What is logged while a database server is away. */
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { PosthornError } from '@posthorn/protocol';
import { systemClock } from '../../src/index.ts';
import { failureFields, silentLogger } from '../../src/logger.ts';
import { Outages } from '../../src/store/server/outages.ts';
import { StoreError } from '../../src/store/store.ts';

it('is that it is away, once, and that it is back, however many connections notice', async () => {
  const lines: string[] = [];
  const write = (fields: object, message: string): void =>
    void lines.push(`${message} ${JSON.stringify(fields)}`);
  let now = 0;
  const clock = { ...systemClock, monotonic: () => now };
  const outages = new Outages({ clock, logger: { ...silentLogger, info: write, warn: write } });
  const fail = (code: 'unavailable' | 'locked'): Promise<unknown> =>
    outages.watch(() => Promise.reject(new StoreError(code, 'it refuses')));
  assert.equal(await outages.watch(() => Promise.resolve('connection')), 'connection');
  await assert.rejects(fail('locked'), { code: 'locked' });
  assert.deepEqual(lines, []);
  for (let count = 0; count < 3; count++) await assert.rejects(fail('unavailable'), { code: 'unavailable' });
  now = 2000;
  await outages.watch(() => Promise.resolve());
  await outages.watch(() => Promise.resolve());
  assert.deepEqual(lines, [
    'the database is away; trying again {"reason":"it refuses"}',
    'the database is back {"awayMs":2000}',
  ]);
});

it('is a sentence for what passes by itself, and the whole error for what does not', () => {
  assert.deepEqual(failureFields(new PosthornError('UNAVAILABLE', 'not now')), { reason: 'not now' });
  const cause = new Error('a bug');
  assert.deepEqual(failureFields(new PosthornError('INTERNAL', 'oh', { cause })), { err: cause });
});

/** What is logged while a database server is away. */
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { PosthornError } from '@posthorn/protocol';
import { systemClock } from '../../src/index.ts';
import { failureFields, silentLogger } from '../../src/logger.ts';
import type { ConnectionMode } from '../../src/store/server/engine.ts';
import { Outages } from '../../src/store/server/outages.ts';
import { StoreError } from '../../src/store/store.ts';

type Code = 'unavailable' | 'locked';

function watched() {
  const lines: string[] = [];
  const write = (fields: object, message: string): void =>
    void lines.push(`${message} ${JSON.stringify(fields)}`);
  const time = { ms: 0 };
  const clock = { ...systemClock, monotonic: () => time.ms };
  const outages = new Outages({ clock, logger: { ...silentLogger, info: write, warn: write } });
  return {
    lines,
    time,
    succeed: (access: ConnectionMode): Promise<unknown> =>
      outages.watch(access, () => Promise.resolve('connection')),
    fail: (access: ConnectionMode, code: Code = 'unavailable'): Promise<unknown> =>
      assert.rejects(
        outages.watch(access, () => Promise.reject(new StoreError(code, `${access} refused`))),
        { code },
      ),
  };
}

it('is that it is away, once, and that it is back, however many connections notice', async () => {
  const { lines, time, succeed, fail } = watched();
  assert.equal(await succeed('write'), 'connection');
  await fail('write', 'locked');
  assert.deepEqual(lines, []);
  for (let count = 0; count < 3; count++) await fail('write');
  time.ms = 2000;
  await succeed('write');
  await succeed('write');
  assert.deepEqual(lines, [
    'the database is away; trying again {"reason":"write refused"}',
    'the database is back {"awayMs":2000}',
  ]);
});

it('is that it is away for as long as it can only be read from', async () => {
  const { lines, time, succeed, fail } = watched();
  await fail('read');
  for (let count = 0; count < 3; count++) {
    await fail('write');
    await succeed('read');
  }
  time.ms = 2000;
  await succeed('write');
  assert.deepEqual(lines, [
    'the database is away; trying again {"reason":"read refused"}',
    'the database is back {"awayMs":2000}',
  ]);
});

it('is a sentence for what passes by itself, and the whole error for what does not', () => {
  assert.deepEqual(failureFields(new PosthornError('UNAVAILABLE', 'not now')), { reason: 'not now' });
  const cause = new Error('a bug');
  assert.deepEqual(failureFields(new PosthornError('INTERNAL', 'oh', { cause })), { err: cause });
});

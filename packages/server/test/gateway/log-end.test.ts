/** A user's faults are said in the log, and do not fill it. */
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { PosthornError } from '@posthorn/protocol';
import { EndLog } from '../../src/gateway/log-end.ts';
import { silentLogger } from '../../src/logger.ts';
import { systemClock } from '../../src/system.ts';

type Noted = Parameters<EndLog['note']>[0];

it('the faults of one user are said twice at once and once a second, those of others too', () => {
  let now = 0;
  const said: unknown[] = [];
  const logger = { ...silentLogger, info: ({ user }: { readonly user?: unknown }) => void said.push(user) };
  const log = new EndLog(logger, { ...systemClock, monotonic: () => now });
  const malformed = new PosthornError('MALFORMED_FRAME', 'nonsense');
  const fault = (user: number): void => {
    // What a note reads of a connection.
    const connection = { id: 1, protocol: { name: 'native' }, caller: { address: '', session: { user } } };
    log.note(connection as unknown as Noted, malformed);
  };
  for (let count = 0; count < 1000; count++) fault(7);
  assert.deepEqual(said, [7, 7]);
  fault(8);
  assert.deepEqual(said, [7, 7, 8]);
  now = 1000;
  for (let count = 0; count < 1000; count++) fault(7);
  assert.deepEqual(said, [7, 7, 8, 7]);
});

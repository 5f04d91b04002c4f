/**
 * A process that appends as fast as it can, and says which client ids were acked: `node appender.ts DIR
 * FULL|NORMAL [CHECKPOINT_PAGES]`. It is made to be killed.
 */
import * as logQueries from '../../../src/store/log/conversations.ts';
import { writeSync } from 'node:fs';
import { silentLogger } from '../../../src/logger.ts';
import { openSqliteStore } from '../../../src/compose/stores.ts';
import { systemRandom } from '../../../src/system.ts';

const [directory = '', synchronous = 'FULL', checkpointPages] = process.argv.slice(2);
const store = await openSqliteStore({
  directory,
  random: systemRandom,
  logger: silentLogger,
  synchronous: synchronous === 'NORMAL' ? 'NORMAL' : 'FULL',
  ...(checkpointPages !== undefined && { checkpointPages: Number(checkpointPages) }),
});
const room = await store.run(logQueries.ensureRoom, 'Lobby');
const content = new Uint8Array(100).fill(7);

for (let count = 0; ; count++) {
  const clientId = `${process.pid}-${count}`;
  const append = {
    conversation: room.id,
    version: room.version,
    sender: 1,
    clientId,
    time: Date.now(),
    content,
  };
  try {
    const [outcome] = await store.log.append([append]);
    // At once and in order: what was printed was acked, whatever happens next.
    if (outcome?.status === 'appended') say(`acked ${clientId} ${outcome.seq}`);
    else say(`refused ${outcome?.status}`);
  } catch (error) {
    say(`failed ${(error as { readonly code?: string }).code}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

/** A pipe whose reader is slow says EAGAIN instead of waiting. */
function say(line: string): void {
  for (;;) {
    try {
      writeSync(1, `${line}\n`);
      return;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') throw error;
    }
  }
}

/** Following a thread shows, also where what was said in it came when the device was connected. */
import 'fake-indexeddb/auto';
import { it } from 'node:test';
import { startInProcess } from '@posthorn/testing/in-process';
import { openEngine } from '../../src/engine/host-entry.ts';
import { connect } from '../../src/index.ts';
import { unexpected, when } from './support.ts';

it('a thread is followed, and not any more', async () => {
  const place = await startInProcess({ loginPolicy: 'multi' });
  const as = (user: string) => ({ server: place.httpUrl, user, password: 'pw', register: true });
  const romeo = await connect(as('romeo'));
  const other = await connect(as('juliet'));
  await new Promise<void>((resolve) => other.on('synced', resolve));
  await other.close();
  const { conversation, seq } = await romeo.send({ to: 'juliet' }, 'But soft').done;
  await romeo.send({ conversation }, { text: 'aside', thread: seq }).done;
  const engine = await openEngine({ credentials: as('juliet'), account: 'juliet', onError: unexpected });
  await when(engine.status, ({ isSynced }) => isSynced);
  const window = engine.timeline(conversation);
  await window.showNewest();
  for (const follow of [true, false]) {
    await engine.call('setThread', { conversation, seq, follow });
    await when(window.slice, ({ messages }) => messages[0]?.state?.own?.follows === follow);
  }
  await Promise.all([engine.close(), romeo.close()]);
  await place.server.close();
});

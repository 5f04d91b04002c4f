/** The transcripts again, with one process on each database server. */
import { describe, it } from 'node:test';
import { TEST_ENGINES } from '@posthorn/testing/databases';
import { startInProcess } from '@posthorn/testing/in-process';
import { Stage, transcripts } from './support/stage.ts';
import { onePlace } from './support/topologies.ts';

for (const engine of TEST_ENGINES) {
  const server = await engine.start();
  describe(`over all mixed, on ${engine.name}`, { skip: typeof server === 'string' ? server : false }, () => {
    if (typeof server === 'string') return;
    for (const [name, lines] of transcripts()) {
      // Before the head sweep would repair what was not pushed: it must come live.
      it(name, { timeout: 30_000 }, async (t) => {
        const store = await engine.open(await server.database());
        const place = onePlace(await startInProcess({ sweepInterval: 25_000 }, { store }));
        t.after(async () => {
          await place.close();
          await store.close();
        });
        const stage = new Stage(place, ['tcp', 'http', 'ws']);
        try {
          for (const line of lines) await stage.play(line);
        } finally {
          await stage.end();
        }
      });
    }
  });
}

/** The transcripts again, with one process on each database server. */
import { after, before, describe, it } from 'node:test';
import { TEST_ENGINES } from '@posthorn/testing/databases';
import { startInProcess } from '@posthorn/testing/in-process';
import { Stage, transcripts } from './support/stage.ts';
import { onePlace } from './support/topologies.ts';
import type { InProcessPlace } from './support/topologies.ts';

for (const engine of TEST_ENGINES) {
  const server = await engine.start();
  describe(`over all mixed, on ${engine.name}`, { skip: typeof server === 'string' ? server : false }, () => {
    if (typeof server === 'string') return;
    let place: InProcessPlace;
    before(async () => {
      const store = await engine.open(await server.database());
      // Before the head sweep would repair what was not pushed: it must come live.
      place = onePlace(await startInProcess({ sweepInterval: 25_000, cim: true, cimPort: 0 }, { store }));
    });
    after(async () => {
      await place.close();
      await place.store.close();
    });
    for (const [index, [name, lines]] of transcripts().entries()) {
      it(name, async () => {
        const stage = new Stage(place, ['tcp', 'http', 'ws'], String(index));
        try {
          for (const line of lines) await stage.play(line);
        } finally {
          await stage.end();
        }
      });
    }
  });
}

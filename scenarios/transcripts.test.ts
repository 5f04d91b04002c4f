/** Readable transcripts, played over every way in: TCP, WebSocket, plain HTTP, and all of them mixed. */
import { describe, it } from 'node:test';
import type { WayIn } from '@posthorn/testing/place';
import { Stage, transcripts } from './support/stage.ts';
import { TOPOLOGIES } from './support/topologies.ts';

const CASTS: Readonly<Record<string, readonly WayIn[]>> = {
  TCP: ['tcp'],
  WebSocket: ['ws'],
  HTTP: ['http'],
  'all mixed': ['tcp', 'http', 'ws'],
};

for (const { name: place, open } of TOPOLOGIES) {
  for (const [cast, waysIn] of Object.entries(CASTS)) {
    describe(`over ${cast}, ${place}`, () => {
      for (const [name, lines] of transcripts()) {
        // Before the head sweep would repair what was not pushed: it must come live.
        it(name, { timeout: 15_000 }, async (t) => {
          const here = await open({ sweepInterval: 25_000 });
          t.after(() => here.close());
          const stage = new Stage(here, waysIn);
          try {
            for (const line of lines) await stage.play(line);
          } finally {
            await stage.end();
          }
        });
      }
    });
  }
}

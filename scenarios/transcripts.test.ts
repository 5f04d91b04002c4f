/**
 * Readable transcripts, played over every way in: TCP, WebSocket, plain HTTP, and all of them mixed. Who only listens comes by
 * CIM's wire.
 */
import { after, before, describe, it } from 'node:test';
import type { Place, WayIn } from '@posthorn/testing/place';
import { Stage, transcripts } from './support/stage.ts';
import { TOPOLOGIES } from './support/topologies.ts';

const CASTS: Readonly<Record<string, readonly WayIn[]>> = {
  TCP: ['tcp'],
  WebSocket: ['ws'],
  HTTP: ['http'],
  'all mixed': ['tcp', 'http', 'ws'],
};

/** In a cluster all of them at once; what a way in does by itself, it does in one process too. */
const CAST_OF_CLUSTER = 'all mixed';

// Each has servers of its own, and people who wait for each other most of the time.
describe('transcripts', { concurrency: 4 }, () => {
  for (const topology of TOPOLOGIES) {
    for (const [cast, waysIn] of Object.entries(CASTS)) {
      if (topology.name === 'in a cluster' && cast !== CAST_OF_CLUSTER) continue;
      describe(`over ${cast}, ${topology.name}`, { concurrency: 1 }, () => {
        let place: Place;
        before(async () => {
          // Before the head sweep would repair what was not pushed: it must come live.
          place = await topology.open({ sweepInterval: 25_000, cim: true, cimPort: 0 });
        });
        after(() => place.close());
        for (const [index, [name, lines]] of transcripts().entries()) {
          it(name, async () => {
            const stage = new Stage(place, waysIn, String(index));
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
});

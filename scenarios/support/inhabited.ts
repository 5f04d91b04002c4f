/**
 * Servers with people, who leave when the test ends.
 *
 * @module
 */
import type { TestContext } from 'node:test';
import type { Config } from '@posthorn/server';
import { startInProcess } from '@posthorn/testing/in-process';
import type { InProcess, InProcessOptions } from '@posthorn/testing/in-process';
import { People } from './people.ts';
import type { InProcessPlace, Topology } from './topologies.ts';

export interface Inhabited {
  readonly place: InProcess;
  readonly people: People;
}

export async function inhabited(
  t: TestContext,
  changes: Partial<Config> = {},
  parts: InProcessOptions = {},
): Promise<Inhabited> {
  const place = await startInProcess({ loginPolicy: 'multi', ...changes }, parts);
  const people = new People(place);
  t.after(async () => {
    await people.close();
    await place.server.close();
  });
  return { place, people };
}

export interface InhabitedTopology {
  readonly place: InProcessPlace;
  readonly here: People;
  /** In a cluster at another gateway, and mostly at another router. */
  readonly there: People;
}

export async function inhabitedTopology(
  t: TestContext,
  topology: Topology,
  changes: Partial<Config> = {},
): Promise<InhabitedTopology> {
  const place = await topology.open({ loginPolicy: 'multi', ...changes });
  const here = new People({ tcpUrl: place.url('tcp', 0), httpUrl: place.url('http', 0) });
  const there = new People({ tcpUrl: place.url('tcp', 1), httpUrl: place.url('http', 1) });
  t.after(async () => {
    await Promise.all([here.close(), there.close()]);
    await place.close();
  });
  return { place, here, there };
}

/** Finding again what was said: everybody what they may read, as it is now, and nothing else. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { TEST_ENGINES } from '@posthorn/testing/databases';
import { startInProcess } from '@posthorn/testing/in-process';
import { finds } from './support/finding.ts';
import { inhabited } from './support/inhabited.ts';
import { codeOf, People } from './support/people.ts';
import { searchRules } from './support/search-rules.ts';
import type { Rooms } from './support/search-rules.ts';
import { onePlace, TOPOLOGIES } from './support/topologies.ts';
import type { InProcessPlace } from './support/topologies.ts';

interface Where {
  readonly name: string;
  readonly skip: string | false;
  readonly open: () => Promise<InProcessPlace>;
}

const WHERE: Where[] = TOPOLOGIES.map(({ name, open }) => ({
  name,
  skip: false,
  open: () => open({ loginPolicy: 'multi', sendRate: 1000 }),
}));
for (const engine of TEST_ENGINES) {
  const server = await engine.start();
  WHERE.push({
    name: `on ${engine.name}`,
    skip: typeof server === 'string' ? server : false,
    async open() {
      assert.ok(typeof server !== 'string');
      const store = await engine.open(await server.database());
      const place = onePlace(await startInProcess({ loginPolicy: 'multi', sendRate: 1000 }, { store }));
      return {
        ...place,
        async close() {
          await place.close();
          await store.close();
        },
      };
    },
  });
}

for (const { name, skip, open } of WHERE) {
  describe(`searching ${name}`, { skip }, () => {
    let place: InProcessPlace;
    let rooms: Rooms;
    before(async () => {
      place = await open();
      const people = (index: number): People =>
        new People({ tcpUrl: place.url('tcp', index), httpUrl: place.url('http', index) });
      rooms = { here: people(0), there: people(1) };
    });
    after(async () => {
      await Promise.all([rooms.here.close(), rooms.there.close()]);
      await place.close();
    });
    searchRules(() => rooms);
  });
}

describe('the search over HTTP', () => {
  it('takes the query as it is typed, and a user by name', async (t) => {
    const { place, people } = await inhabited(t);
    const [ann, bob] = [await people.join('ann'), await people.join('bob')];
    const { conversation, seq } = await ann.client.send({ to: bob.id }, 'the exact words').done;
    await finds(bob.client, 'exact', ['the exact words']);
    const token = await people.tokenOf('bob');
    const ask = async (query: string): Promise<Readonly<Record<string, unknown>>> => {
      const answer = await fetch(`${place.httpUrl}/v1/search?${query}`, {
        headers: { authorization: `Bearer ${token}` },
      });
      return (await answer.json()) as Readonly<Record<string, unknown>>;
    };
    const typed = encodeURIComponent('from:ann "exact words"');
    const { hits } = await ask(`q=${typed}&user=ann&counts=true`);
    const [hit] = hits as readonly { readonly message: object; readonly snippet: string }[];
    assert.partialDeepStrictEqual(hit, {
      snippet: 'the exact words',
      matched: 'text',
      message: { conversation, seq },
    });
    assert.deepEqual((await ask('q=nothing'))['hits'], []);
  });

  it('can be turned off', async (t) => {
    const { people } = await inhabited(t, { search: false });
    const ann = await people.join('ann');
    assert.equal(await codeOf(ann.client.search('x')), 'FORBIDDEN');
    assert.equal((await ann.client.call('getSearchIndex', {})).state, 'off');
  });
});

/** The index on database servers. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { DatabaseAddress, silentLogger, systemClock, systemRandom } from '@posthorn/server';
import { TEST_ENGINES } from '@posthorn/testing/databases';
import type { TestServer } from '@posthorn/testing/databases';
import { searchConformance } from '../../../src/conformance/search.ts';
import { allHits, said, whole, words } from '../../../src/conformance/search/case.ts';
import { openMysqlIndex } from '../../../src/features/search/index/mysql.ts';
import { openPostgresIndex } from '../../../src/features/search/index/postgres.ts';
import type { SearchIndex } from '../../../src/features/search/index/search-index.ts';

for (const engine of TEST_ENGINES) {
  const server = await engine.start();
  if (typeof server === 'string') {
    it(`the search index on ${engine.name}`, { skip: server }, () => {});
    continue;
  }
  const openAt = (url: string): Promise<SearchIndex> => {
    const address = new DatabaseAddress(url);
    const parts = { address, clock: systemClock, random: systemRandom, logger: silentLogger };
    return address.engine === 'postgres' ? openPostgresIndex(parts) : openMysqlIndex(parts);
  };
  it(`an index on ${engine.name} that somebody has dropped is missed, and made anew by clear()`, async () => {
    const url = await server.database();
    const index = await openAt(url);
    await index.write({ put: [said(1, 1, 'tea')] });
    await server.execute(url, 'DROP TABLE search_documents', 'DROP TABLE search_notes');
    await assert.rejects(index.state(), { code: 'corrupt' });
    await index.clear(1);
    assert.equal((await index.state()).analyser, 1);
    await index.write({ put: [said(1, 2, 'tea')] });
    assert.deepEqual(await allHits(index, words('tea'), whole(1)), ['1/2']);
    await index.close();
  });
  searchConformance(
    { describe, it },
    {
      name: `on ${engine.name}`,
      async open() {
        const url = await server.database();
        let index = await openAt(url);
        return {
          index,
          async reopen() {
            await index.close();
            return (index = await openAt(url));
          },
          crash: () => endConnections(server, url),
          async bytes() {
            const rows = await Promise.all(
              ['search_documents', 'search_blocks'].map((table) =>
                server.execute(url, `SELECT * FROM ${table}`),
              ),
            );
            const values = rows.flat().flatMap((row) => Object.values(row));
            return Buffer.concat(
              values.map((value) => (value instanceof Uint8Array ? value : Buffer.from(String(value)))),
            );
          },
          dispose: () => index.close(),
        };
      },
    },
  );
}

/** Those to this database alone: other tests use the server too. */
async function endConnections(server: TestServer, url: string): Promise<void> {
  if (url.startsWith('postgres')) {
    await server.execute(
      url,
      'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()',
    );
    return;
  }
  const found = await server.execute(
    url,
    'SELECT id FROM information_schema.processlist WHERE db = DATABASE() AND id <> CONNECTION_ID()',
  );
  for (const { id } of found) {
    // One that has just ended is none to end.
    await server.execute(url, `KILL ${String(id)}`).catch(() => {});
  }
}

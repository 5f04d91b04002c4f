/** The index of the search notices by itself what has become of it, and is right again; words that go are gone from it. */
import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, it } from 'node:test';
import type { TestContext } from 'node:test';
import { openSqliteStore, silentLogger, systemRandom } from '@posthorn/server';
import type { Config } from '@posthorn/server';
import { startInProcess } from '@posthorn/testing/in-process';
import { finds, soon } from './support/finding.ts';
import { People } from './support/people.ts';
import type { Person } from './support/people.ts';
import { SteppedClock } from './support/stepped-clock.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

// Each test has a directory of its own, and waits for the index most of the time: those of a group run at once.

interface Visit {
  readonly people: People;
  readonly ann: Person;
  readonly bob: Person;
}

/** A data directory, and visits to the server that runs in it. */
async function dataDirectory(t: TestContext, config: Partial<Config> = {}) {
  const directory = await mkdtemp(join(tmpdir(), 'posthorn-search-'));
  t.after(() => rm(directory, { recursive: true }));
  const clock = new SteppedClock();
  const visit = async (work: (visit: Visit) => Promise<void>): Promise<void> => {
    const store = await openSqliteStore({ directory, random: systemRandom, logger: silentLogger });
    const place = await startInProcess({ loginPolicy: 'multi', ...config }, { store, clock });
    const people = new People(place);
    try {
      await work({ people, ann: await people.join('ann'), bob: await people.join('bob') });
    } finally {
      await people.close();
      await place.server.close();
      await store.close();
    }
  };
  const index = join(directory, 'search.db');
  return { directory, index, clock, visit };
}

async function say({ ann, bob }: Visit, ...texts: readonly string[]): Promise<void> {
  for (const text of texts) await ann.client.send({ to: bob.id }, text).done;
}

/** Until the index says that it is complete. */
async function complete({ ann }: Visit): Promise<void> {
  await soon(
    () => ann.client.call('getSearchIndex', {}),
    ({ state, lag }) => assert.deepEqual([state, lag], ['ready', 0]),
  );
}

/** What may become of an index while nobody looks. */
const DAMAGES: Readonly<Record<string, (index: string) => Promise<void>>> = {
  async 'is gone'(index) {
    for (const suffix of ['', '-wal', '-shm']) await rm(index + suffix, { force: true });
  },
  'is no database any more': (index) => writeFile(index, 'nonsense'.repeat(1000)),
  async 'is of another version of the analyser'(index) {
    const database = new DatabaseSync(index);
    database.exec("UPDATE notes SET value = '999' WHERE name = '.analyser'");
    database.close();
  },
  async 'is of another log'(index) {
    const database = new DatabaseSync(index);
    database.exec("UPDATE notes SET value = 'another' WHERE name = 'epoch'");
    database.close();
  },
};

describe('an index that was damaged while the server was down', { concurrency: true }, () => {
  for (const [damage, inflict] of Object.entries(DAMAGES)) {
    it(`and ${damage}, is built anew`, async (t) => {
      const { index, visit } = await dataDirectory(t);
      await visit(async (at) => {
        await say(at, 'first harbour', 'second harbour');
        await finds(at.bob.client, 'harbour', ['second harbour', 'first harbour']);
      });
      await inflict(index);
      await visit(async (at) => {
        await say(at, 'third harbour');
        await finds(at.bob.client, 'harbour', ['third harbour', 'second harbour', 'first harbour']);
        await complete(at);
      });
    });
  }

  it('and has lost its end, reads again what it lacks', async (t) => {
    const { index, visit } = await dataDirectory(t);
    const copies = new Map<string, Buffer>();
    await visit(async (at) => {
      await say(at, 'first harbour');
      await finds(at.bob.client, 'harbour', ['first harbour']);
      await complete(at);
    });
    copies.set(index, await readFile(index));
    await visit(async (at) => {
      await say(at, 'second harbour');
      const { conversation } = at.bob.messages[0] ?? {};
      const recall = { case: 'recall', value: { target: 1 } } as const;
      await at.ann.client.send({ conversation: conversation ?? 0 }, { kind: recall }).done;
      await finds(at.bob.client, 'harbour', ['second harbour']);
      await complete(at);
    });
    for (const suffix of ['-wal', '-shm']) await rm(index + suffix, { force: true });
    for (const [path, bytes] of copies) await writeFile(path, bytes);
    await visit(async (at) => {
      await finds(at.bob.client, 'harbour', ['second harbour']);
      await complete(at);
    });
  });
});

describe('an index under a running server', { concurrency: true }, () => {
  it('is built anew when its file is gone', async (t) => {
    const { index, visit } = await dataDirectory(t);
    await visit(async (at) => {
      await say(at, 'first harbour');
      await finds(at.bob.client, 'harbour', ['first harbour']);
      for (const suffix of ['', '-wal', '-shm']) await rm(index + suffix, { force: true });
      await say(at, 'second harbour');
      await finds(at.bob.client, 'harbour', ['second harbour', 'first harbour']);
      await complete(at);
      assert.ok((await readFile(index)).length > 0);
    });
  });

  it('is built anew on demand', async (t) => {
    const { visit } = await dataDirectory(t);
    await visit(async (at) => {
      await say(at, 'first harbour');
      await at.ann.client.call('reindex', {});
      await finds(at.bob.client, 'harbour', ['first harbour']);
      await complete(at);
    });
  });
});

describe('words that are gone', { concurrency: true }, () => {
  it('are not found after they have expired, nor once their account is erased, and not in the index', async (t) => {
    const { visit, clock } = await dataDirectory(t, { retention: HOUR_MS });
    const documents = async ({ ann }: Visit): Promise<number> =>
      (await ann.client.call('getSearchIndex', {})).documents;
    await visit(async (at) => {
      await say(at, 'first harbour', 'second harbour');
      await complete(at);
      assert.equal(await documents(at), 2);
    });
    clock.jump(1.1 * HOUR_MS);
    await clock.pass(MINUTE_MS);
    await visit(async (at) => {
      await soon(
        () => documents(at),
        (count) => assert.equal(count, 0),
      );
      await finds(at.bob.client, 'harbour', []);
      await at.bob.client.send({ to: at.ann.id }, 'third harbour').done;
      await finds(at.ann.client, 'harbour', ['third harbour']);
      await at.ann.client.call('eraseUser', { user: at.bob.id });
      await soon(
        () => documents(at),
        (count) => assert.equal(count, 0),
      );
      await finds(at.ann.client, 'harbour', []);
    });
  });

  it('are in no file while the search is off', async (t) => {
    const directory = await mkdtemp(join(tmpdir(), 'posthorn-search-'));
    t.after(() => rm(directory, { recursive: true }));
    for (const search of [true, false]) {
      const store = await openSqliteStore({ directory, random: systemRandom, logger: silentLogger });
      const place = await startInProcess({ search }, { store });
      const people = new People(place);
      const [ann, bob] = [await people.join('ann'), await people.join('bob')];
      if (search) {
        await ann.client.send({ to: bob.id }, 'first harbour').done;
        await finds(bob.client, 'harbour', ['first harbour']);
      } else {
        await soon(
          async () => documentsIn(join(directory, 'search.db')),
          (count) => assert.equal(count, 0),
        );
      }
      await people.close();
      await place.server.close();
      await store.close();
    }
  });
});

function documentsIn(index: string): number {
  const database = new DatabaseSync(index, { readOnly: true });
  try {
    return Number(database.prepare('SELECT COUNT(*) AS count FROM documents').get()?.['count']);
  } finally {
    database.close();
  }
}

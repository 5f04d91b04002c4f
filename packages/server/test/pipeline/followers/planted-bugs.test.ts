/** The suite of followers notices what followers must never do: each fault is planted once. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { followerConformance } from '../../../src/conformance/followers.ts';
import { STORAGE as USES } from '../../../src/conformance/followers/uses.ts';
import { BEHIND_NUMBERS } from '../../../src/pipeline/followers/log-queries.ts';
import type { FollowerRecords } from '../../../src/pipeline/followers/records.ts';
import { STORAGE } from '../../../src/pipeline/followers/storage.ts';
import { createMemoryStore } from '../../../src/store/memory.ts';
import { systemRandom } from '../../../src/system.ts';

type Faulty = (records: FollowerRecords) => FollowerRecords;

/** Another implementation of some methods. */
function changed(records: FollowerRecords, methods: Partial<FollowerRecords>): FollowerRecords {
  return new Proxy(records, {
    get: (target, key) => Reflect.get(key in methods ? methods : target, key) as unknown,
  });
}

interface Fault {
  readonly name: string;
  readonly faulty: Faulty;
  /** Cases that must fail; others may. */
  readonly noticed: readonly string[];
}

const FAULTS: readonly Fault[] = [
  {
    name: 'skips: notes an entry as handled that is not',
    faulty: (records) =>
      changed(records, {
        writePositions: (writes) =>
          records.writePositions(
            writes.map((each) => ({ ...each, moves: each.moves.map((value, at) => value + (at % 2)) })),
          ),
      }),
    noticed: ['after a drain it goes on where it was: nothing is skipped, nothing comes again'],
  },
  {
    name: 'skips: takes the heads for handled when it takes over',
    faulty: (records) =>
      changed(records, {
        positions: async (_follower, conversations) => {
          const { behind } = await records.allHeads(0, 0, 1000);
          const headOf = (conversation: number): number => {
            for (let at = 0; at < behind.length; at += BEHIND_NUMBERS) {
              if (behind[at] === conversation) return behind[at + 2] ?? 0;
            }
            return 0;
          };
          return new Map(conversations.map((each) => [each, headOf(each)]));
        },
      }),
    noticed: ['what it is given is what was written', 'a lone commit comes within 100 ms where it was made'],
  },
  {
    name: 'skips: looks only at what changed after it was taken over',
    faulty: (records) =>
      changed(records, {
        changedHeads: async () => ({ behind: new Float64Array(), next: undefined }),
        allHeads: async () => ({ behind: new Float64Array(), next: undefined }),
      }),
    noticed: [
      'a commit that nobody tells of is found within 10 s',
      'one that starts at the beginning sees everything',
      'what changed while nobody ran it for a year is found',
    ],
  },
  {
    name: 'repeats for ever: never notes what was handled',
    faulty: (records) => changed(records, { writePositions: async (writes) => writes.map(() => true) }),
    noticed: [
      'after a drain it goes on where it was: nothing is skipped, nothing comes again',
      'when a router drains another one goes on at once',
    ],
  },
  {
    name: 'repeats for ever: moves positions though the lease is lost',
    faulty: (records) =>
      changed(records, {
        writePositions: async (writes) => {
          const found = await records.list();
          const fences = new Map(found.map(({ id, fence }) => [id, fence]));
          await records.writePositions(
            writes.map((each) => ({ ...each, fence: fences.get(each.follower) ?? each.fence })),
          );
          return writes.map(() => true);
        },
        renew: async (held) => held.map(({ follower }) => follower),
      }),
    noticed: ['a router that was frozen in a call cannot take the position back, and begins no further one'],
  },
  {
    name: 'runs twice at once: ignores the lease',
    faulty: (records) =>
      changed(records, {
        list: async () => (await records.list()).map((each) => ({ ...each, holder: '' })),
        take: async (seen, holder) => (await records.take(seen, holder)) ?? seen.fence,
        renew: async (held) => held.map(({ follower }) => follower),
        writePositions: async (writes) => {
          await records.writePositions(writes);
          return writes.map(() => true);
        },
      }),
    noticed: ['one router runs it at a time, whoever commits', 'a call never overlaps another one'],
  },
  {
    name: 'mixes the order up within a conversation',
    faulty: (records) =>
      changed(records, {
        entries: async (ranges, maxBytes) => (await records.entries(ranges, maxBytes)).toReversed(),
      }),
    noticed: ['one that starts at the beginning sees everything'],
  },
  {
    name: 'skips: rests though somebody uses it',
    faulty: (records) => changed(records, { isUsed: async () => false }),
    noticed: [
      'what is said after somebody began to use it is given, and what was said before is not',
      'one that is used misses nothing at a takeover',
    ],
  },
  {
    name: 'works for nobody',
    faulty: (records) => changed(records, { isUsed: async () => true }),
    noticed: ['one that nobody uses is given nothing, and its positions stay'],
  },
];

/** The names of the cases that fail, of all or of some. */
async function failures(faulty?: Faulty, among?: readonly string[]): Promise<readonly string[]> {
  const cases: { readonly name: string; readonly body: () => Promise<void> }[] = [];
  followerConformance(
    {
      describe: (_name, body) => body(),
      it: (name, _options, body) => cases.push({ name, body }),
    },
    {
      name: 'memory',
      async open() {
        const store = createMemoryStore({ random: systemRandom, storages: [STORAGE, USES] });
        return { store, dispose: () => store.close() };
      },
      ...(faulty && { faulty }),
    },
  );
  const failed: string[] = [];
  for (const { name, body } of cases) {
    if (among?.includes(name) === false) continue;
    await body().catch(() => failed.push(name));
  }
  return failed;
}

describe('the suite of followers', () => {
  it('finds no fault where there is none', async () => {
    assert.deepEqual(await failures(), []);
  });
  for (const { name, faulty, noticed } of FAULTS) {
    it(`notices one that ${name}`, async () => {
      assert.deepEqual(new Set(await failures(faulty, noticed)), new Set(noticed));
    });
  }
});

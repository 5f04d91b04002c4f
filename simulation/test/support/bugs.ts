/**
 * Bugs for planting: ports that break their contracts.
 *
 * @module
 */
import * as logQueries from '../../../packages/server/src/store/log/conversations.ts';
import type { Storage } from '@posthorn/client';
import { decodeClientFrame, encodeClientFrame, PosthornError } from '@posthorn/protocol';
import type { Send } from '@posthorn/protocol';
import type { RequestFrame } from '../../../packages/server/src/router/router.ts';
import type {
  Append,
  AppendOutcome,
  LogBatch,
  LogRange,
} from '../../../packages/server/src/store/log/log.ts';
import type { Store } from '../../../packages/server/src/store/store.ts';
import { replaced } from '../../src/replaced.ts';
import type { Sabotage } from '../../src/sabotage.ts';

export interface Bug {
  readonly name: string;
  /** The promises that it breaks; others may break first. */
  readonly rules: RegExp;
  readonly sabotage: () => Sabotage;
  /** Takes more than some seeds to be noticed: for the full run. */
  readonly isRare?: boolean;
  /** Where to begin to look, for bugs that need a rare event: a little before where it was found. */
  readonly from?: number;
}

export const BUGS: readonly Bug[] = [
  {
    name: 'the ack comes before the commit',
    rules: /^1 /,
    sabotage: () => ({ line: withAppend(ackFirst) }),
  },
  {
    name: 'no unique key: a retry is written again',
    rules: /^[28] /,
    sabotage: () => ({ store: withAppend(forgetful()) }),
  },
  {
    name: 'a seq from a counter outside the transaction',
    rules: /^[123] /,
    sabotage: () => ({ store: withAppend(ownCounter()) }),
  },
  {
    name: 'a version that is not compared',
    isRare: true,
    from: 82,
    rules: /^9 /,
    sabotage: () => ({ store: withoutVersions }),
  },
  {
    name: 'a pull that ignores since when somebody is a member',
    from: 20,
    rules: /^9 /,
    sabotage: () => ({ store: withPull(asAnybody()) }),
  },
  {
    name: 'reading that resumes one too far',
    rules: /^[56] /,
    sabotage: () => ({
      store: withPull((pull, reader, ranges, maxBytes) => pull(reader, ranges.map(oneTooFar), maxBytes)),
    }),
  },
  {
    name: 'no head sweep',
    from: 88,
    rules: /^6 /,
    sabotage: () => NO_SWEEP,
  },
  {
    name: 'a push to somebody who was removed',
    isRare: true,
    from: 66,
    rules: /^9 /,
    sabotage: () => ({
      router: (router) =>
        replaced(router, {
          membership: async (conversation, users) => ({
            ...(await router.membership(conversation, users)),
            members: users,
          }),
        }),
    }),
  },
  {
    name: 'sends that overtake each other',
    rules: /^4 /,
    sabotage: () => ({
      router: (router) =>
        replaced(router, {
          forward: (caller, request) => {
            const send = sendIn(request);
            if (send?.clientId.endsWith('3') !== true) return router.forward(caller, request);
            const kept = { ...request, frame: request.frame.slice() };
            return router.groups(0, 0, 1).then(() => unrefused(router.forward(caller, kept)));
          },
        }),
    }),
  },
  {
    name: 'an order that the router is not told',
    rules: /^4 /,
    sabotage: () => ({
      router: (router) =>
        replaced(router, {
          forward: (caller, request) => {
            const send = sendIn(request);
            if (send === undefined) return router.forward(caller, request);
            const frame = encodeClientFrame({ body: { case: 'send', value: { ...send, order: 0 } } });
            return router.forward(caller, { ...request, frame });
          },
        }),
    }),
  },
  {
    name: 'positions that a device does not keep',
    rules: /^5 /,
    sabotage: () => ({ storage: (storage) => without(storage, 'p/') }),
  },
  {
    name: 'messages under way that a device does not keep',
    isRare: true,
    from: 150,
    rules: /^8 /,
    sabotage: () => ({ storage: (storage) => without(storage, 'o/') }),
  },
  {
    name: 'a restored log under its old epoch',
    isRare: true,
    rules: /^[56] /,
    from: 237,
    sabotage: () => ({ store: (store) => ({ ...store, epoch: 'always the same' }) }),
  },
  {
    name: 'a device that measures silence by its wall clock',
    from: 20,
    rules: /^6 /,
    sabotage: () => ({ platform: (platform) => ({ ...platform, monotonic: platform.now }) }),
  },
];

/** A lost push stays lost. */
export const NO_SWEEP: Sabotage = {
  line: (store) => ({ ...store, log: replaced(store.log, { changedHeads: async () => [] }) }),
};

type Appends = Store['log']['append'];
type Pulls = Store['log']['pull'];

function sendIn({ frame }: RequestFrame): Send | undefined {
  const { body } = decodeClientFrame(frame);
  return body?.case === 'send' ? body.value : undefined;
}

export function unrefused<T>(answer: T | PosthornError): T {
  if (answer instanceof PosthornError) throw answer;
  return answer;
}

function withAppend(
  append: (inner: Appends, batch: readonly Append[]) => Promise<readonly AppendOutcome[]>,
): (store: Store) => Store {
  return (store) => ({
    ...store,
    log: replaced(store.log, { append: (batch) => append((inner) => store.log.append(inner), batch) }),
  });
}

function withPull(
  pull: (
    inner: Pulls,
    reader: number,
    ranges: readonly LogRange[],
    maxBytes: number,
  ) => Promise<readonly LogBatch[]>,
): (store: Store) => Store {
  return (store) => ({
    ...store,
    log: replaced(store.log, { pull: (...args) => pull((...inner) => store.log.pull(...inner), ...args) }),
  });
}

/** Says that plain messages are written before they are. */
async function ackFirst(append: Appends, batch: readonly Append[]): Promise<readonly AppendOutcome[]> {
  const written = append(batch);
  if (batch.some(({ effect }) => effect !== undefined)) return written;
  written.catch(() => {});
  return batch.map(({ time, version }) => ({ status: 'appended', seq: 1, time, version }));
}

/** Every message is a new one. */
function forgetful(): (append: Appends, batch: readonly Append[]) => Promise<readonly AppendOutcome[]> {
  let count = 0;
  return (append, batch) =>
    append(batch.map((each) => ({ ...each, clientId: `${each.clientId} ${(count += 1)}` })));
}

/** Counts what it was asked for, also what is refused or repeated. */
function ownCounter(): (append: Appends, batch: readonly Append[]) => Promise<readonly AppendOutcome[]> {
  const seqs = new Map<number, number>();
  return async (append, batch) => {
    const outcomes = await append(batch);
    return outcomes.map((outcome, index) => {
      const { conversation = 0 } = batch[index] ?? {};
      const seq = (seqs.get(conversation) ?? 0) + 1;
      seqs.set(conversation, seq);
      return outcome.status === 'appended' ? { ...outcome, seq } : outcome;
    });
  };
}

/** Whatever the router has looked at is taken for the latest. */
function withoutVersions(store: Store): Store {
  const append: Appends = async (batch) => {
    const outcomes: AppendOutcome[] = [];
    for (const each of batch) {
      const record = await store.run(logQueries.getConversation, each.conversation);
      outcomes.push(...(await store.log.append([{ ...each, version: record?.version ?? each.version }])));
    }
    return outcomes;
  };
  return { ...store, log: replaced(store.log, { append }) };
}

/** Reads for everybody who may read there at all what somebody else may. */
function asAnybody(): Parameters<typeof withPull>[0] {
  return async (pull, reader, ranges, maxBytes) => {
    const own = await pull(reader, ranges, maxBytes);
    return Promise.all(
      own.map(async (batch, index) => {
        const range = ranges[index];
        if (range === undefined || batch.forbidden) return batch;
        for (let user = 1; user < 30; user++) {
          const [theirs] = await pull(user, [range], maxBytes);
          const isMore = theirs?.forbidden === false && theirs.messages.length > batch.messages.length;
          if (theirs !== undefined && isMore) return theirs;
        }
        return batch;
      }),
    );
  };
}

function oneTooFar(range: LogRange): LogRange {
  return range.after > 0 ? { ...range, after: range.after + 1, mark: 0 } : range;
}

/** Forgets some keys at once, and says that it keeps them. */
function without(storage: Storage, prefix: string): Storage {
  return replaced(storage, {
    put: (entries) => storage.put(entries.filter(([key]) => !key.startsWith(prefix))),
  });
}

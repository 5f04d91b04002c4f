/**
 * Stores with a bug each: wrapped around one that is right.
 *
 * @module
 */
import { logQueries, viewQueries } from '@posthorn/server/queries';
import { encodeContent } from '@posthorn/protocol';
import { StoreError } from '@posthorn/server';
import type { Store } from '@posthorn/server';
import { Dice } from '../../src/dice.ts';

type Append = Parameters<Store['log']['append']>[0][number];
type Outcome = Awaited<ReturnType<Store['log']['append']>>[number];
type Wrap = (store: Store) => Store;

export type AnyQuery = (...args: never[]) => unknown;

/** The same store with other methods of its log, or other answers to queries. */
export function changed(
  store: Store,
  log: Partial<Store['log']>,
  answers: ReadonlyMap<AnyQuery, (...args: never[]) => Promise<unknown>> = new Map(),
): Store {
  const run: Store['run'] = (query, ...args) => {
    const answer = answers.get(query);
    // Each answer is written for the query that it stands beside.
    return answer === undefined
      ? store.run(query, ...args)
      : (answer(...(args as unknown as never[])) as never);
  };
  return {
    capabilities: store.capabilities,
    epoch: store.epoch,
    log: over(store.log, log),
    run,
    check: () => store.check(),
    close: () => store.close(),
  };
}

/** Methods of `changes`, and for the rest those of `object`, as its own. */
export function over<T extends object>(object: T, changes: Partial<T>): T {
  return new Proxy(object, {
    get(target, name) {
      const value: unknown = Reflect.get(Object.hasOwn(changes, name) ? changes : target, name);
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
  });
}

const pause = (delayMs: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, delayMs));

/** Nothing is written before the outcome is told; `crash` forgets what is not written yet. */
export function ackBeforeCommit(store: Store): { readonly store: Store; readonly crash: () => void } {
  const heads = new Map<number, number>();
  const told = new Map<string, Outcome>();
  let waiting: Append[] = [];
  const flush = async (): Promise<void> => {
    const batch = waiting;
    waiting = [];
    if (batch.length > 0) await store.log.append(batch);
    heads.clear();
  };
  const one = async (append: Append): Promise<Outcome> => {
    const key = `${append.sender} ${append.clientId}`;
    const earlier = told.get(key);
    if (earlier?.status === 'appended') {
      return { status: 'repeated', conversation: append.conversation, seq: earlier.seq, time: earlier.time };
    }
    const record = await store.run(logQueries.getConversation, append.conversation);
    if (append.effect !== undefined || record?.version !== append.version) {
      await flush();
      return (await store.log.append([append]))[0] ?? { status: 'missing' };
    }
    const seq = (heads.get(record.id) ?? record.head) + 1;
    heads.set(record.id, seq);
    waiting.push(append);
    const outcome = { status: 'appended', seq, time: append.time, version: record.version } as const;
    told.set(key, outcome);
    return outcome;
  };
  setInterval(() => void flush(), 150).unref();
  return {
    store: changed(store, {
      async append(batch) {
        const outcomes: Outcome[] = [];
        for (const append of batch) outcomes.push(await one(append));
        return outcomes;
      },
    }),
    crash() {
      waiting = [];
      heads.clear();
    },
  };
}

/** A retry is a message of its own. */
export const noUniqueKey: Wrap = (store) => {
  let count = 0;
  return changed(store, {
    append: (batch) =>
      store.log.append(
        batch.map((append) =>
          append.effect === undefined ? { ...append, clientId: `${append.clientId}#${count++}` } : append,
        ),
      ),
  });
};

/** Numbers are given by the order of asking, and rows are written in another one. */
export const seqOutsideTransaction: Wrap = (store) =>
  changed(store, {
    async append(batch) {
      await pause(20);
      const outcomes = (await store.log.append(batch.toReversed())).toReversed();
      const seqs = new Map<number, number[]>();
      outcomes.forEach((outcome, index) => {
        if (outcome.status !== 'appended') return;
        const conversation = batch[index]?.conversation ?? 0;
        seqs.set(
          conversation,
          [...(seqs.get(conversation) ?? []), outcome.seq].sort((a, b) => a - b),
        );
      });
      return outcomes.map((outcome, index) =>
        outcome.status === 'appended'
          ? { ...outcome, seq: seqs.get(batch[index]?.conversation ?? 0)?.shift() ?? outcome.seq }
          : outcome,
      );
    },
  });

/** After a failed write, what was held back is written the wrong way round. */
export const swappedOnRetry: Wrap = (store) => {
  let count = 0;
  return changed(store, {
    async append(batch) {
      await pause(10);
      count += 1;
      if (count % 4 === 0) throw new StoreError('unavailable', 'planted');
      return (await store.log.append(batch.toReversed())).toReversed();
    },
  });
};

/** Now and then the outcome of a message that was written gets lost, and its sender hears that it failed. */
export const failedThoughWritten: Wrap = (store) => {
  const dice = new Dice(1);
  return changed(store, {
    async append(batch) {
      const outcomes = await store.log.append(batch);
      return outcomes.map((outcome, index) =>
        batch[index]?.effect === undefined && dice.chance(0.1) ? { status: 'missing' } : outcome,
      );
    },
  });
};

/** Whoever was a member once is taken for one for ever. */
export const membersForEver: Wrap = (store) => {
  const known = new Map<string, { readonly user: number }>();
  return changed(
    store,
    {},
    new Map([
      [
        logQueries.membersAmong,
        async (conversation: number, users: readonly number[]) => {
          const members = await store.run(logQueries.membersAmong, conversation, users);
          for (const member of members) known.set(`${conversation} ${member.user}`, member);
          return users.flatMap((user) => known.get(`${conversation} ${user}`) ?? []);
        },
      ],
    ]),
  );
};

/** Blocks are written and never looked at. */
export const blockIgnored: Wrap = (store) =>
  changed(
    store,
    {},
    new Map([
      [
        logQueries.getConversation,
        async (id: number) => {
          const record = await store.run(logQueries.getConversation, id);
          return record && { ...record, blockedBy: [] };
        },
      ],
    ]),
  );

/** Half of the time a cursor is told as it was before. */
export const cursorGoesBack: Wrap = (store) => {
  const dice = new Dice(1);
  return changed(
    store,
    {},
    new Map([
      [
        viewQueries.view,
        async (user: number, conversation: number) => {
          const view = await store.run(viewQueries.view, user, conversation);
          return view && dice.chance(0.5) ? { ...view, read: Math.max(0, view.read - 1) } : view;
        },
      ],
    ]),
  );
};

/** Reading is a moment behind: the newest message is not there yet. */
export const staleReads: Wrap = (store) =>
  changed(store, {
    async pull(reader, ranges, maxBytes) {
      const batches = await store.log.pull(reader, ranges, maxBytes);
      return batches.map((batch, index) => {
        const isSmall = (ranges[index]?.limit ?? 0) < 10;
        return isSmall ? { ...batch, messages: batch.messages.slice(0, -1) } : batch;
      });
    },
  });

/** Every other reader is given another text now and then. */
export const twoContents: Wrap = (store) => {
  const dice = new Dice(1);
  return changed(store, {
    async pull(reader, ranges, maxBytes) {
      const batches = await store.log.pull(reader, ranges, maxBytes);
      if (reader % 2 === 0) return batches;
      return batches.map((batch) => ({
        ...batch,
        messages: batch.messages.map((message) =>
          dice.chance(0.2) ? { ...message, content: encodeContent({ text: 'something else' }) } : message,
        ),
      }));
    },
  });
};

/** A hole: a message is left out of what is read, though it is said that all was given. */
export const leavesOut: Wrap = (store) => {
  const dice = new Dice(1);
  return changed(store, {
    async pull(reader, ranges, maxBytes) {
      const batches = await store.log.pull(reader, ranges, maxBytes);
      return batches.map((batch) => ({
        ...batch,
        messages: batch.messages.filter(({ seq }) => seq === 1 || !dice.chance(0.1)),
      }));
    },
  });
};

/** Not a bug: what is written between `hold` and `release` is written after it. */
export function heldUp(store: Store): {
  readonly store: Store;
  readonly hold: () => void;
  readonly release: () => void;
} {
  let gate = Promise.resolve();
  let release = (): void => {};
  return {
    store: changed(store, {
      async append(batch) {
        await gate;
        return store.log.append(batch);
      },
    }),
    hold: () => void (gate = new Promise((resolve) => (release = resolve))),
    release: () => release(),
  };
}

/** Whatever happens to the data, it says that it is the same. */
export const epochKept: Wrap = (store) => ({ ...changed(store, {}), epoch: 'always the same' });

/**
 * The store, as the nodes see it: the memory store behind a connection that is slow, breaks and is away. The ledger
 * records every write. It can be reset to an earlier moment, as from a backup: the writes up to then are repeated on
 * an empty store.
 *
 * @module
 */
import { decodeContent } from '@posthorn/protocol';
import type { UserRecord } from '../../packages/server/src/features/accounts/user-records.ts';
import type { CursorMove } from '../../packages/server/src/features/cursors/records.ts';
import type { GroupEffect } from '../../packages/server/src/features/groups/effects.ts';
import { createMemoryStore } from '../../packages/server/src/store/memory.ts';
import type { MemoryDatabase } from '../../packages/server/src/store/memory.ts';
import type { StoreQuery } from '../../packages/server/src/store/storage.ts';
import type { Append, AppendOutcome, LogStore } from '../../packages/server/src/store/log/log.ts';
import { StoreError } from '../../packages/server/src/store/store.ts';
import type { Store } from '../../packages/server/src/store/store.ts';
import type { Chance } from './chance.ts';
import type { EventLoop } from './event-loop.ts';
import { Ledger } from './ledger.ts';
import type { Log } from './ledger.ts';
import { targetOf } from './naive-fold.ts';
import type { Sabotage } from './sabotage.ts';
import type { Scheduler } from './scheduler.ts';
import type { StoreSetting } from './setting.ts';

/** A call of the store: a method of its log, or a registered query, by name. */
interface Call {
  readonly name: string;
  readonly isWrite: boolean;
  readonly args: readonly unknown[];
  readonly run: (store: Store) => Promise<unknown>;
}

const LOG_WRITES: ReadonlySet<string> = new Set<keyof LogStore>(['append', 'forbid']);

export interface SimulatedStoreOptions {
  readonly scheduler: Scheduler;
  readonly chance: Chance;
  readonly faults: StoreSetting;
  /** The database of the store. It knows the queries, and which of them write. */
  readonly database: MemoryDatabase;
  /** Called for each call that changed something, and for violations. */
  readonly onWrite: (name: string, args: readonly unknown[]) => void;
  readonly onViolation: (error: unknown) => void;
  readonly sabotage: Sabotage;
}

export class SimulatedStore {
  readonly #options: SimulatedStoreOptions;
  #store: Store;
  #writes: Call[] = [];
  ledger = new Ledger();
  /** One for each history of the log; the current one is last. */
  readonly ledgers: Ledger[] = [];
  faults: StoreSetting;
  /** The current writes are repetitions. */
  isRestoring = false;
  isAway = false;
  isFull = false;

  constructor(options: SimulatedStoreOptions) {
    this.#options = options;
    this.faults = options.faults;
    this.#store = this.#empty();
    this.ledgers.push(this.ledger);
  }

  get epoch(): string {
    return this.#store.epoch;
  }

  get writeCount(): number {
    return this.#writes.length;
  }

  /** How many writes were done when the last account was created. */
  get accountsAt(): number {
    return this.#writes.findLastIndex(({ name }) => name === 'accounts.createUser') + 1;
  }

  /** The store for one process. Nothing comes back after the process has died. */
  for(loop: EventLoop): Store {
    const run = (query: unknown, ...args: readonly unknown[]): Promise<never> =>
      // The result belongs to the given query.
      this.#call(this.#query(query, args), loop) as Promise<never>;
    return {
      capabilities: { durable: true, shared: true },
      epoch: this.#store.epoch,
      log: this.#log(loop),
      run,
      check: async () => {},
      close: async () => {},
    };
  }

  /** The store without delays and failures, for the simulation itself. */
  get direct(): Store {
    return this.#store;
  }

  /** Carries out a query now, like a node's call when it arrives. */
  carryOutQuery<Args extends readonly unknown[], T>(query: StoreQuery<Args, T>, ...args: Args): Promise<T> {
    return this.#carryOut(this.#query(query, args)) as Promise<T>;
  }

  async #carryOut(call: Call): Promise<unknown> {
    const result = await call.run(this.#store);
    if (!call.isWrite) return result;
    this.#writes.push(call);
    this.#options.onWrite(call.name, call.args);
    this.#note(call, result);
    return result;
  }

  /** Resets the store to its state after the first `count` writes, under a new epoch. */
  async restore(count: number): Promise<void> {
    const writes = this.#writes.slice(0, count);
    this.#store = this.#empty();
    this.#writes = [];
    this.ledger = new Ledger();
    this.ledgers.push(this.ledger);
    this.isRestoring = true;
    for (const call of writes) await this.#carryOut(call);
    this.isRestoring = false;
  }

  #empty(): Store {
    const { chance, sabotage, database } = this.#options;
    // The database already has its storages.
    const store = createMemoryStore({ random: chance, storages: [], database });
    return sabotage.store?.(store) ?? store;
  }

  #query(query: unknown, args: readonly unknown[]): Call {
    const { name, access } = this.#options.database.queries.of(query);
    return {
      name,
      isWrite: access === 'write',
      args,
      run: (store) => store.run(query as StoreQuery, ...args),
    };
  }

  /** The methods of the real log are only known at run time. */
  #log(loop: EventLoop): LogStore {
    const called =
      (name: string) =>
      (...args: readonly unknown[]): Promise<unknown> => {
        const run = (store: Store): Promise<unknown> =>
          (store.log as unknown as Record<string, Method>)[name]?.(...(args as never[])) ?? Promise.resolve();
        return this.#call({ name, isWrite: LOG_WRITES.has(name), args, run }, loop);
      };
    return new Proxy(
      {},
      { get: (_target, name) => (typeof name === 'string' ? called(name) : undefined) },
    ) as LogStore;
  }

  #call(call: Call, loop: EventLoop): Promise<unknown> {
    const { scheduler, chance } = this.#options;
    const { isWrite } = call;
    const delay = (): number => chance.int(0, this.faults.maxDelayMs);
    return new Promise((resolve, reject) => {
      const settle = (run: () => void): void => {
        scheduler.after(delay(), () => loop.hear('from outside', run));
      };
      const unavailable = (): void => settle(() => reject(new StoreError('unavailable', 'the line broke')));
      // The call of a dying node may or may not arrive.
      const arrivesLate = chance.is(0.5);
      const history = this.ledgers.length;
      scheduler.after(delay(), () => {
        // A call to a database does not reach its replacement.
        if (history !== this.ledgers.length) return;
        if (loop.isGone && !(isWrite && arrivesLate)) return;
        if (this.isAway) return unavailable();
        if (this.isFull && isWrite) return settle(() => reject(new StoreError('full', 'no space left')));
        const fate = chance.is(this.faults.failing) ? chance.pick(['before', 'after']) : 'none';
        if (fate === 'before') return unavailable();
        this.#carryOut(this.#narrowed(call)).then(
          (result) => (fate === 'after' ? unavailable() : settle(() => resolve(result))),
          (error: unknown) => this.#options.onViolation(error),
        );
      });
    });
  }

  /** A pull may return less than requested. */
  #narrowed(call: Call): Call {
    if (call.name !== 'pull') return call;
    const [reader, ranges, maxBytes] = call.args as Parameters<LogStore['pull']>;
    const bytes = Math.min(maxBytes, this.faults.maxPullBytes);
    return { ...call, run: (store) => store.log.pull(reader, ranges, bytes) };
  }

  #note({ name, args }: Call, result: unknown): void {
    const note = NOTES[name];
    note?.({ ledger: this.ledger, at: this.#options.scheduler.now }, args as never, result as never);
  }
}

interface Place {
  readonly ledger: Ledger;
  readonly at: number;
}

type Method = (...args: never[]) => Promise<unknown>;
type Note = (place: Place, args: never, result: never) => void;

const NOTES: Readonly<Record<string, Note>> = {
  append({ ledger, at }, [batch]: [readonly Append[]], outcomes: readonly AppendOutcome[]) {
    batch.forEach((append, index) => {
      const outcome = outcomes[index];
      if (outcome?.status === 'appended') noteAppend({ ledger, at }, append, outcome.seq);
    });
  },
  'groups.createGroup'(
    { ledger, at },
    [spec]: [
      { owner: number; members: readonly number[]; clientId: string; time: number; content: Uint8Array },
    ],
    outcome: { readonly status: string; readonly conversation?: { readonly id: number } },
  ) {
    const { id } = outcome.conversation ?? { id: 0 };
    if (outcome.status !== 'created') return;
    ledger.open(id, 'group', []);
    const { owner, members, clientId, time, content } = spec;
    for (const user of members) ledger.log(id)?.join(user, 1, 'member');
    ledger.log(id)?.join(owner, 1, 'owner');
    ledger.write({ conversation: id, seq: 1, sender: owner, clientId, time, content, at });
  },
  'log.openDirect'(
    { ledger },
    _args: readonly unknown[],
    record: { readonly id: number; readonly users: readonly number[] },
  ) {
    ledger.open(record.id, 'direct', record.users);
  },
  'log.ensureRoom'({ ledger }, _args: readonly unknown[], record: { readonly id: number }) {
    ledger.open(record.id, 'room', []);
  },
  'accounts.createUser'(
    { ledger },
    _args: readonly unknown[],
    { user }: { readonly user?: Pick<UserRecord, 'id' | 'inbox' | 'admin'> },
  ) {
    if (user === undefined) return;
    ledger.open(user.inbox, 'inbox', [user.id]);
    if (user.admin) ledger.admins.add(user.id);
  },
  'cursors.moveCursors'({ ledger }, [moves]: [readonly CursorMove[]]) {
    for (const { conversation, user, read } of moves) ledger.log(conversation)?.read(user, read);
  },
  'people.setBlock'({ ledger }, [user, other, isBlocked]: [number, number, boolean]) {
    ledger.block(user, other, isBlocked);
  },
};

function noteAppend({ ledger, at }: Place, append: Append, seq: number): void {
  const { conversation, sender, clientId, time, content, effect } = append;
  const log = ledger.log(conversation);
  // A user who joins by an invite writes the event.
  const joins = effect?.type === 'join';
  // An administrator of the server may give roles in any group.
  const isAdmins = effect?.type === 'roles' && ledger.admins.has(sender);
  const { kind } = decodeContent(content);
  const isEntry = targetOf(kind) > 0;
  if (!joins && !isAdmins) ledger.assertMayWrite(append, effect === undefined || isEntry);
  ledger.assertMayChange(append, kind);
  ledger.write({ conversation, seq, sender, clientId, time, content, at });
  // Besides entries, only groups have effects that the ledger knows.
  if (log !== undefined && effect !== undefined && !isEntry) applyEffect(log, effect as GroupEffect, seq);
}

function applyEffect(log: Log, effect: GroupEffect, seq: number): void {
  switch (effect.type) {
    case 'add':
      for (const user of effect.users) log.join(user, seq, effect.role);
      return;
    case 'join':
      log.join(effect.user, seq, 'member');
      return;
    case 'remove':
      for (const user of effect.users) log.part(user, seq);
      return;
    case 'remove-owner':
      log.part(effect.user, seq);
      setRole(log.member(effect.heir), 'owner');
      return;
    case 'roles':
      for (const { user, role } of effect.roles) setRole(log.member(user), role);
      return;
    case 'silence': {
      const member = log.member(effect.user);
      if (member !== undefined) member.isSilenced = effect.silenced;
      return;
    }
    case 'title':
    case 'settings':
  }
}

function setRole(member: { role: string } | undefined, role: string): void {
  if (member !== undefined) member.role = role;
}

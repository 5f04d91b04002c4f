/**
 * Counts what changed nothing, like refused logins, and writes a record for many of a kind. Whoever makes failures cannot
 * fill the disk by them: within a window each kind is written twice at most, and further kinds share a record.
 *
 * @module
 */
import type { Clock, Timer } from '../../clock.ts';
import { failureFields } from '../../logger.ts';
import type { Logger } from '../../logger.ts';
import { networksOf } from '../../networks.ts';
import { fromStoreError } from '../../pipeline/store-errors.ts';
import type { AuditNote, AuditTrail } from '../../router/audit.ts';
import type { RouterState } from '../../router/services.ts';
import type { NewAuditRecord } from '../../store/audit.ts';
import type { Store } from '../../store/store.ts';
import { addRecords } from './queries.ts';

/** How soon the beginning of something is written. */
const SOON_MS = 2000;
/** After this, what has followed is written, and all is counted anew. */
const WINDOW_MS = 1_800_000;
/** Kinds that are told apart within a window, by event, code, user and network. */
const MAX_KINDS = 100;

interface Tally {
  readonly note: AuditNote;
  /** What is not written yet. */
  count: number;
  since: number;
  until: number;
  isBegun: boolean;
}

export interface TrailOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly logger: Logger;
}

export class Trail implements AuditTrail {
  readonly #options: TrailOptions;
  readonly #tallies = new Map<string, Tally>();
  /** Both run only while there is something to write. */
  #soon: Timer | undefined;
  #window: Timer | undefined;
  #writing: Promise<void> = Promise.resolve();

  constructor(options: TrailOptions) {
    this.#options = options;
  }

  note(note: AuditNote): void {
    const tally = this.#tallyOf(note);
    if (tally.count === 0) tally.since = note.time;
    tally.count += 1;
    tally.until = note.time;
    const { clock } = this.#options;
    this.#window ??= clock.after(WINDOW_MS, () => this.#endWindow());
    if (!tally.isBegun) this.#soon ??= clock.after(SOON_MS, () => this.#writeBeginnings());
  }

  /** Writes everything. Idempotent. */
  async close(): Promise<void> {
    this.#soon?.cancel();
    this.#endWindow();
    await this.#writing;
  }

  #tallyOf(note: AuditNote): Tally {
    const { event, code, actor, user, address, key: serverKey } = note;
    const shared = [event, code].join(' ');
    const own = [shared, actor, user, serverKey, networksOf(address).near].join(' ');
    const known = this.#tallies.get(own);
    if (known !== undefined) return known;
    const isOne = this.#tallies.size < MAX_KINDS;
    const key = isOne ? own : shared;
    const kind = isOne ? note : { ...note, actor: 0, session: 0, user: 0, address: '', key: 0 };
    const tally = this.#tallies.get(key) ?? { note: kind, count: 0, since: 0, until: 0, isBegun: false };
    this.#tallies.set(key, tally);
    return tally;
  }

  #writeBeginnings(): void {
    this.#soon = undefined;
    const begun = [...this.#tallies.values()].filter(({ isBegun }) => !isBegun);
    for (const tally of begun) tally.isBegun = true;
    this.#write(begun);
  }

  #endWindow(): void {
    this.#window?.cancel();
    this.#window = undefined;
    const all = [...this.#tallies.values()];
    this.#tallies.clear();
    this.#write(all);
  }

  /** What cannot be written is lost, but for a line in the log: it changed nothing. */
  #write(tallies: readonly Tally[]): void {
    const { store, logger } = this.#options;
    const records = tallies.filter(({ count }) => count > 0).map(toRecord);
    if (records.length === 0) return;
    for (const tally of tallies) tally.count = 0;
    const written = store.run(addRecords, records).catch((error: unknown) => {
      const fields = { ...failureFields(fromStoreError(error)), records: records.length };
      logger.warn(fields, 'refusals were not written to the audit');
    });
    this.#writing = Promise.all([this.#writing, written]).then(() => {});
  }
}

function toRecord({ note, count, since, until }: Tally): NewAuditRecord {
  const { code, ...rest } = note;
  return { ...rest, code: code === 'OK' ? '' : code, count, since, time: until, details: {} };
}

export const TRAIL: RouterState<Trail> = {
  name: 'audit trail',
  open: (services) => new Trail(services),
  close: (trail) => trail.close(),
};

/**
 * Queries on users' own spaces. A row without a value stands for an entry that was removed, until it is dropped.
 *
 * @module
 */
import { change, insertAll, insertNew, lockedRows, row, rows } from '../../store/sql/sql.ts';
import type { Insert, Query } from '../../store/sql/sql.ts';
import { setMutedUntil } from './mute-queries.ts';
import type { MineChange, MineOutcome, MinePage, MinePlace, MineRecord } from './records.ts';

/** Entries of one user, and the bytes of their keys and values. */
const MAX_ENTRIES = 20_000;
const MAX_BYTES = 4 * 1024 * 1024;
/** How long it is told that an entry was removed, at least for the last {@link MAX_REMOVED}. */
const REMOVED_MS = 30 * 86_400_000;
const MAX_REMOVED = 2000;
/** How often a space is looked through for what may be dropped. */
const SWEEP_MS = 86_400_000;
/** Changes that are recognised when they come again. */
const MAX_RECENT = 32;

interface SpaceRow {
  readonly version: number;
  /** Up to this version it is not known any more what was removed. */
  readonly dropped: number;
  readonly entries: number;
  readonly removed: number;
  readonly size: number;
  readonly swept: number;
  /** JSON: client ids of the last changes. */
  readonly recent: string;
}

const NEW_SPACE: Insert = {
  table: 'mine_spaces',
  columns: { user: 'int', swept: 'int', recent: 'text' },
  onConflict: { key: ['user'] },
};

const ENTRY: Insert = {
  table: 'mine',
  columns: { user: 'int', name: 'text', value: 'text', size: 'int', version: 'int', time: 'int' },
  onConflict: {
    key: ['user', 'name'],
    set: { value: 'new', size: 'new', version: 'new', time: 'new' },
  },
};

interface EntryRow extends MineRecord {
  /** Bytes of key and value; 0: removed. */
  readonly size: number;
}

const ENTRY_COLUMNS = 'name AS "key", value, version, size';

/** Changes entries, and the conversations' settings that follow from them. */
export function* setMine(wanted: MineChange): Query<MineOutcome> {
  const { user, entries, clientId, ifUnchanged, mutes, time } = wanted;
  // From here on nobody else changes the space.
  const space = yield* lockedSpace(user, time);
  const found = yield* rows<EntryRow>(
    `SELECT ${ENTRY_COLUMNS} FROM mine WHERE "user" = ? AND name IN (?)`,
    user,
    entries.map(({ key }) => key),
  );
  const known = new Map(found.map((each) => [each.key, each]));
  const recent = JSON.parse(space.recent) as readonly string[];
  if (recent.includes(clientId)) return repeated(space, found);
  if (ifUnchanged && entries.some(({ key, version }) => !hasVersion(known.get(key), version)))
    return 'changed';
  const changed = entries
    .filter(({ key, value }) => (known.get(key)?.value ?? '') !== value)
    .map(({ key, value }, index) => ({
      key,
      value,
      version: space.version + index + 1,
      size: value === '' ? 0 : Buffer.byteLength(key) + Buffer.byteLength(value),
    }));
  const after = totalsAfter(space, changed, known);
  const isGrowing = after.entries > space.entries || after.size > space.size;
  if (isGrowing && (after.entries > MAX_ENTRIES || after.size > MAX_BYTES)) return 'full';
  yield* insertAll(
    ENTRY,
    changed.map(({ key, value, version, size }) => [user, key, value, size, version, time]),
  );
  yield* setMutedUntil(user, mutes);
  const swept = yield* sweep(user, { ...space, ...after }, time);
  const ids = JSON.stringify([...recent, clientId].slice(-MAX_RECENT));
  yield* change(
    `UPDATE mine_spaces SET version = ?, dropped = ?, entries = ?, removed = ?, size = ?, swept = ?, recent = ?
     WHERE "user" = ?`,
    after.version,
    swept.dropped,
    after.entries,
    swept.removed,
    after.size,
    swept.swept,
    ids,
    user,
  );
  for (const each of changed) known.set(each.key, each);
  const now = entries.map(({ key }) => known.get(key) ?? { key, value: '', version: 0 });
  return { ...pageOf(now), after: space.version, version: after.version };
}

function* lockedSpace(user: number, time: number): Query<SpaceRow> {
  const text = `SELECT version, dropped, entries, removed, size, swept, recent FROM mine_spaces WHERE "user" = ?`;
  const [found] = yield* lockedRows<SpaceRow>(text, user);
  if (found !== undefined) return found;
  yield* insertNew(NEW_SPACE, user, time, '[]');
  const [made] = yield* lockedRows<SpaceRow>(text, user);
  if (made === undefined) throw new Error('the row of a space cannot be read after it was written');
  return made;
}

/** A change that was made before: the entries as they are now. They are not all that has changed. */
function repeated({ version }: SpaceRow, found: readonly EntryRow[]): MinePage {
  return { ...pageOf(found), after: version, version };
}

/** Of an entry that has no value, nobody needs to know the version. */
function hasVersion(entry: EntryRow | undefined, version: number): boolean {
  return version === (entry?.version ?? 0) || (version === 0 && entry?.value === '');
}

function totalsAfter(
  { version, entries, removed, size }: SpaceRow,
  changed: readonly EntryRow[],
  known: ReadonlyMap<string, EntryRow>,
): Pick<SpaceRow, 'version' | 'entries' | 'removed' | 'size'> {
  const sum = { version: version + changed.length, entries, removed, size };
  for (const { key, size: next } of changed) {
    const before = known.get(key);
    sum.size += next - (before?.size ?? 0);
    sum.entries += Number(next > 0) - Number((before?.size ?? 0) > 0);
    sum.removed += Number(next === 0) - Number(before?.size === 0);
  }
  return sum;
}

/** Drops what was removed long ago, or is too much. */
function* sweep(
  user: number,
  space: SpaceRow,
  time: number,
): Query<Pick<SpaceRow, 'dropped' | 'removed' | 'swept'>> {
  const { dropped, removed, swept } = space;
  const isMuch = removed > 2 * MAX_REMOVED;
  if (removed === 0 || (time - swept < SWEEP_MS && !isMuch)) return { dropped, removed, swept };
  const last = yield* row<{ readonly version: number }>(
    `SELECT version FROM mine WHERE "user" = ? AND size = 0 AND time < ? ORDER BY version DESC LIMIT 1`,
    user,
    time - REMOVED_MS,
  );
  const beyond = yield* row<{ readonly version: number }>(
    'SELECT version FROM mine WHERE "user" = ? AND size = 0 ORDER BY version DESC LIMIT 1 OFFSET ?',
    user,
    MAX_REMOVED,
  );
  const through = Math.max(dropped, last?.version ?? 0, beyond?.version ?? 0);
  const gone = yield* change(
    'DELETE FROM mine WHERE "user" = ? AND size = 0 AND version <= ?',
    user,
    through,
  );
  return { dropped: through, removed: removed - gone, swept: time };
}

/** Entries that have changed, by rising version; a page has at most so many entries and about so many bytes. */
export function* changedMine(
  user: number,
  prefix: string,
  place: MinePlace,
  { limit, maxBytes }: { readonly limit: number; readonly maxBytes: number },
): Query<MinePage & Pick<MinePlace, 'begun'>> {
  const space = yield* row<Pick<SpaceRow, 'version' | 'dropped'>>(
    'SELECT version, dropped FROM mine_spaces WHERE "user" = ?',
    user,
  );
  const { version, dropped } = space ?? { version: 0, dropped: 0 };
  const isKnown = place.after <= version && Math.max(place.after, place.begun) >= dropped;
  const isNew = !isKnown || place.after === 0;
  const { after, begun } = isNew ? { after: 0, begun: version } : place;
  const found = yield* rows<EntryRow>(
    `SELECT ${ENTRY_COLUMNS} FROM mine WHERE "user" = ? AND version > ? AND (size > 0 OR version > ?)
     AND name >= ? AND name < ? ORDER BY version LIMIT ?`,
    user,
    after,
    begun,
    prefix,
    `${prefix}\u007F`,
    limit + 1,
  );
  const shown = fitting(found.slice(0, limit), maxBytes);
  const more = shown.length < found.length;
  return { ...pageOf(shown), after, version: more ? (shown.at(-1)?.version ?? after) : version, more, begun };
}

/** The first entries that have so many bytes together; at least one. */
function fitting(found: readonly EntryRow[], maxBytes: number): readonly EntryRow[] {
  let bytes = 0;
  const end = found.findIndex(({ size }) => (bytes += size) > maxBytes);
  return end === -1 ? found : found.slice(0, Math.max(1, end));
}

function pageOf(found: readonly MineRecord[]): Pick<MinePage, 'entries' | 'more'> {
  const entries = found.map(({ key, value, version }) => ({ key, value, version }));
  return { entries: entries.sort((a, b) => a.version - b.version), more: false };
}

/** Deletes the space of a user who writes nothing any more. */
export function* eraseMine(user: number): Query<void> {
  yield* change('DELETE FROM mine WHERE "user" = ?', user);
  yield* change('DELETE FROM mine_spaces WHERE "user" = ?', user);
}

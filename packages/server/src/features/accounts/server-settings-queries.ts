/**
 * What administrators have set about the server itself.
 *
 * @module
 */
import { trace } from '../../store/audit.ts';
import type { Details, Origin } from '../../store/audit.ts';
import { change, insertAll, row, rows } from '../../store/sql/sql.ts';
import type { Insert, Query } from '../../store/sql/sql.ts';

/** Names of settings: texts, and the bytes of the logo beside what tells it from others. */
export type SettingName = 'name' | 'registration' | 'accent' | 'logo-hash' | 'logo';

interface SettingRow {
  readonly name: SettingName;
  readonly value: Uint8Array;
}

const SETTING: Insert = {
  table: 'server_settings',
  columns: { name: 'text', value: 'bytes' },
  onConflict: { key: ['name'], set: { value: 'new' } },
};

/** All that is set, but the logo itself. */
export function* serverSettings(): Query<readonly (readonly [name: SettingName, value: string])[]> {
  const found = yield* rows<SettingRow>("SELECT name, value FROM server_settings WHERE name <> 'logo'");
  return found.map(({ name, value }) => [name, Buffer.from(value).toString('utf8')] as const);
}

export function* serverLogo(): Query<Uint8Array | undefined> {
  const found = yield* row<SettingRow>("SELECT name, value FROM server_settings WHERE name = 'logo'");
  return found?.value;
}

/** Sets some of them; undefined takes one away. `details` is for the audit. */
export function* setServerSettings(
  changes: readonly (readonly [name: SettingName, value: Uint8Array | undefined])[],
  origin: Origin,
  details: Details,
): Query<void> {
  const set = changes.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]));
  if (set.length > 0) yield* insertAll(SETTING, set);
  for (const [name, value] of changes) {
    if (value === undefined) yield* change('DELETE FROM server_settings WHERE name = ?', name);
  }
  yield* trace(origin, 0, details);
}

export interface SetUp {
  readonly hasAdministrator: boolean;
  readonly hasUsers: boolean;
  /** A bootstrap secret waits for the first administrator. */
  readonly isWaiting: boolean;
}

/** How far the server is set up. */
export function* setUp(): Query<SetUp> {
  const administrator = yield* row('SELECT 1 AS found FROM users WHERE admin = 1 AND disabled = 0 LIMIT 1');
  const user = yield* row('SELECT 1 AS found FROM users LIMIT 1');
  const secret = yield* row("SELECT 1 AS found FROM meta WHERE name = 'bootstrap'");
  return {
    hasAdministrator: administrator !== undefined,
    hasUsers: user !== undefined,
    isWaiting: secret !== undefined,
  };
}

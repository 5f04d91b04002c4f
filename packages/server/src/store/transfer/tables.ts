/**
 * The tables as they are moved from one database to another: which columns, in what order.
 *
 * @module
 */
import type { ColumnType, Insert } from '../sql/sql.ts';

export interface TransferTable extends Insert {
  /** The unique columns by which rows are read, so that a page goes on where the one before ended. */
  readonly key: readonly string[];
  /** Its rows have numbers of their own, never given twice. */
  readonly hasIds: boolean;
}

/** Everything but `meta`, which each database has about itself. */
export const TRANSFER_TABLES: readonly TransferTable[] = [
  table('users', ['id'], {
    id: 'int',
    name: 'text',
    name_key: 'text',
    display_name: 'text',
    avatar_url: 'text',
    status_text: 'text',
    admin: 'int',
    disabled: 'int',
    created_at: 'int',
    last_seen: 'int',
    inbox: 'int',
    password_hash: 'text',
  }),
  table('conversations', ['id'], {
    id: 'int',
    kind: 'text',
    title: 'text',
    head: 'int',
    version: 'int',
    member_count: 'int',
    user_a: 'int',
    user_b: 'int',
    changed: 'int',
  }),
  table('members', ['conversation', 'user'], {
    conversation: 'int',
    user: 'int',
    role: 'text',
    silenced: 'int',
    joined_seq: 'int',
    left_seq: 'int',
    left_title: 'text',
    past: 'text',
  }),
  table('readers', ['conversation', 'user'], {
    conversation: 'int',
    user: 'int',
    read_seq: 'int',
    delivered_seq: 'int',
    muted: 'int',
  }),
  table('invites', ['id'], {
    id: 'int',
    conversation: 'int',
    token_hash: 'bytes',
    created_by: 'int',
    created_at: 'int',
    expires_at: 'int',
    max_uses: 'int',
    uses: 'int',
  }),
  table('blocks', ['user', 'other'], { user: 'int', other: 'int' }),
  table('sessions', ['id'], {
    id: 'int',
    user: 'int',
    device_id: 'text',
    device_class: 'text',
    label: 'text',
    created_at: 'int',
    last_used_at: 'int',
    expires_at: 'int',
    token_hash: 'bytes',
  }),
  table('fences', ['slot'], { slot: 'text', fence: 'int' }),
  table('messages', ['conversation', 'seq'], {
    conversation: 'int',
    seq: 'int',
    sender: 'int',
    client_id: 'text',
    time: 'int',
    content: 'bytes',
  }),
];

function table(
  name: string,
  key: readonly string[],
  columns: Readonly<Record<string, ColumnType>>,
): TransferTable {
  return { table: name, key, columns, hasIds: 'id' in columns };
}

/** A page of rows after a key, by rising key. `page`: the text of its values, the last one is how many. */
export function pageText({ table: name, key, columns }: TransferTable, isFirst: boolean): string {
  const list = (names: readonly string[]): string => names.map((each) => `"${each}"`).join(', ');
  const after = isFirst ? '' : ` WHERE ${afterKey(key)}`;
  return `SELECT ${list(Object.keys(columns))} FROM ${name}${after} ORDER BY ${list(key)} LIMIT ?`;
}

/** For two columns: `a > ? OR (a = ? AND b > ?)`, which every engine reads from the index. */
function afterKey([first = '', second]: readonly string[]): string {
  return second === undefined ? `"${first}" > ?` : `"${first}" >= ? AND ("${first}" > ? OR "${second}" > ?)`;
}

/** The values that {@link pageText} wants for the key of the last row before. */
export function afterValues<T>(key: readonly T[]): readonly T[] {
  const [first, second] = key;
  return first === undefined ? [] : second === undefined ? [first] : [first, first, second];
}

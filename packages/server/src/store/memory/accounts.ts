/**
 * Users in memory.
 *
 * @module
 */
import type { AccountStore, NewUser, UserPatch, UserRecord } from '../accounts.ts';
import type { MemoryState, UserRow } from './state.ts';

export class MemoryAccounts implements AccountStore {
  readonly #state: MemoryState;

  constructor(state: MemoryState) {
    this.#state = state;
  }

  async create(
    user: NewUser,
  ): Promise<{ readonly status: 'created'; readonly user: UserRecord } | { readonly status: 'taken' }> {
    this.#state.assertOpen();
    const { users, usersByName } = this.#state;
    if (usersByName.has(user.nameKey)) return { status: 'taken' };
    const id = this.#state.nextId();
    const { name, displayName, createdAt, nameKey, passwordHash } = user;
    const record: UserRecord = {
      id,
      name,
      displayName,
      avatarUrl: '',
      statusText: '',
      admin: user.admin === 'if-first' ? users.size === 0 : user.admin,
      disabled: false,
      createdAt,
      lastSeen: 0,
      inbox: this.#state.addConversation('inbox', { users: [id] }).id,
    };
    const row: UserRow = { record, nameKey, passwordHash };
    users.set(id, row);
    usersByName.set(nameKey, row);
    return { status: 'created', user: { ...record } };
  }

  async byIds(ids: readonly number[]): Promise<readonly UserRecord[]> {
    this.#state.assertOpen();
    const rows = [...new Set(ids)].flatMap((id) => this.#state.users.get(id) ?? []);
    return rows.sort((a, b) => a.record.id - b.record.id).map(toRecord);
  }

  async byNameKeys(nameKeys: readonly string[]): Promise<readonly UserRecord[]> {
    this.#state.assertOpen();
    const rows = [...new Set(nameKeys)].flatMap((key) => this.#state.usersByName.get(key) ?? []);
    return rows.sort((a, b) => a.record.id - b.record.id).map(toRecord);
  }

  async credentials(
    nameKey: string,
  ): Promise<{ readonly user: UserRecord; readonly passwordHash: string | undefined } | undefined> {
    this.#state.assertOpen();
    const row = this.#state.usersByName.get(nameKey);
    return row === undefined ? undefined : { user: toRecord(row), passwordHash: row.passwordHash };
  }

  async find(prefix: string, after: string, limit: number): Promise<readonly UserRecord[]> {
    this.#state.assertOpen();
    return [...this.#state.users.values()]
      .filter(({ nameKey }) => nameKey.startsWith(prefix) && compareText(nameKey, after) > 0)
      .sort((a, b) => compareText(a.nameKey, b.nameKey))
      .slice(0, limit)
      .map(toRecord);
  }

  async update(id: number, patch: UserPatch): Promise<UserRecord | undefined> {
    this.#state.assertOpen();
    const row = this.#state.users.get(id);
    if (row === undefined) return undefined;
    const { passwordHash, ...fields } = patch;
    row.record = { ...row.record, ...fields };
    if (passwordHash !== undefined) row.passwordHash = passwordHash;
    return toRecord(row);
  }
}

function toRecord(row: UserRow): UserRecord {
  return { ...row.record };
}

/** The order of Unicode code points, which is that of a binary collation over UTF-8. */
function compareText(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

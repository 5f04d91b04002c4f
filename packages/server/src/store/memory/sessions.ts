/**
 * Logins of devices in memory.
 *
 * @module
 */
import type { UserRecord } from '../accounts.ts';
import type { NewSession, SessionRecord, SessionStore } from '../sessions.ts';
import type { MemoryState } from './state.ts';
import { bytesKey } from './state.ts';

export class MemorySessions implements SessionStore {
  readonly #state: MemoryState;

  constructor(state: MemoryState) {
    this.#state = state;
  }

  async create(session: NewSession): Promise<{ readonly id: number; readonly replaced: number | undefined }> {
    this.#state.assertOpen();
    const { tokenHash, ...fields } = session;
    const replaced = this.#of(session.user).find(({ deviceId }) => deviceId === session.deviceId)?.id;
    if (replaced !== undefined) this.#state.sessions.delete(replaced);
    const id = this.#state.nextId();
    const record = { ...fields, id, lastUsedAt: session.createdAt };
    this.#state.sessions.set(id, { record, tokenKey: bytesKey(tokenHash) });
    return { id, replaced };
  }

  async byToken(
    tokenHash: Uint8Array,
  ): Promise<{ readonly session: SessionRecord; readonly user: UserRecord } | undefined> {
    this.#state.assertOpen();
    const key = bytesKey(tokenHash);
    for (const { record, tokenKey } of this.#state.sessions.values()) {
      const user = this.#state.users.get(record.user)?.record;
      if (tokenKey === key && user !== undefined) return { session: { ...record }, user: { ...user } };
    }
    return undefined;
  }

  async of(user: number): Promise<readonly SessionRecord[]> {
    this.#state.assertOpen();
    return this.#of(user).map((record) => ({ ...record }));
  }

  async touch(id: number, lastUsedAt: number, expiresAt: number): Promise<void> {
    this.#state.assertOpen();
    const row = this.#state.sessions.get(id);
    if (row !== undefined) row.record = { ...row.record, lastUsedAt, expiresAt };
  }

  async revoke(
    user: number,
    which: { readonly session: number } | { readonly except: number | undefined },
  ): Promise<readonly number[]> {
    this.#state.assertOpen();
    const ids = this.#of(user)
      .map(({ id }) => id)
      .filter((id) => ('session' in which ? id === which.session : id !== which.except));
    for (const id of ids) this.#state.sessions.delete(id);
    return ids;
  }

  async nextFence(slot: string): Promise<number> {
    this.#state.assertOpen();
    const fence = (this.#state.fences.get(slot) ?? 0) + 1;
    this.#state.fences.set(slot, fence);
    return fence;
  }

  /** By id. */
  #of(user: number): SessionRecord[] {
    return [...this.#state.sessions.values()]
      .map(({ record }) => record)
      .filter((record) => record.user === user);
  }
}

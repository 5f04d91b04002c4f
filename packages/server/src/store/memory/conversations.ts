/**
 * Conversations in memory.
 *
 * @module
 */
import type {
  ConversationRecord,
  ConversationStore,
  ConversationView,
  GroupSpec,
  InviteRecord,
  MemberRecord,
} from '../conversations.ts';
import { addMessage, sentKey } from './log.ts';
import type { ConversationRow, MemberRow, MemoryState } from './state.ts';
import { addMember, bytesKey, intervalsOf, page, pairKey } from './state.ts';
import { currentMembers, toMember, toRecord, toView } from './views.ts';

export class MemoryConversations implements ConversationStore {
  readonly #state: MemoryState;

  constructor(state: MemoryState) {
    this.#state = state;
  }

  async get(id: number): Promise<ConversationRecord | undefined> {
    const row = this.#find(id);
    return row === undefined ? undefined : toRecord(this.#state, row);
  }

  async openDirect(a: number, b: number, _time: number): Promise<ConversationRecord> {
    this.#state.assertOpen();
    const key = pairKey(a, b);
    const users = a < b ? [a, b] : [b, a];
    const row = this.#state.directs.get(key) ?? this.#state.addConversation('direct', { users });
    this.#state.directs.set(key, row);
    return toRecord(this.#state, row);
  }

  async createGroup(
    spec: GroupSpec,
  ): Promise<
    | { readonly status: 'created' | 'repeated'; readonly conversation: ConversationRecord }
    | { readonly status: 'conflict' }
  > {
    this.#state.assertOpen();
    const { owner: sender, clientId, time, content } = spec;
    const earlier = this.#state.sent.get(sentKey({ sender, clientId }));
    if (earlier !== undefined) {
      const row = this.#find(earlier.conversation);
      const isRepeat =
        row?.kind === 'group' && earlier.seq === 1 && Buffer.compare(earlier.content, content) === 0;
      return isRepeat
        ? { status: 'repeated', conversation: toRecord(this.#state, row) }
        : { status: 'conflict' };
    }
    const row = this.#state.addConversation('group', { title: spec.title });
    addMember(row, sender, 'owner', 1);
    for (const user of spec.members) addMember(row, user, 'member', 1);
    addMessage(this.#state, row, { sender, clientId, time, content });
    return { status: 'created', conversation: toRecord(this.#state, row) };
  }

  async ensureRoom(title: string): Promise<ConversationRecord> {
    this.#state.assertOpen();
    const row = this.#state.rooms.get(title) ?? this.#state.addConversation('room', { title });
    this.#state.rooms.set(title, row);
    this.#state.conversations.set(row.id, row);
    return toRecord(this.#state, row);
  }

  async closeRoom(title: string): Promise<void> {
    this.#state.assertOpen();
    const row = this.#state.rooms.get(title);
    if (row !== undefined) this.#state.conversations.delete(row.id);
  }

  async membersAmong(conversation: number, users: readonly number[]): Promise<readonly MemberRecord[]> {
    const wanted = new Set(users);
    return this.#membersOf(conversation).filter(({ user }) => wanted.has(user));
  }

  async members(conversation: number, afterUser: number, limit: number): Promise<readonly MemberRecord[]> {
    return page(this.#membersOf(conversation), (member) => member.user, afterUser, limit);
  }

  async heir(conversation: number, except: number): Promise<number | undefined> {
    const candidates = this.#membersOf(conversation).filter(
      ({ user, role }) => user !== except && role !== 'owner',
    );
    const rank = ({ role }: MemberRecord): number => (role === 'admin' ? 0 : 1);
    candidates.sort((a, b) => rank(a) - rank(b) || a.joinedSeq - b.joinedSeq || a.user - b.user);
    return candidates[0]?.user;
  }

  async groupsOf(
    user: number,
    after: number,
    limit: number,
  ): Promise<readonly { readonly id: number; readonly version: number }[]> {
    this.#state.assertOpen();
    const groups = [...this.#state.conversations.values()].filter(
      (row) => row.kind === 'group' && isIn(row.members.get(user)),
    );
    return page(groups, (row) => row.id, after, limit).map(({ id, version }) => ({ id, version }));
  }

  async views(user: number, after: number, limit: number): Promise<readonly ConversationView[]> {
    this.#state.assertOpen();
    const rows = [...this.#state.conversations.values()].filter(
      (row) => intervalsOf(row, user) !== undefined,
    );
    return page(rows, (row) => row.id, after, limit).flatMap((row) => toView(row, user) ?? []);
  }

  async view(user: number, conversation: number): Promise<ConversationView | undefined> {
    const row = this.#find(conversation);
    return row === undefined ? undefined : toView(row, user);
  }

  async setMuted(user: number, conversation: number, muted: boolean): Promise<void> {
    const row = this.#find(conversation);
    if (row === undefined || intervalsOf(row, user) === undefined) return;
    const reader = row.readers.get(user) ?? { read: 0, delivered: 0, isMuted: false };
    row.readers.set(user, { ...reader, isMuted: muted });
  }

  async createInvite(
    invite: Omit<InviteRecord, 'id' | 'uses'> & { readonly tokenHash: Uint8Array },
  ): Promise<InviteRecord> {
    this.#state.assertOpen();
    const { tokenHash, ...fields } = invite;
    const record = { ...fields, id: this.#state.nextId(), uses: 0 };
    this.#state.invites.set(record.id, { record, tokenKey: bytesKey(tokenHash) });
    return { ...record };
  }

  async inviteByToken(tokenHash: Uint8Array): Promise<InviteRecord | undefined> {
    this.#state.assertOpen();
    const key = bytesKey(tokenHash);
    const row = [...this.#state.invites.values()].find(({ tokenKey }) => tokenKey === key);
    return row === undefined ? undefined : { ...row.record };
  }

  async invite(id: number): Promise<InviteRecord | undefined> {
    this.#state.assertOpen();
    const row = this.#state.invites.get(id);
    return row === undefined ? undefined : { ...row.record };
  }

  async invites(conversation: number): Promise<readonly InviteRecord[]> {
    this.#state.assertOpen();
    const rows = [...this.#state.invites.values()].filter(
      ({ record }) => record.conversation === conversation,
    );
    return rows.map(({ record }) => ({ ...record }));
  }

  async revokeInvite(id: number): Promise<void> {
    this.#state.assertOpen();
    this.#state.invites.delete(id);
  }

  async setBlock(user: number, other: number, blocked: boolean): Promise<void> {
    this.#state.assertOpen();
    const blocks = this.#state.blocks.get(user) ?? new Set();
    if (blocks.has(other) === blocked) return;
    if (blocked) blocks.add(other);
    else blocks.delete(other);
    this.#state.blocks.set(user, blocks);
    const direct = this.#state.directs.get(pairKey(user, other));
    if (direct !== undefined) direct.version += 1;
  }

  async blocks(user: number, after: number, limit: number): Promise<readonly number[]> {
    this.#state.assertOpen();
    return page(this.#state.blocks.get(user) ?? [], (other) => other, after, limit);
  }

  async isBlocked(a: number, b: number): Promise<boolean> {
    this.#state.assertOpen();
    const { blocks } = this.#state;
    return blocks.get(a)?.has(b) === true || blocks.get(b)?.has(a) === true;
  }

  #find(id: number): ConversationRow | undefined {
    this.#state.assertOpen();
    return this.#state.conversations.get(id);
  }

  #membersOf(conversation: number): MemberRecord[] {
    const row = this.#find(conversation);
    return row === undefined ? [] : currentMembers(row).map(([user, member]) => toMember(user, member));
  }
}

function isIn(member: MemberRow | undefined): boolean {
  return member !== undefined && member.left === undefined;
}

/**
 * What the members of a group call themselves there. No push tells of it: it is read when the group is opened, and again
 * from time to time while somebody speaks.
 *
 * @module
 */
import type { Client, ConversationKind } from '@posthorn/client';
import { userName } from '../online.ts';
import { pages } from '../pages.ts';
import { sanitiseLine } from '../sanitise.ts';

const PAGE = 200;
/** Of a larger group the nicknames of its first members are known: of owner, admins, and some others. */
const MAX_MEMBERS = 1000;
const INTERVAL_MS = 60_000;

/** By the name of the user. Safe to print. */
export type NicknamesByName = ReadonlyMap<string, string>;

interface Group {
  readonly id: number;
  readonly kind: ConversationKind;
  readonly isLeft: boolean;
}

export class Nicknames {
  readonly #client: Client;
  readonly #tell: (conversation: number, nicknames: NicknamesByName) => void;
  /** When a group was last read (monotonic ms). */
  readonly #readAt = new Map<number, number>();

  constructor(client: Client, tell: (conversation: number, nicknames: NicknamesByName) => void) {
    this.#client = client;
    this.#tell = tell;
  }

  /** Reads them, and tells of them. Rejects with a PosthornError. */
  async read(group: Group | undefined): Promise<void> {
    if (group?.kind !== 'group' || group.isLeft) return;
    const { id } = group;
    this.#readAt.set(id, performance.now());
    this.#tell(id, await this.#nicknamesIn(id));
  }

  /** Like read(), unless that was done within the last minute. */
  async readAgain(group: Group | undefined): Promise<void> {
    const readAt = this.#readAt.get(group?.id ?? 0) ?? -Infinity;
    if (performance.now() - readAt >= INTERVAL_MS) await this.read(group);
  }

  async #nicknamesIn(conversation: number): Promise<NicknamesByName> {
    const found = new Map<string, string>();
    let members = 0;
    const read = (cursor: string) =>
      this.#client.call('listMembers', { conversation, cursor, limit: PAGE, byRank: true });
    for await (const page of pages(read)) {
      for (const { user, nickname } of page.members)
        if (nickname !== '')
          found.set(sanitiseLine(await userName(this.#client, user)), sanitiseLine(nickname));
      members += page.members.length;
      if (members >= MAX_MEMBERS) break;
    }
    return found;
  }
}

/** A name with the nickname behind it, if there is one: whoever it is must be seen. */
export function withNickname(name: string, nicknames: NicknamesByName): string {
  const nickname = nicknames.get(name);
  return nickname === undefined ? name : `${name} ~${nickname}`;
}

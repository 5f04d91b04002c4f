/** A router for one user, Romeo: it answers from tables, and remembers what it was asked. */
import { ERRORS, PosthornError } from '@posthorn/protocol';
import type { BatchInit, ConversationInit, PresenceNoteInit, Reply, Request } from '@posthorn/protocol';
import { Chats } from '../../../src/protocols/mqtt/chats.ts';
import { Known } from '../../../src/protocols/mqtt/known.ts';
import type { Notice } from '../../../src/protocols/mqtt/notices.ts';
import { Subscriptions } from '../../../src/protocols/mqtt/subscriptions.ts';
import type { SubscriptionOptions } from '../../../src/protocols/mqtt/subscriptions.ts';

const LOBBY = 50;
const INBOX = 60;

const PLAIN: SubscriptionOptions = { qos: 0, noLocal: false, retainAsPublished: false, retainHandling: 0 };

export class SmallTown {
  readonly names = new Map([
    [1, 'romeo'],
    [2, 'Juliet'],
    [3, 'nurse'],
  ]);
  readonly conversations = new Map<number, ConversationInit>();
  readonly pages = new Map<number, BatchInit>();
  readonly presences = new Map<number, PresenceNoteInit>();
  readonly asked: Request[] = [];
  readonly clock = { now: 0, monotonic: (): number => this.clock.now };
  readonly known = new Known(this.clock);
  readonly chats = this.chatsOf();
  readonly subscriptions = new Subscriptions();
  readonly published: Notice[] = [];
  /** What the client takes. */
  maxBytes = Infinity;

  readonly request = async (request: Request): Promise<Reply> => {
    this.asked.push(request);
    return this.#answer(request);
  };

  readonly publish = (notice: Notice): boolean => {
    const isTaken = notice.payload.length <= this.maxBytes;
    if (isTaken) this.published.push(notice);
    return isTaken;
  };

  /** What parts of a session need. */
  get tools() {
    const { request, chats, subscriptions, publish } = this;
    return { request, chats, subscriptions, publish };
  }

  /** Of one more connection of the gateway. */
  chatsOf(lobby = LOBBY): Chats {
    const host = { request: (each: Request) => this.request(each) };
    return new Chats(host, { user: 1, lobby, inbox: INBOX }, this.known);
  }

  add(...conversations: readonly ConversationInit[]): void {
    for (const each of conversations) this.conversations.set(each.id ?? 0, each);
  }

  subscribe(filter: string, options: Partial<SubscriptionOptions> = {}): void {
    this.subscriptions.set(filter, { ...PLAIN, ...options });
  }

  /** What was published since the last time: topics, marked where they are retained, and what is there. */
  told(): readonly (readonly [topic: string, json: unknown])[] {
    return this.published
      .splice(0)
      .map(({ topic, payload, retain }) => [
        retain ? `${topic} (retained)` : topic,
        JSON.parse(Buffer.from(payload).toString()) as unknown,
      ]);
  }

  #answer(request: Request): Reply {
    switch (request.case) {
      case 'getUsers': {
        const { ids, names } = request.value;
        const isAsked = (id: number, name: string): boolean =>
          ids.includes(id) || names.includes(name.toLowerCase());
        const users = [...this.names].filter(([id, name]) => isAsked(id, name));
        return { case: 'users', value: { users: users.map(([id, name]) => ({ id, name })) } };
      }
      case 'getConversation':
        return { case: 'conversation', value: this.#conversation(request.value.conversation) };
      case 'listConversations': {
        const after = Number(request.value.cursor || 0);
        const rest = [...this.conversations.values()].filter(({ id = 0 }) => id > after);
        const next = rest.length > 2 ? String(rest[1]?.id) : '';
        return { case: 'conversations', value: { conversations: rest.slice(0, 2), next } };
      }
      case 'watchPresence': {
        const presences = request.value.users.flatMap((user) => this.presences.get(user) ?? []);
        return { case: 'presences', value: { presences } };
      }
      case 'pull': {
        const batches = request.value.ranges.map(({ conversation }) => this.pages.get(conversation));
        return {
          case: 'pulled',
          value: { batches: batches.map((batch) => batch ?? { error: ERRORS.NOT_A_MEMBER.code }) },
        };
      }
      case 'typing':
      case 'moveCursors':
        return { case: 'done', value: {} };
      default:
        throw new Error(`no answer to ${request.case}`);
    }
  }

  #conversation(id: number): ConversationInit {
    const found = this.conversations.get(id);
    if (found === undefined) throw new PosthornError('NOT_FOUND', 'there is no such conversation');
    return found;
  }
}

export const direct = (id: number, peer: number): ConversationInit => ({ id, kind: 'direct', peer });
export const group = (id: number, more: ConversationInit = {}): ConversationInit => ({
  id,
  kind: 'group',
  ...more,
});

/** The code of the refusal; `none`: it was carried out. */
export function codeOf(run: Promise<unknown>): Promise<string> {
  return run.then(
    () => 'none',
    (error: unknown) => (error instanceof PosthornError ? error.code : String(error)),
  );
}

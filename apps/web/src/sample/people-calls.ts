/**
 * What the sample answers about people, groups and the server, so that those screens can be looked at.
 *
 * @module
 */
import type {
  BansInit,
  Calls,
  ContactsInit,
  FindingsInit,
  InvitesInit,
  JoinsInit,
  NodesInit,
  RequestCase,
  UsersInit,
} from '@posthorn/protocol';
import type { SampleData } from './data.ts';

type Answer<K extends RequestCase> = (data: SampleData, request: Calls[K]['init']) => Calls[K]['replyInit'];

/** Each answer with every field: a server's are decoded so. */
export type PeopleAnswers = { readonly [K in RequestCase]?: Answer<K> };

const HOUR_MS = 3_600_000;
const now = (): number => Date.now();

export const PEOPLE_ANSWERS: PeopleAnswers = {
  findUsers: (data, { prefix = '' }): UsersInit => ({ users: named(data, prefix), next: '' }),
  getUsers: (data, { names = [] }): UsersInit => ({
    users: [...data.users.values()].filter(({ name }) => names.includes(name)),
    next: '',
  }),
  listBlocked: (): UsersInit => ({ users: [], next: '' }),
  findAnything: (data, { text = '' }): FindingsInit => ({
    users: named(data, text),
    conversations: [],
    directory: [],
  }),
  listContacts: (_data, { state }): ContactsInit => ({
    contacts: CONTACTS.filter((contact) => state === undefined || contact.state === state),
    next: '',
  }),
  listDirectory: (data) => ({
    conversations: [...data.conversations.values()].filter(({ kind }) => kind === 'group').map(withoutLast),
    next: '',
  }),
  listInvites: (): InvitesInit => ({
    invites: [
      {
        token: '',
        id: 1,
        conversation: 1,
        createdBy: 2,
        createdAt: now(),
        expiresAt: now() + 100 * HOUR_MS,
        maxUses: 0,
        uses: 3,
      },
    ],
  }),
  listJoins: (): JoinsInit => ({
    joins: [{ user: 7, time: now() - HOUR_MS, text: 'I bring the lute' }],
    next: '',
  }),
  listBans: (): BansInit => ({
    bans: [{ user: 6, by: 2, time: now(), reason: 'Bites his thumb' }],
    next: '',
  }),
  getServerInfo: () => ({
    version: '0.1.0',
    epoch: 'sample',
    startedAt: now() - 90 * HOUR_MS,
    users: 1204,
    conversations: 5310,
    messages: 2_418_003,
    connections: 311,
    node: 'a',
  }),
  listNodes: (): NodesInit => ({ nodes: [] }),
  listReports: () => ({ reports: [], next: '' }),
  listAudit: () => ({ records: [], next: '' }),
  getSearchIndex: () => ({
    state: 'building',
    progress: 64,
    documents: 1_547_521,
    lag: 870_482,
    bytes: 912_000_000,
    trouble: '',
  }),
};

const CONTACTS = [
  { user: 3, state: 'mutual', text: '', time: 0 },
  { user: 4, state: 'mutual', text: '', time: 0 },
  { user: 5, state: 'asking', text: 'We met at the feast', time: 0 },
] as const;

function named(data: SampleData, text: string): NonNullable<UsersInit['users']> {
  const wanted = text.toLowerCase();
  return [...data.users.values()].filter(({ name }) => name.toLowerCase().startsWith(wanted));
}

function withoutLast<T extends object>(info: T): T & { readonly lastMessage: undefined } {
  return { ...info, lastMessage: undefined };
}

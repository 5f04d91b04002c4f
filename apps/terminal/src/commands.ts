/**
 * All commands by name. A command is loaded when it runs: `posthorn send` must not load what only `posthorn chat`
 * needs.
 *
 * @module
 */
import type { Command } from './command.ts';

/** In the order of `posthorn help`. */
const LOADERS: Readonly<Record<string, () => Promise<Command>>> = {
  chat: async () => (await import('./commands/chat.ts')).chatCommand,
  register: async () => (await import('./commands/accounts.ts')).registerCommand,
  login: async () => (await import('./commands/accounts.ts')).loginCommand,
  logout: async () => (await import('./commands/accounts.ts')).logoutCommand,
  send: async () => (await import('./commands/send.ts')).sendCommand,
  edit: async () => (await import('./commands/entries.ts')).editCommand,
  recall: async () => (await import('./commands/entries.ts')).recallCommand,
  react: async () => (await import('./commands/entries.ts')).reactCommand,
  poll: async () => (await import('./commands/polls.ts')).pollCommand,
  pin: async () => (await import('./commands/entries.ts')).pinCommand,
  press: async () => (await import('./commands/press.ts')).pressCommand,
  command: async () => (await import('./commands/press.ts')).commandCommand,
  forward: async () => (await import('./commands/forward.ts')).forwardCommand,
  schedule: async () => (await import('./commands/schedule.ts')).scheduleCommand,
  listen: async () => (await import('./commands/listen.ts')).listenCommand,
  history: async () => (await import('./commands/history.ts')).historyCommand,
  search: async () => (await import('./commands/search.ts')).searchCommand,
  conversations: async () => (await import('./commands/conversations.ts')).conversationsCommand,
  readers: async () => (await import('./commands/readers.ts')).readersCommand,
  users: async () => (await import('./commands/users.ts')).usersCommand,
  groups: async () => (await import('./commands/groups.ts')).groupsCommand,
  profile: async () => (await import('./commands/accounts.ts')).profileCommand,
  password: async () => (await import('./commands/accounts.ts')).passwordCommand,
  privacy: async () => (await import('./commands/privacy.ts')).privacyCommand,
  storage: async () => (await import('./commands/storage.ts')).storageCommand,
  contacts: async () => (await import('./commands/contacts.ts')).contactsCommand,
  mine: async () => (await import('./commands/mine.ts')).mineCommand,
  factors: async () => (await import('./commands/factors.ts')).factorsCommand,
  sessions: async () => (await import('./commands/accounts.ts')).sessionsCommand,
  download: async () => (await import('./commands/download.ts')).downloadCommand,
  export: async () => (await import('./commands/export.ts')).exportCommand,
  'export-all': async () => (await import('./commands/export-all.ts')).exportAllCommand,
  import: async () => (await import('./commands/import.ts')).importCommand,
  keys: async () => (await import('./commands/keys.ts')).keysCommand,
  audit: async () => (await import('./commands/audit.ts')).auditCommand,
  erase: async () => (await import('./commands/erase.ts')).eraseCommand,
  reindex: async () => (await import('./commands/reindex.ts')).reindexCommand,
  bots: async () => (await import('./commands/bots.ts')).botsCommand,
  webhooks: async () => (await import('./commands/webhooks.ts')).webhooksCommand,
  incoming: async () => (await import('./commands/incoming.ts')).incomingCommand,
  status: async () => (await import('./commands/status.ts')).statusCommand,
};

/** The command with that name; undefined if there is none. */
export async function loadCommand(name: string): Promise<Command | undefined> {
  return Object.hasOwn(LOADERS, name) ? LOADERS[name]?.() : undefined;
}

/** For help and documentation. */
export function loadAllCommands(): Promise<readonly Command[]> {
  return Promise.all(Object.values(LOADERS).map((load) => load()));
}

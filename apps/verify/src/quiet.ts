/**
 * Looks at everything once all is quiet: as each user, on each device, and in the files of the database.
 *
 * @module
 */
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { decodeContent, PosthornError } from '@posthorn/protocol';
import type { Message } from '@posthorn/protocol';
import type { Account, Counts, DevicePicture, Trace } from './account.ts';
import { openAs, readLog } from './actors/auditor.ts';
import type { Device } from './actors/device.ts';
import type { RawConnection } from './actors/raw-connection.ts';
import { targetOf } from './checks/fold.ts';
import type { Log } from './checks/log.ts';
import { idsIn, idsSaid } from './fingerprint.ts';
import type { Place, User } from './places.ts';
import { shownAs } from './shown.ts';

/** What users are given. `ids`: the ids of their own messages, by conversation and seq as "7/12". */
export interface Accounts {
  readonly accounts: readonly Account[];
  readonly traces: readonly Trace[];
  readonly ids: ReadonlyMap<string, string>;
}

export async function readAccounts(
  url: string,
  users: readonly User[],
  places: readonly Place[],
): Promise<Accounts> {
  const accounts: Account[] = [];
  const traces: Trace[] = [];
  const ids = new Map<string, string>();
  for (const user of users) {
    const connection = await openAs(url, user);
    const said = new Set<string>();
    for (const place of places) {
      if (connection === undefined || (place.kind === 'direct' && !place.users.includes(user.id))) continue;
      const messages = await readLog(connection, place.id);
      const counts = await countsOf(connection, place.id);
      accounts.push(accountOf(user, place.id, { messages, counts }));
      for (const { seq, clientId, content, quote } of messages) {
        if (clientId !== '') ids.set(`${place.id}/${seq}`, clientId);
        for (const id of idsSaid(decodeContent(content), quote)) said.add(id);
      }
    }
    traces.push({ where: `${user.name} can read`, ids: said });
    connection?.close();
  }
  return { accounts, traces, ids };
}

function accountOf(
  { id: user, name }: User,
  conversation: number,
  { messages, counts }: { readonly messages: readonly Message[]; readonly counts: Counts | undefined },
): Account {
  const lines = messages
    .map((message) => ({ ...message, content: decodeContent(message.content) }))
    .filter(({ content }) => targetOf(content) === 0)
    .map(shownAs);
  return { user, name, conversation, lines, counts };
}

async function countsOf(connection: RawConnection, conversation: number): Promise<Counts | undefined> {
  try {
    const { read, unread, mentions } = await connection.ask('getConversation', { conversation });
    return { read, unread, mentions };
  } catch (error) {
    if (error instanceof PosthornError && error.code === 'NOT_FOUND') return undefined;
    throw error;
  }
}

/** The same log, with the ids of all messages. */
export function withIds(log: Log, ids: ReadonlyMap<string, string>): Log {
  return new Map(
    [...log].map(([conversation, messages]) => [
      conversation,
      messages.map((message) => ({
        ...message,
        id: message.id || (ids.get(`${conversation}/${message.seq}`) ?? ''),
      })),
    ]),
  );
}

/** What devices show now. */
export function picturesOf(devices: readonly Device[]): readonly DevicePicture[] {
  return devices.flatMap(({ who, userId: user, portraits }) =>
    [...portraits].map(([conversation, { picture, seqs }]) => {
      const messages = picture.all();
      const words = new Map(messages.map(({ seq, content }) => [seq, idsSaid(content)]));
      return { who, user, conversation, seqs: new Set(seqs), lines: messages.map(shownAs), words };
    }),
  );
}

/** Whose words are in these files. */
export function traceFiles(paths: readonly string[]): Promise<readonly Trace[]> {
  return Promise.all(
    paths.map(async (path) => {
      const ids = new Set(idsIn((await readFile(path)).toString('latin1')));
      return { where: `the file ${basename(path)} has`, ids };
    }),
  );
}

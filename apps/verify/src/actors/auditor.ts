/**
 * Reads whole logs, around all proxies, as a user who may see all of each.
 *
 * @module
 */
import { decodeContent, LIMITS, PosthornError } from '@posthorn/protocol';
import type { Batch, Message } from '@posthorn/protocol';
import type { Log, LogMessage } from '../checks/log.ts';
import { idOf } from '../fingerprint.ts';
import type { Place, User } from '../places.ts';
import { pause } from '../waiting.ts';
import { RawConnection } from './raw-connection.ts';
import { rawSight } from './raw-client.ts';

const OPEN_TRIES = 5;
const TIMEOUT_MS = 30_000;

/** Creates an account, on a device that no other client of the run uses, and stays connected. */
export async function enter(
  url: string,
  { name, password }: { readonly name: string; readonly password: string },
): Promise<{
  readonly connection: RawConnection;
  readonly id: number;
  readonly token: string;
  readonly lobby: number;
}> {
  const connection = await RawConnection.open({ url, timeoutMs: TIMEOUT_MS });
  const device = { id: `auditor-${name}`, class: 'bot' } as const;
  const { token, user } = await connection.ask('register', { name, password, device });
  const { lobby } = await connection.ask('attach', { token });
  return { connection, id: user?.id ?? 0, token, lobby };
}

/**
 * Connects the same device again. Undefined: the server does not know the session any more, although it had acked the
 * login.
 */
export async function openAs(url: string, user: User): Promise<RawConnection | undefined> {
  for (let tries = 1; ; tries++) {
    try {
      return await attachedAs(url, user);
    } catch (error) {
      if (!(error instanceof PosthornError)) throw error;
      if (error.code === 'UNAUTHENTICATED') return undefined;
      // A gateway may briefly know no router.
      if (!error.canRetry || tries === OPEN_TRIES) throw error;
      await pause(error.retryAfterMs);
    }
  }
}

async function attachedAs(url: string, { token }: User): Promise<RawConnection> {
  const connection = await RawConnection.open({ url, timeoutMs: TIMEOUT_MS });
  try {
    await connection.ask('attach', { token });
    return connection;
  } catch (error) {
    connection.close();
    throw error;
  }
}

/** The whole log of each place, as its witness sees it. Empty if the server does not know the witness any more. */
export async function readLogs(url: string, places: readonly Place[]): Promise<Log> {
  const log = new Map<number, readonly LogMessage[]>();
  for (const [witness, theirs] of Map.groupBy(places, (place) => place.witness)) {
    const connection = await openAs(url, witness);
    for (const { id } of theirs) {
      log.set(id, connection === undefined ? [] : (await readLog(connection, id)).map(toLogMessage));
    }
    connection?.close();
  }
  return log;
}

/** Everything that one user may read of a conversation. */
export async function readLog(connection: RawConnection, conversation: number): Promise<Message[]> {
  const messages: Message[] = [];
  for (let after = 0; ;) {
    const range = { conversation, after, before: 0, limit: LIMITS.maxMessagesPerPull, mark: 0 };
    const { batches } = await connection.ask('pull', { ranges: [range] });
    const batch: Batch | undefined = batches[0];
    if (batch === undefined || batch.error !== 0) return messages;
    messages.push(...batch.messages);
    if (!batch.more && batch.through >= batch.head) return messages;
    if (batch.through <= after) return messages;
    after = batch.through;
  }
}

function toLogMessage(message: Message): LogMessage {
  const content = decodeContent(message.content);
  const { kind, text } = content;
  // Only its sender is told the id of a message that does not begin with it.
  const id = kind === undefined || kind.case === 'poll' ? idOf(text) : '';
  const sight = { ...rawSight(message), time: message.time, id, content };
  if (kind?.case !== 'event') return sight;
  return { ...sight, event: { kind: kind.value.kind, users: kind.value.users } };
}

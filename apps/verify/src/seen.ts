/**
 * Looks, once all is quiet, at what everybody gets of files and finds by searching.
 *
 * @module
 */
import { createHash } from 'node:crypto';
import { PosthornError } from '@posthorn/protocol';
import type { Download, Find } from './account.ts';
import { openAs } from './actors/auditor.ts';
import type { RawConnection } from './actors/raw-connection.ts';
import type { Evidence } from './checks/evidence.ts';
import { sentFiles } from './checks/files.ts';
import { isAsExpected, soughtIn } from './checks/search.ts';
import type { Sought } from './checks/search.ts';
import { wordsOf } from './fingerprint.ts';
import type { User } from './places.ts';
import { pause } from './waiting.ts';

/** Within which everything that was acked can be found, by everybody who may see it. */
export const FIND_WITHIN_MS = 10_000;
const RETRY_MS = 100;
/** A server that has just started may need some time, for all files together. */
const GET_WITHIN_MS = 3000;
const MAX_FILES = 40;
const MAX_HITS = 50;

/** Everybody asks for files that were sent, whether they may have them or not. */
export async function downloadAll(
  url: string,
  users: readonly User[],
  evidence: Evidence,
): Promise<readonly Download[]> {
  const until = performance.now() + GET_WITHIN_MS;
  const downloads: Download[] = [];
  for (const { file, conversation, seq } of spread(sentFiles(evidence), MAX_FILES)) {
    for (const { id: user, name, token } of users) {
      const outcome = await download(`${url}/v1/files/${file}`, { token, until });
      downloads.push({ user, name, file, conversation, seq, outcome });
    }
  }
  return downloads;
}

async function download(
  url: string,
  { token, until }: { readonly token: string; readonly until: number },
): Promise<Download['outcome']> {
  for (;;) {
    let how: string;
    try {
      const response = await fetch(url, { headers: { authorization: `Bearer ${token}` } });
      const bytes = Buffer.from(await response.arrayBuffer());
      const { status } = response;
      if (status === 200) return { kind: 'got', hash: createHash('sha256').update(bytes).digest('hex') };
      if (status === 403 || status === 404) return { kind: 'refused' };
      how = `status ${status}`;
    } catch (error) {
      how = String(error);
    }
    if (performance.now() > until) return { kind: 'failed', how };
    await pause(RETRY_MS);
  }
}

/** Evenly spread, so that those of the beginning and of the end are among them. */
function spread<T>(all: readonly T[], most: number): readonly T[] {
  const every = Math.max(1, all.length / most);
  return Array.from(
    { length: Math.min(all.length, most) },
    (_, index) => all[Math.floor(index * every)] as T,
  );
}

/** Everybody searches for words that were said, again until they find what they should, or the time is over. */
export async function searchAll(
  url: string,
  users: readonly User[],
  evidence: Evidence,
): Promise<readonly Find[]> {
  const until = performance.now() + Math.min(FIND_WITHIN_MS, evidence.convergeWithinMs);
  const finds: Find[] = [];
  for (const user of users) {
    const connection = await openAs(url, user);
    if (connection === undefined) continue;
    try {
      for (const sought of soughtIn(evidence)) {
        const find = await search(connection, { user, sought, evidence, until });
        // Without a search nobody finds anything.
        if (find === undefined) return [];
        finds.push(find);
      }
    } finally {
      connection.close();
    }
  }
  return finds;
}

interface Searching {
  readonly user: User;
  readonly sought: Sought;
  readonly evidence: Evidence;
  readonly until: number;
}

async function search(
  connection: RawConnection,
  { user, sought, evidence, until }: Searching,
): Promise<Find | undefined> {
  const { id: _, ...who } = { ...user, user: user.id };
  const { conversation, seq, id } = sought;
  let hits: Find['hits'] = [];
  for (;;) {
    try {
      const found = await connection.ask('search', { q: `"${wordsOf(id)}"`, limit: MAX_HITS });
      hits = found.hits.flatMap(({ message }) =>
        message === undefined ? [] : [{ conversation: message.conversation, seq: message.seq }],
      );
    } catch (error) {
      if (!(error instanceof PosthornError)) throw error;
      if (error.code === 'FORBIDDEN' || error.code === 'UNKNOWN_REQUEST') return undefined;
      if (!error.canRetry) throw error;
    }
    const find = { user: who.user, name: who.name, conversation, seq, id, hits };
    if (isAsExpected(evidence, find) || performance.now() > until) return find;
    await pause(RETRY_MS);
  }
}

/**
 * What is forwarded, and what was before.
 *
 * @module
 */
import { decodeState } from '@posthorn/protocol';
import { settingsFrom } from '../../store/log/group-settings.ts';
import { isVisible } from '../../store/log/intervals.ts';
import { wordsOf } from '../../store/log/left.ts';
import { visibleTo } from '../../store/log/reading.ts';
import { row, rows } from '../../store/sql/sql.ts';
import type { Query } from '../../store/sql/sql.ts';

/** Messages of one conversation as a reader sees them. */
export interface Source {
  /** Everybody may know of the conversation. */
  readonly isPublic: boolean;
  /** In no order. Those that the reader may not see, and those that have expired, are missing. */
  readonly messages: readonly SourceMessage[];
}

export interface SourceMessage {
  readonly seq: number;
  readonly sender: number;
  readonly time: number;
  /** As last edited, encoded. */
  readonly content: Uint8Array;
  /** It will be gone after some time. */
  readonly vanishes: boolean;
}

interface SourceRow extends Omit<SourceMessage, 'vanishes'> {
  readonly edited: Uint8Array | null;
  readonly state: Uint8Array | null;
}

interface PlaceRow {
  readonly kind: string;
  readonly settings: string;
  readonly member_count: number;
}

/** Undefined: the reader was never in the conversation, or there is none. */
export function* source(
  reader: number,
  conversation: number,
  seqs: readonly number[],
): Query<Source | undefined> {
  const visible = yield* visibleTo(conversation, reader);
  const place = yield* row<PlaceRow>(
    'SELECT kind, settings, member_count FROM conversations WHERE id = ?',
    conversation,
  );
  if (visible === undefined || place === undefined) return undefined;
  const wanted = seqs.filter((seq) => isVisible(visible.intervals, seq));
  const found = wanted.length === 0 ? [] : yield* messagesAt(conversation, wanted, visible.left);
  return { isPublic: isPublic(place), messages: found };
}

function* messagesAt(
  conversation: number,
  seqs: readonly number[],
  left: number | null,
): Query<readonly SourceMessage[]> {
  const found = yield* rows<SourceRow>(
    `SELECT m.seq, m.sender, m.time, m.content, s.content AS edited, s.state
     FROM messages m LEFT JOIN states s ON s.conversation = m.conversation AND s.seq = m.seq
     WHERE m.conversation = ? AND m.seq IN (?)`,
    conversation,
    seqs,
  );
  return found
    .filter(({ content }) => content.length > 0)
    .map(({ seq, sender, time, content, edited, state }) => ({
      seq,
      sender,
      time,
      content: wordsOf({ content, edited, state }, left),
      vanishes: state !== null && decodeState(state).vanishesAt > 0,
    }));
}

function isPublic({ kind, settings, member_count: memberCount }: PlaceRow): boolean {
  return kind === 'room' || (kind === 'group' && settingsFrom(settings, memberCount).join !== 'invite');
}

/** A message that was forwarded. */
export interface Known {
  readonly clientId: string;
  readonly conversation: number;
  readonly seq: number;
}

/** What a user has sent under client ids that begin so. `prefix` ends in `-`. */
export function* forwardedAs(sender: number, prefix: string): Query<readonly Known[]> {
  const found = yield* rows<Known>(
    `SELECT client_id AS "clientId", conversation, seq FROM messages
     WHERE sender = ? AND client_id >= ? AND client_id < ? AND conversation > 0`,
    sender,
    prefix,
    // The next character after the last one.
    `${prefix.slice(0, -1)}.`,
  );
  return found.map((each) => ({ ...each }));
}

/**
 * Whether a message, as its reader sees it now, is what was asked for, and which piece of it shows that. The index may have an
 * older picture of it, and must not tell somebody what was put into it after they have left.
 *
 * @module
 */
import { decodeContent, decodeState } from '@posthorn/protocol';
import type { HitInit } from '@posthorn/protocol';
import type { Contents } from '../../router/contents.ts';
import type { StoredMessage } from '../../store/log/log.ts';
import { SearchedText } from './analyser/matches.ts';
import type { Query } from './analyser/query.ts';
import { snippet } from './analyser/snippet.ts';
import type { Term } from './analyser/terms.ts';
import type { Asked } from './asked.ts';
import { findableOf } from './documents.ts';
import type { Findable } from './documents.ts';
import type { IndexQuestion } from './index/search-index.ts';

export interface Judge {
  readonly contents: Contents;
  /** Unix ms. */
  readonly now: number;
}

/** A message that was found, without the message. Undefined: it is not what was asked for. */
export type Found = Omit<HitInit, 'message'>;

export function foundIn(judge: Judge, asked: Asked, message: StoredMessage): Found | undefined {
  if (message.content.length === 0 || hasVanished(message, judge.now)) return undefined;
  const content = decodeContent(message.content);
  const found = findableOf(content);
  if (found === undefined) return undefined;
  const sender = judge.contents.hidesSender(content) ? 0 : message.sender;
  const { time } = message;
  return isWanted(asked.question, { ...found, sender, time }) ? shownOf(asked.query, found) : undefined;
}

interface Traits extends Pick<Findable, 'labels'> {
  readonly sender: number;
  readonly time: number;
}

/** Whether all but the words is as it should be. */
function isWanted(question: IndexQuestion, { labels, sender, time }: Traits): boolean {
  const { senders, notSenders = [], notLabels = [], since = 0, before = Infinity } = question;
  if (time < since || time >= before) return false;
  if ((senders !== undefined && !senders.includes(sender)) || notSenders.includes(sender)) return false;
  if (notLabels.some((label) => labels.includes(label))) return false;
  return (question.labels ?? []).every((some) => some.some((label) => labels.includes(label)));
}

interface Looked {
  readonly text: string;
  readonly searched: SearchedText;
}

/** Undefined: the words are others. */
function shownOf(query: Query, { text, files }: Findable): Found | undefined {
  const texts = [text, ...files].map((each): Looked => ({ text: each, searched: new SearchedText(each) }));
  const has = (term: Term): boolean => texts.some(({ searched }) => searched.has(term));
  if (!query.all.every(has) || query.none.some(has)) return undefined;
  const found = texts.findIndex(({ searched }) => query.all.some((term) => searched.has(term)));
  const looked = texts[Math.max(0, found)];
  const from = looked === undefined ? 0 : beginningOf(looked, query);
  const piece = looked?.text.slice(from, from + MAX_PIECE_UNITS) ?? '';
  const shown = snippet(piece, query);
  return {
    snippet: shown.text,
    cutBefore: shown.isCutBefore || from > 0,
    cutBehind: shown.isCutBehind || from + piece.length < (looked?.text.length ?? 0),
    marks: shown.ranges,
    matched: found > 0 ? 'file-name' : 'text',
  };
}

/** A snippet of a longer text is looked for in so much of it, from a little before the first place on. */
const MAX_PIECE_UNITS = 4000;
const UNITS_BEFORE = 500;

/** Where this piece begins, between two words if there is a blank. */
function beginningOf({ text, searched }: Looked, { all }: Query): number {
  if (text.length <= MAX_PIECE_UNITS || all.length === 0) return 0;
  const first = Math.min(...all.map((term) => searched.firstOf(term)?.start ?? text.length));
  const from = Math.max(0, Math.min(first, text.length) - UNITS_BEFORE);
  const blank = from === 0 ? -1 : text.slice(from, from + UNITS_BEFORE).search(/\s/);
  return blank < 0 ? from : from + blank + 1;
}

/** Its time has come, and somebody has yet to take it back. */
function hasVanished({ state }: StoredMessage, now: number): boolean {
  if (state === undefined) return false;
  const { vanishesAt, recalled } = decodeState(state);
  return recalled > 0 || (vanishesAt > 0 && vanishesAt <= now);
}

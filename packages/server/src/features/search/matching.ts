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

/** Undefined: the words are others. */
function shownOf(query: Query, { text, files }: Findable): Found | undefined {
  const texts = [text, ...files].map((each) => ({ text: each, searched: new SearchedText(each) }));
  const has = (term: Term): boolean => texts.some(({ searched }) => searched.has(term));
  if (!query.all.every(has) || query.none.some(has)) return undefined;
  const found = texts.findIndex(({ searched }) => query.all.some((term) => searched.has(term)));
  const shown = snippet(texts[Math.max(0, found)]?.text ?? '', query);
  return {
    snippet: shown.text,
    cutBefore: shown.isCutBefore,
    cutBehind: shown.isCutBehind,
    marks: shown.ranges,
    matched: found > 0 ? 'file-name' : 'text',
  };
}

/** Its time has come, and somebody has yet to take it back. */
function hasVanished({ state }: StoredMessage, now: number): boolean {
  if (state === undefined) return false;
  const { vanishesAt, recalled } = decodeState(state);
  return recalled > 0 || (vanishesAt > 0 && vanishesAt <= now);
}

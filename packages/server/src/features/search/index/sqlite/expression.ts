/**
 * Questions in the language of FTS5 (https://www.sqlite.org/fts5.html#full_text_query_syntax).
 *
 * @module
 */
import { encode, encodePrefix } from '../../analyser/encode.ts';
import type { Piece, Term, Way } from '../../analyser/terms.ts';
import type { IndexDocument, IndexQuestion } from '../search-index.ts';

/** Every document has this facet. */
const ANY = 'any';

/** What else can be asked for, as words of a column of its own. */
export function facetsOf({
  conversation,
  sender,
  labels,
}: Pick<IndexDocument, 'conversation' | 'sender' | 'labels'>): readonly string[] {
  return [ANY, ofConversation(conversation), ofSender(sender), ...labels.map(encode)];
}

/** `conversations`: has to be in one of these. */
export function expressionOf(question: IndexQuestion, conversations: readonly number[] = []): string {
  const { all, none, senders = [], notSenders = [], labels = [], notLabels = [] } = question;
  const wanted = [
    ...all.map(ofTerm),
    ...labels.map((group) => ofFacets(group.map(encode))),
    ...(senders.length > 0 ? [ofFacets(senders.map(ofSender))] : []),
    ...(conversations.length > 0 ? [ofFacets(conversations.map(ofConversation))] : []),
  ];
  const unwanted = [
    ...none.map(ofTerm),
    ...(notSenders.length + notLabels.length > 0
      ? [ofFacets([...notSenders.map(ofSender), ...notLabels.map(encode)])]
      : []),
  ];
  const wants = wanted.length === 0 ? ofFacets([ANY]) : wanted.join(' AND ');
  return unwanted.length === 0 ? wants : `(${wants}) NOT (${unwanted.join(' OR ')})`;
}

/** Whether it asks for nothing but what the row and the reach tell. */
export function asksForAll({
  all,
  none,
  senders = [],
  notSenders = [],
  labels = [],
  notLabels = [],
}: IndexQuestion): boolean {
  return [all, none, senders, notSenders, labels, notLabels].every(({ length }) => length === 0);
}

function ofConversation(conversation: number): string {
  return `c${conversation}`;
}

function ofSender(sender: number): string {
  return `s${sender}`;
}

function ofFacets(facets: readonly string[]): string {
  return `facets : (${facets.join(' OR ')})`;
}

function ofTerm({ ways }: Term): string {
  return `(${ways.map(ofWay).join(' OR ')})`;
}

function ofWay(way: Way): string {
  return `${way.length > 1 ? 'sequence' : '{sequence beside}'} : (${way.map(ofPiece).join(' + ')})`;
}

function ofPiece({ text, isPrefix }: Piece): string {
  return isPrefix ? `${encodePrefix(text).code} *` : encode(text);
}

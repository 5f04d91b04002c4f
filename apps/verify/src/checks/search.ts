/**
 * Checks: what is found by searching (promises 7 and 9).
 *
 * @module
 */
import type { Find } from '../account.ts';
import { targetOf } from './fold.ts';
import type { Line } from './fold.ts';
import type { Check, Finding } from './check.ts';
import type { Evidence } from './evidence.ts';

/** Words that somebody looks for: those of a message as it is, or was before it was recalled. */
export interface Sought {
  readonly conversation: number;
  readonly seq: number;
  /** Under which they were sent; see wordsOf(). */
  readonly id: string;
}

/** So many messages of each conversation are looked for. */
const PER_PLACE = 5;

/** Some messages of each conversation, spread over it. */
export function soughtIn(evidence: Evidence): readonly Sought[] {
  return [...evidence.whole.keys()].flatMap((conversation) => {
    const all = [...evidence.fold(conversation).values()].flatMap((line) => {
      const id = wordsNow(line);
      return id === '' ? [] : [{ conversation, seq: line.message.seq, id }];
    });
    const every = Math.max(1, all.length / PER_PLACE);
    const last = Math.min(all.length, PER_PLACE);
    return Array.from(
      { length: last },
      (_, index) => all[all.length - 1 - Math.floor(index * every)] as Sought,
    );
  });
}

/** Whose words a message has; empty: nobody can tell. */
function wordsNow({ message, edit }: Line): string {
  if (message.event !== undefined || targetOf(message.content) > 0) return '';
  return edit === undefined ? message.id : edit.id;
}

/** Whether a user should find a message. Undefined: it depends on when they have left. */
function shouldFind(
  evidence: Evidence,
  { user, conversation, seq }: Omit<Find, 'hits'>,
): boolean | undefined {
  const line = evidence.fold(conversation).get(seq);
  if (line === undefined || !evidence.maySee(user, conversation, seq) || line.recall !== undefined)
    return false;
  const left = evidence.leftWith(user, conversation);
  return line.edit !== undefined && line.edit.seq > left ? undefined : true;
}

function isIt({ conversation, seq }: Find, hit: Find['hits'][number]): boolean {
  return hit.conversation === conversation && hit.seq === seq;
}

/** Whether it was found if it should be, and nothing else. */
export function isAsExpected(evidence: Evidence, find: Find): boolean {
  const should = shouldFind(evidence, find);
  const isFound = find.hits.some((hit) => isIt(find, hit));
  return (should === undefined || should === isFound) && find.hits.every((hit) => isIt(find, hit));
}

export const findable: Check = {
  name: 'findable',
  kind: 'lost',
  promises: [7],
  claim: 'everybody finds what was said, by its words, within 10 s',
  run(evidence) {
    const findings: Finding[] = [];
    let looked = 0;
    for (const find of evidence.quiet.finds) {
      if (shouldFind(evidence, find) !== true) continue;
      looked += 1;
      if (find.hits.some((hit) => isIt(find, hit))) continue;
      const { name, id, conversation, seq } = find;
      findings.push({
        key: `findable ${name} ${id}`,
        sentence: `${name} does not find number ${seq} of ${evidence.nameOf(conversation)} by its words (${id}).`,
        about: { ids: [id], conversation, seqs: [seq] },
      });
    }
    return { looked, findings };
  },
};

export const foundAllowed: Check = {
  name: 'found-allowed',
  kind: 'leaked',
  promises: [9],
  claim: 'nobody finds what they may not see, or what was recalled',
  run(evidence) {
    const findings: Finding[] = [];
    for (const find of evidence.quiet.finds) {
      const { name, user, id } = find;
      for (const { conversation, seq } of find.hits) {
        if (shouldFind(evidence, { ...find, user, conversation, seq }) !== false) continue;
        findings.push({
          key: `found-allowed ${name} ${conversation} ${seq}`,
          sentence: `${name} finds number ${seq} of ${evidence.nameOf(conversation)} by the words of ${id}, which is not theirs to see, or was recalled.`,
          about: { ids: [id], conversation, seqs: [seq] },
        });
      }
    }
    return { looked: evidence.quiet.finds.length, findings };
  },
};

/**
 * Checks: what the SDK hands to the application of each device (promises 5, 7 and 12). It must be everything that the
 * device may see, once, in order, without a hole.
 *
 * @module
 */
import type { Entry, SightFact } from '../history.ts';
import type { Check, Finding } from './check.ts';
import type { Evidence } from './evidence.ts';
import type { LogMessage } from './log.ts';
import { isSame } from './order.ts';

/** One device's reading of one conversation. */
interface Reading {
  readonly who: string;
  readonly user: number;
  readonly conversation: number;
  readonly handed: readonly (Entry & SightFact)[];
  /** The position at the start of this era. */
  readonly from: number;
}

function* readings(evidence: Evidence): Iterable<Reading> {
  for (const handed of evidence.handed().values()) {
    const [first] = handed;
    if (first === undefined) continue;
    const { who, user, conversation } = first;
    yield { who, user, conversation, handed, from: readBefore(evidence, who, conversation) };
  }
}

/**
 * How far a device had read in the previous era. If a restore removed something that it had seen, it must start
 * again: 0 (promise 12).
 */
export function readBefore({ previous, log }: Evidence, who: string, conversation: number): number {
  const last = previous?.handed().get(`${who}/${conversation}`)?.at(-1)?.seq;
  if (previous === undefined || last === undefined) return 0;
  const [before, now] = [previous.log.get(conversation) ?? [], log.get(conversation) ?? []];
  return before.slice(0, last).every((message, index) => isSameMessage(message, now[index])) ? last : 0;
}

/** Whether two logs have the same message at a place, whatever has become of it. */
function isSameMessage(before: LogMessage, now: LogMessage | undefined): boolean {
  if (now === undefined || (before.id !== '' && now.id !== '' && before.id !== now.id)) return false;
  return isSame({ ...before, text: now.text }, now);
}

export const handedOnce: Check = {
  name: 'handed-once',
  kind: 'duplicated',
  promises: [5],
  claim: 'no message is handed to an application twice',
  run(evidence) {
    const findings: Finding[] = [];
    let looked = 0;
    for (const { who, conversation, handed, from } of readings(evidence)) {
      const seen = new Set<number>();
      for (const { seq, text } of handed) {
        looked += 1;
        const isRepeat = seen.has(seq) || seq <= from;
        seen.add(seq);
        if (!isRepeat) continue;
        findings.push({
          key: `handed-once ${who} ${conversation} ${seq}`,
          sentence: `${who} was handed number ${seq} of ${evidence.nameOf(conversation)} ("${text}") again.`,
          about: { who, conversation, seqs: [seq] },
        });
      }
    }
    return { looked, findings };
  },
};

export const handedInOrder: Check = {
  name: 'handed-in-order',
  kind: 'reordered',
  promises: [5],
  claim: 'messages are handed over by rising number',
  run(evidence) {
    const findings: Finding[] = [];
    let looked = 0;
    for (const { who, conversation, handed } of readings(evidence)) {
      const seen = new Set<number>();
      let highest = 0;
      for (const { seq } of handed) {
        looked += 1;
        if (seq < highest && !seen.has(seq)) {
          findings.push({
            key: `handed-in-order ${who} ${conversation} ${seq}`,
            sentence: `${who} was handed number ${seq} of ${evidence.nameOf(conversation)} after number ${highest}.`,
            about: { who, conversation, seqs: [seq, highest] },
          });
        }
        seen.add(seq);
        highest = Math.max(highest, seq);
      }
    }
    return { looked, findings };
  },
};

export const noHole: Check = {
  name: 'no-hole',
  kind: 'lost',
  promises: [5, 7, 12],
  claim: 'nothing is skipped on the way to an application',
  run(evidence) {
    const findings: Finding[] = [];
    let looked = 0;
    for (const { who, user, conversation, handed, from } of readings(evidence)) {
      const got = new Set(handed.map(({ seq }) => seq));
      const last = Math.max(...got);
      const expected = evidence.visible(user, conversation).filter(({ seq }) => seq > from && seq < last);
      looked += expected.length;
      for (const { seq, text } of expected) {
        if (got.has(seq)) continue;
        const next = handed.find((entry) => entry.seq > seq);
        findings.push({
          key: `no-hole ${who} ${conversation} ${seq}`,
          sentence: `${who} was handed number ${next?.seq} of ${evidence.nameOf(conversation)} and never number ${seq} ("${text}").`,
          about: { who, conversation, seqs: [seq, next?.seq ?? last] },
        });
      }
    }
    return { looked, findings };
  },
};

/** The messages that a device must have got by the end of this era. */
export function expectedOf(
  evidence: Evidence,
  who: string,
  user: number,
  conversation: number,
): readonly LogMessage[] {
  const from = readBefore(evidence, who, conversation);
  return evidence.visible(user, conversation).filter(({ seq }) => seq > from);
}

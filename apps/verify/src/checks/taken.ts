/**
 * Check: what clients of MQTT get with QoS 2 in a kept session, over all its connections (promises 5 and 7).
 *
 * @module
 */
import type { Entry, SightFact } from '../history.ts';
import type { Check, Finding } from './check.ts';
import type { Evidence } from './evidence.ts';

export const takenOnce: Check = {
  name: 'taken-once',
  kind: 'duplicated',
  promises: [5, 7],
  claim: 'a client of MQTT gets each message of QoS 2 once and in order, and none between two is missing',
  run(evidence) {
    const findings: Finding[] = [];
    let looked = 0;
    for (const taken of takenBy(evidence)) {
      const [first] = taken;
      if (first === undefined) continue;
      const { who, conversation } = first;
      const found = (seq: number, what: string): void => {
        const sentence = `${who} ${what} number ${seq} of ${evidence.nameOf(conversation)}.`;
        findings.push({
          key: `taken-once ${who} ${conversation} ${seq}`,
          sentence,
          about: { who, conversation, seqs: [seq] },
        });
      };
      let highest = 0;
      const seqs = new Set<number>();
      for (const { seq } of taken) {
        looked += 1;
        if (seqs.has(seq)) found(seq, 'got again');
        else if (seq < highest) found(seq, `got after number ${highest}`);
        seqs.add(seq);
        highest = Math.max(highest, seq);
      }
      for (const seq of between(evidence, first, highest)) if (!seqs.has(seq)) found(seq, 'did not get');
    }
    return { looked, findings };
  },
};

/** By client and conversation. */
function takenBy(evidence: Evidence): Iterable<readonly (Entry & SightFact)[]> {
  const sights = evidence.entries.filter(
    (entry): entry is Entry & SightFact => entry.op === 'pushed' && entry.isOnce === true,
  );
  return Map.groupBy(sights, ({ who, conversation }) => `${who}/${conversation}`).values();
}

/** What must have come between two messages. Of groups, whose members come and go, nothing is required. */
function between(evidence: Evidence, { user, conversation, seq: from }: SightFact, to: number): number[] {
  const place = evidence.places.find(({ id }) => id === conversation);
  if (place === undefined || place.kind === 'group') return [];
  return evidence
    .visible(user, conversation)
    .map(({ seq }) => seq)
    .filter((seq) => seq > from && seq < to);
}

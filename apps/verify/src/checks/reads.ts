/**
 * Checks: an answer must be as new as what was promised (promises 1 and 7), and cursors only rise.
 *
 * @module
 */
import type { CursorFact, Entry } from '../history.ts';
import type { Check, Finding } from './check.ts';

export const ownWrites: Check = {
  name: 'own-writes',
  kind: 'lost',
  promises: [1, 7],
  claim: 'who reads after an ack finds what was acked',
  run(evidence) {
    const acked = evidence.firstAcks();
    const findings: Finding[] = [];
    let looked = 0;
    for (const [start, entry] of evidence.answeredReads()) {
      looked += 1;
      const { user, who, conversation, after, limit, messages = [] } = entry;
      const seen = new Set(messages.map(({ seq }) => seq));
      for (let seq = after + 1; seq <= after + limit; seq++) {
        const ack = acked.get(`${conversation}/${seq}`);
        if (ack === undefined || ack.n > start.n || seen.has(seq)) continue;
        if (!evidence.maySee(user, conversation, seq)) continue;
        findings.push({
          key: `own-writes ${entry.id} ${seq}`,
          sentence: `${who} read ${evidence.nameOf(conversation)} from ${after} on after number ${seq} was acked, and did not find it.`,
          about: { ids: [ack.id, entry.id], conversation, seqs: [seq] },
        });
      }
    }
    return { looked, findings };
  },
};

export const cursors: Check = {
  name: 'cursors',
  kind: 'reordered',
  promises: [7],
  claim: 'a read cursor never goes back',
  run(evidence) {
    const facts = evidence.entries.filter(
      (entry): entry is Entry & CursorFact => entry.op === 'move-cursor' || entry.op === 'see-cursor',
    );
    const findings: Finding[] = [];
    let looked = 0;
    for (const [place, list] of Map.groupBy(facts, ({ user, conversation }) => `${user}/${conversation}`)) {
      const began = new Map<string, number>();
      /** Values known to be in force from an entry on, by rising value. */
      const floors: { readonly n: number; readonly read: number; readonly id: string }[] = [];
      for (const { op, stage, id, n, read = 0, who, conversation } of list) {
        if (stage === 'invoke') began.set(id, n);
        if (stage !== 'ok') continue;
        const start = began.get(id) ?? n;
        if (op === 'see-cursor') {
          looked += 1;
          const higher = floors.find((floor) => floor.n < start && floor.read > read);
          if (higher !== undefined) {
            findings.push({
              key: `cursors ${place} ${id}`,
              sentence: `${who} sees its read cursor of ${evidence.nameOf(conversation)} at ${read}, after it had been at ${higher.read}.`,
              about: { ids: [higher.id, id], conversation },
            });
          }
        }
        if (read > (floors.at(-1)?.read ?? 0)) floors.push({ n, read, id });
      }
    }
    return { looked, findings };
  },
};

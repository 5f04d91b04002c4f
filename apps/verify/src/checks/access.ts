/**
 * Checks: only those who may see it (promise 9).
 *
 * @module
 */
import type { BlockFact, Entry, Sight } from '../history.ts';
import type { Check, Finding } from './check.ts';
import type { Evidence } from './evidence.ts';

function* sightings(evidence: Evidence): Iterable<{ who: string; user: number; sight: Sight; how: string }> {
  for (const entry of evidence.entries) {
    const { op } = entry;
    if (op === 'handed' || op === 'pushed') {
      yield { who: entry.who, user: entry.user, sight: entry, how: `was ${op}` };
    }
    if (op !== 'read' || entry.stage !== 'ok') continue;
    const { who, user, messages = [] } = entry;
    for (const sight of messages) yield { who, user, sight, how: 'could read' };
  }
}

export const membership: Check = {
  name: 'membership',
  kind: 'leaked',
  promises: [9],
  claim: 'nothing reaches anybody outside their membership, by push, by sync or by reading',
  run(evidence) {
    const findings: Finding[] = [];
    let looked = 0;
    for (const { who, user, sight, how } of sightings(evidence)) {
      looked += 1;
      const { conversation, seq, text } = sight;
      if (evidence.maySee(user, conversation, seq)) continue;
      findings.push({
        key: `membership ${who} ${conversation} ${seq} ${how}`,
        sentence: `${who} ${how} number ${seq} of ${evidence.nameOf(conversation)} ("${text}") without being a member then.`,
        about: { who, conversation, seqs: [seq] },
      });
    }
    for (const [conversation, messages] of evidence.whole) {
      for (const { sender, seq, text } of messages) {
        if (evidence.maySee(sender, conversation, seq)) continue;
        findings.push({
          key: `membership sent ${conversation} ${seq}`,
          sentence: `Number ${seq} of ${evidence.nameOf(conversation)} ("${text}") was written by user ${sender}, who was no member then.`,
          about: { conversation, seqs: [seq] },
        });
      }
    }
    return { looked, findings };
  },
};

/** Since when a block was certainly in force, and since when perhaps no longer. */
interface Blockade {
  readonly conversation: number;
  readonly from: Entry & BlockFact;
  readonly until: number;
}

function blockades(entries: readonly Entry[]): readonly Blockade[] {
  const facts = entries.filter(
    (entry): entry is Entry & BlockFact => entry.op === 'block' || entry.op === 'unblock',
  );
  return facts
    .filter(({ op, stage }) => op === 'block' && stage === 'ok')
    .map((from) => {
      const lifted = facts.find(
        ({ op, stage, conversation, n }) =>
          op === 'unblock' && stage === 'invoke' && conversation === from.conversation && n > from.n,
      );
      return { conversation: from.conversation, from, until: lifted?.n ?? Infinity };
    });
}

export const block: Check = {
  name: 'block',
  kind: 'leaked',
  promises: [9],
  claim: 'nothing direct passes while one of the two has blocked the other',
  run(evidence) {
    const findings: Finding[] = [];
    const all = blockades(evidence.entries);
    let looked = 0;
    for (const { id, first, acks } of evidence.sends.values()) {
      const blockade = all.find(
        ({ conversation, from, until }) =>
          conversation === first.conversation && from.n < first.n && first.n < until,
      );
      if (blockade === undefined) continue;
      looked += 1;
      const ack = acks.find(({ n }) => n < blockade.until);
      if (ack === undefined) continue;
      findings.push({
        key: `block ${id}`,
        sentence: `${first.who} sent ${id} after ${blockade.from.who} had blocked them, and it was taken.`,
        about: { ids: [id, blockade.from.id], conversation: first.conversation, seqs: [ack.seq ?? 0] },
      });
    }
    return { looked, findings };
  },
};

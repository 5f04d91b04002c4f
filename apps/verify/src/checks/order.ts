/**
 * Checks: numbers and order (promises 3 and 4).
 *
 * @module
 */
import type { Entry, SendFact, Sight } from '../history.ts';
import type { Check, Finding } from './check.ts';
import type { Evidence } from './evidence.ts';
import { targetOf } from './fold.ts';
import type { LogMessage } from './log.ts';

export const dense: Check = {
  name: 'dense',
  kind: 'lost',
  promises: [3],
  claim: 'numbers in a conversation are 1, 2, 3, … with no hole',
  run(evidence) {
    const findings: Finding[] = [];
    let looked = 0;
    for (const [conversation, messages] of evidence.whole) {
      looked += messages.length;
      messages.forEach(({ seq }, index) => {
        const before = messages[index - 1]?.seq ?? 0;
        if (seq === before + 1) return;
        findings.push({
          key: `dense ${conversation} ${seq}`,
          sentence: `In ${evidence.nameOf(conversation)} number ${seq} follows number ${before}.`,
          about: { conversation, seqs: [before, seq] },
        });
      });
    }
    return { looked, findings };
  },
};

/** Everything that anybody saw, with how and in which entry. */
function* sights(
  evidence: Evidence,
): Iterable<{ readonly sight: Sight; readonly how: string; readonly n: number }> {
  for (const entry of evidence.entries) {
    const { n } = entry;
    if (entry.op === 'handed' || entry.op === 'pushed')
      yield { sight: entry, how: `${entry.who} was ${entry.op}`, n };
    if (entry.op !== 'read' || entry.stage !== 'ok') continue;
    for (const sight of entry.messages ?? []) yield { sight, how: `${entry.who} read`, n };
  }
}

export const oneContent: Check = {
  name: 'one-content',
  kind: 'reordered',
  promises: [3],
  claim: 'everybody sees the same message at the same number as the database has it',
  run(evidence) {
    const findings: Finding[] = [];
    let looked = 0;
    for (const { sight, how, n } of sights(evidence)) {
      looked += 1;
      const { conversation, seq, text, sender } = sight;
      const found = evidence.at(conversation, seq);
      if (found?.sender === sender && (found.text === text || evidence.forms(found).has(text))) continue;
      if (found === undefined && evidence.isBehind(n, conversation, seq)) continue;
      const there = found === undefined ? 'nothing' : `"${found.text}"`;
      findings.push({
        key: `one-content ${conversation} ${seq} ${how}`,
        sentence: `${how} "${text}" as number ${seq} of ${evidence.nameOf(conversation)}, where the log has ${there}.`,
        about: { conversation, seqs: [seq] },
      });
    }
    return { looked, findings };
  },
};

export const reread: Check = {
  name: 'reread',
  kind: 'lost',
  promises: [1, 3],
  claim: 'a server that was started again reads the same log from the database',
  run(evidence) {
    const findings: Finding[] = [];
    let looked = 0;
    for (const [conversation, messages] of evidence.reread ?? []) {
      // Messages after the end of the first reading arrived in between.
      for (const [index, before] of (evidence.log.get(conversation) ?? []).entries()) {
        looked += 1;
        const now = messages[index];
        if (isSame(before, now) || isChangedSince(evidence, before, now)) continue;
        const { seq, text } = before;
        findings.push({
          key: `reread ${conversation} ${seq}`,
          sentence: `Number ${seq} of ${evidence.nameOf(conversation)} was "${text}" and is "${now?.text}" after a restart.`,
          about: { conversation, seqs: [seq] },
        });
      }
    }
    return { looked, findings };
  },
};

/** Whether a change that arrived after the first reading explains that a message is another one now. */
function isChangedSince(evidence: Evidence, before: LogMessage, now: LogMessage | undefined): boolean {
  if (now === undefined || !isSame({ ...before, text: now.text }, now)) return false;
  const last = evidence.log.get(before.conversation)?.at(-1)?.seq ?? 0;
  const line = evidence.fold(before.conversation).get(targetOf(before.content) || before.seq);
  return line?.entries.some(({ seq }) => seq > last) === true;
}

/** Whether two readings of a log have the same message. */
export function isSame(a: LogMessage | undefined, b: LogMessage | undefined): boolean {
  return (
    a !== undefined &&
    b !== undefined &&
    a.seq === b.seq &&
    a.sender === b.sender &&
    a.text === b.text &&
    a.time === b.time
  );
}

const CHANGES = new Set(['add', 'remove', 'block', 'unblock']);

/**
 * Whether permissions changed in between. Then the first of two sends may have been refused for good, the answer lost
 * with the connection, and the retry accepted. No promise is broken.
 */
function hasNewRules(changes: readonly Entry[], first: Entry, ack: (Entry & SendFact) | undefined): boolean {
  return changes.some(
    (change) =>
      'conversation' in change &&
      change.conversation === ack?.conversation &&
      change.n > first.n &&
      change.n < ack.n,
  );
}

export const senderOrder: Check = {
  name: 'sender-order',
  kind: 'reordered',
  promises: [4],
  claim: 'what one device sends into a conversation stays in its order, over retries and reconnects',
  run(evidence) {
    const acked = [...evidence.sends.values()]
      .filter(({ acks }) => acks.length > 0)
      .sort((a, b) => a.first.n - b.first.n);
    const changes = evidence.entries.filter(({ op }) => CHANGES.has(op));
    const findings: Finding[] = [];
    for (const lane of Map.groupBy(acked, ({ first }) => `${first.who}/${first.conversation}`).values()) {
      let before: { readonly id: string; readonly seq: number; readonly first: Entry } | undefined;
      for (const { id, first, acks } of lane) {
        const [ack] = acks;
        const seq = ack?.seq ?? 0;
        if (before !== undefined && seq <= before.seq && !hasNewRules(changes, before.first, ack)) {
          findings.push({
            key: `sender-order ${id}`,
            sentence: `${first.who} sent ${before.id} before ${id}, and they are numbers ${before.seq} and ${seq} of ${evidence.nameOf(first.conversation)}.`,
            about: { ids: [before.id, id], conversation: first.conversation, seqs: [before.seq, seq] },
          });
        }
        if (before === undefined || seq > before.seq) before = { id, seq, first };
      }
    }
    return { looked: acked.length, findings };
  },
};

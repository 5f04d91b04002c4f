/**
 * Checks: the outcome of sends (promises 1, 2 and 8).
 *
 * @module
 */
import type { Entry, SendFact } from '../history.ts';
import type { Check, Finding } from './check.ts';
import type { Evidence } from './evidence.ts';

/** Acks whose messages must be in this log: those of this era, and those of the earlier era that the backup had. */
function standingAcks(evidence: Evidence): readonly (Entry & SendFact)[] {
  const acks = [...evidence.sends.values()].flatMap((send) => send.acks);
  const backup = evidence.previous?.phase('backup');
  if (evidence.previous === undefined || backup === undefined) return acks;
  const earlier = [...evidence.previous.sends.values()].flatMap((send) => send.acks);
  return [...earlier.filter(({ n }) => n < backup.n), ...acks];
}

export const durable: Check = {
  name: 'durable',
  kind: 'lost',
  promises: [1],
  claim: 'every acked message is in the log',
  run(evidence) {
    const positions = evidence.positions();
    const findings: Finding[] = [];
    const acks = standingAcks(evidence);
    for (const { n, id, who, conversation, seq = 0 } of acks) {
      if (positions.has(id) || evidence.isBehind(n, conversation, seq)) continue;
      findings.push({
        key: `durable ${id}`,
        sentence: `${who} was told that ${id} is number ${seq} of ${evidence.nameOf(conversation)}, and the log does not have it.`,
        about: { ids: [id], conversation, seqs: [seq] },
      });
    }
    return { looked: acks.length, findings };
  },
};

export const ackTrue: Check = {
  name: 'ack-true',
  kind: 'reordered',
  promises: [3],
  claim: 'each acked message has the number that its ack named',
  run(evidence) {
    const positions = evidence.positions();
    const findings: Finding[] = [];
    const acks = standingAcks(evidence);
    for (const { id, who, conversation, seq = 0 } of acks) {
      const found = positions.get(id);
      const isThere =
        found === undefined ||
        found.some((place) => place.conversation === conversation && place.seq === seq);
      if (isThere) continue;
      findings.push({
        key: `ack-true ${id} ${seq}`,
        sentence: `${who} was told that ${id} is number ${seq} of ${evidence.nameOf(conversation)}, and it is number ${found?.map((place) => place.seq).join(', ')} there.`,
        about: { ids: [id], conversation, seqs: [seq] },
      });
    }
    return { looked: acks.length, findings };
  },
};

export const once: Check = {
  name: 'once',
  kind: 'duplicated',
  promises: [2],
  claim: 'no message is in the log twice, however often it was tried',
  run(evidence) {
    const findings: Finding[] = [];
    const positions = evidence.positions();
    for (const [id, found] of positions) {
      if (found.length === 1) continue;
      const places = found.map(({ conversation, seq }) => `${evidence.nameOf(conversation)} ${seq}`);
      findings.push({
        key: `once ${id}`,
        sentence: `${id} is in the log ${found.length} times: ${places.join(', ')}.`,
        about: { ids: [id], seqs: found.map(({ seq }) => seq) },
      });
    }
    return { looked: positions.size, findings };
  },
};

export const sameAck: Check = {
  name: 'same-ack',
  kind: 'duplicated',
  promises: [2],
  claim: 'a retry, even days later, gets the first ack',
  run(evidence) {
    const findings: Finding[] = [];
    let looked = 0;
    for (const { id, acks } of evidence.sends.values()) {
      if (acks.length < 2) continue;
      looked += 1;
      const places = new Set(acks.map(({ conversation, seq }) => `${conversation} ${seq}`));
      if (places.size === 1) continue;
      findings.push({
        key: `same-ack ${id}`,
        sentence: `${id} was acked as number ${acks.map(({ seq }) => seq).join(', then as ')}.`,
        about: { ids: [id] },
      });
    }
    return { looked, findings };
  },
};

export const failedAbsent: Check = {
  name: 'failed-absent',
  kind: 'duplicated',
  promises: [8],
  claim: 'no message that was reported as failed is in the log',
  run(evidence) {
    const positions = evidence.positions();
    const failures = [...evidence.sends.values()].filter(({ failure }) => failure !== undefined);
    const findings = failures
      .filter(({ id }) => positions.has(id))
      .map(({ id, first, failure }): Finding => ({
        key: `failed-absent ${id}`,
        sentence: `${first.who} was told that ${id} has failed (${failure?.code}), so people would send it again; but it is in the log.`,
        about: { ids: [id], conversation: first.conversation },
      }));
    return { looked: failures.length, findings };
  },
};

export const notInvented: Check = {
  name: 'not-invented',
  kind: 'reordered',
  promises: [3],
  claim: 'what the log says is what its sender sent',
  run(evidence) {
    const findings: Finding[] = [];
    const positions = evidence.positions();
    for (const [id, [message]] of positions) {
      if (message === undefined) continue;
      const isSent = evidence.sendOf(id)?.first.user === message.sender;
      if (isSent && evidence.forms(message).has(message.text)) continue;
      findings.push({
        key: `not-invented ${message.conversation} ${message.seq}`,
        sentence: `Number ${message.seq} of ${evidence.nameOf(message.conversation)} is "${message.text}", which its sender never sent.`,
        about: { ids: [id], conversation: message.conversation, seqs: [message.seq] },
      });
    }
    return { looked: positions.size, findings };
  },
};

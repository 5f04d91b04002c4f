/**
 * Checks: what must recover in time, by itself, once everything works again (promises 6, 8 and 12).
 *
 * @module
 */
import type { DeviceFact, Entry, RecoveryFact } from '../history.ts';
import type { Check, Finding } from './check.ts';
import { expectedOf } from './delivery.ts';
import type { Evidence } from './evidence.ts';

/** SDK devices that run at the end, with their users. */
export function devicesOf(evidence: Evidence): ReadonlyMap<string, number> {
  const devices = new Map<string, number>();
  for (const { who, user, state } of deviceFacts(evidence)) {
    if (state === 'closed') devices.delete(who);
    else devices.set(who, user);
  }
  return devices;
}

function deviceFacts(evidence: Evidence): readonly (Entry & DeviceFact)[] {
  const all = [...(evidence.previous?.entries ?? []), ...evidence.entries];
  return all.filter((entry): entry is Entry & DeviceFact => entry.op === 'device');
}

export const converged: Check = {
  name: 'converged',
  kind: 'diverged',
  promises: [6, 7],
  claim: 'once all is healed, every device has everything in time, the last message included',
  run(evidence) {
    const heal = evidence.phase('heal');
    if (heal === undefined) return { looked: 0, findings: [] };
    const tooLate = heal.at + evidence.convergeWithinMs;
    const findings: Finding[] = [];
    const handed = evidence.handed();
    const acks = evidence.firstAcks();
    let looked = 0;
    for (const [who, user] of devicesOf(evidence)) {
      for (const conversation of evidence.log.keys()) {
        looked += 1;
        const times = new Map(handed.get(`${who}/${conversation}`)?.map(({ seq, at }) => [seq, at]));
        // A message acked too late cannot have arrived in time; `settled` reports it.
        const late = expectedOf(evidence, who, user, conversation).findLast(
          ({ seq }) =>
            (times.get(seq) ?? Infinity) > tooLate &&
            (acks.get(`${conversation}/${seq}`)?.at ?? 0) <= tooLate,
        );
        if (late === undefined) continue;
        const when = times.get(late.seq);
        const how =
          when === undefined ? 'has not' : `had only ${Math.round((when - heal.at) / 100) / 10} s later`;
        findings.push({
          key: `converged ${who} ${conversation}`,
          sentence: `${who} ${how} got number ${late.seq} of ${evidence.nameOf(conversation)} ("${late.text}"), with everything healed for ${evidence.convergeWithinMs / 1000} s.`,
          about: { who, conversation, seqs: [late.seq] },
        });
      }
    }
    return { looked, findings };
  },
};

export const repaired: Check = {
  name: 'repaired',
  kind: 'diverged',
  promises: [6],
  claim: 'a push that is lost, with nothing after it, is repaired in time',
  run(evidence) {
    const { entries, convergeWithinMs } = evidence;
    const repairs = entries.filter(
      (entry): entry is Entry & RecoveryFact => entry.op === 'recovery' && entry.of === 'last-push',
    );
    const findings = repairs.flatMap((entry): Finding[] => {
      if (entry.tookMs <= convergeWithinMs) return [];
      const sentence = `A push was lost, and ${Math.round(entry.tookMs / 100) / 10} s later somebody did not have the message.`;
      return [{ key: `repaired ${entry.n}`, sentence, about: {} }];
    });
    return { looked: repairs.length, findings };
  },
};

export const settled: Check = {
  name: 'settled',
  kind: 'diverged',
  promises: [8],
  claim: 'once all is healed, every send ends as acked or failed in time',
  run(evidence) {
    const heal = evidence.phase('heal');
    if (heal === undefined) return { looked: 0, findings: [] };
    const findings: Finding[] = [];
    for (const { id, first, last } of evidence.sends.values()) {
      const isOpen = last.stage === 'invoke';
      if (!isOpen && last.at <= heal.at + evidence.convergeWithinMs) continue;
      findings.push({
        key: `settled ${id}`,
        sentence: `${first.who} still waited for what becomes of ${id}, with everything healed for ${evidence.convergeWithinMs / 1000} s.`,
        about: { ids: [id], who: first.who, conversation: first.conversation },
      });
    }
    return { looked: evidence.sends.size, findings };
  },
};

export const stays: Check = {
  name: 'stays',
  kind: 'diverged',
  promises: [6, 8],
  claim: 'no device is sent away for good, and no server ends by itself',
  run(evidence) {
    const findings: Finding[] = [];
    for (const entry of evidence.entries) {
      if (entry.op === 'mishap') {
        findings.push({ key: `stays ${entry.sentence}`, sentence: entry.sentence, about: {} });
      }
      if (entry.op !== 'device' || entry.state !== 'ended') continue;
      findings.push({
        key: `stays ${entry.who} ${entry.n}`,
        sentence: `${entry.who} was sent away for good (${entry.code}), though nobody asked for it.`,
        about: { who: entry.who },
      });
    }
    return { looked: devicesOf(evidence).size, findings };
  },
};

export const restoreNoticed: Check = {
  name: 'restore-noticed',
  kind: 'diverged',
  promises: [12],
  claim: 'a restored backup has a new epoch',
  run(evidence) {
    const now = evidence.phase('restore');
    const before = evidence.previous?.phase('backup');
    if (now === undefined || before === undefined) return { looked: 0, findings: [] };
    const isNew = now.epoch !== before.epoch;
    const finding: Finding = {
      key: 'restore-noticed',
      sentence: `The data was put back to an earlier state and the epoch is still ${now.epoch}.`,
      about: {},
    };
    return { looked: 1, findings: isNew ? [] : [finding] };
  },
};

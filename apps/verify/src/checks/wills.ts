/**
 * Checks: wills of clients of MQTT (promises 1 and 2).
 *
 * @module
 */
import type { Will } from '../account.ts';
import type { Check, Finding } from './check.ts';

export const willed: Check = {
  name: 'willed',
  kind: 'lost',
  promises: [1],
  claim: 'the will of a client of MQTT is sent after its connection was lost',
  run(evidence) {
    const due = (evidence.quiet.wills ?? []).filter(({ isDue }) => isDue);
    const findings = due
      .filter(({ sent }) => sent === 0)
      .map((will) => findingOf('willed', will, 'was never sent, though its client was lost'));
    return { looked: due.length, findings };
  },
};

export const willedOnce: Check = {
  name: 'willed-once',
  kind: 'duplicated',
  promises: [2],
  claim: 'a will is sent once, and not after a goodbye',
  run(evidence) {
    const { wills = [] } = evidence.quiet;
    const findings = wills.flatMap((will): readonly Finding[] => {
      const { sent, isForbidden } = will;
      if (sent > 1) return [findingOf('willed-once', will, `was sent ${sent} times`)];
      if (sent > 0 && isForbidden)
        return [findingOf('willed-once', will, 'was sent, though its client had said goodbye')];
      return [];
    });
    return { looked: wills.length, findings };
  },
};

function findingOf(check: string, { id }: Will, what: string): Finding {
  return { key: `${check} ${id}`, sentence: `The will ${id} ${what}.`, about: { ids: [id] } };
}

/**
 * Checks: what a receiver of webhooks gets (promises 1 and 3).
 *
 * @module
 */
import type { Check, Finding } from './check.ts';

export const hooked: Check = {
  name: 'hooked',
  kind: 'lost',
  promises: [1],
  claim: 'a receiver of webhooks gets everything that was committed',
  run(evidence) {
    const { hooks } = evidence.quiet;
    const findings: Finding[] = [];
    let looked = 0;
    for (const [conversation, messages] of evidence.whole) {
      const since = hooks?.since(conversation);
      if (hooks === undefined || since === undefined) continue;
      const came = new Set(
        hooks.came.flatMap((each) => (each.conversation === conversation ? [each.seq] : [])),
      );
      for (const { seq, id } of messages) {
        if (seq <= since) continue;
        looked += 1;
        if (came.has(seq)) continue;
        findings.push({
          key: `hooked ${conversation} ${seq}`,
          sentence: `The receiver of webhooks was never told of number ${seq} of ${evidence.nameOf(conversation)}.`,
          about: { ids: id === '' ? [] : [id], conversation, seqs: [seq] },
        });
      }
    }
    return { looked, findings };
  },
};

export const hookedInOrder: Check = {
  name: 'hooked-in-order',
  kind: 'reordered',
  promises: [3],
  claim: 'a receiver of webhooks is first told of each message in the order of its conversation',
  run(evidence) {
    const { hooks } = evidence.quiet;
    const findings: Finding[] = [];
    const highest = new Map<number, number>();
    const known = new Set<string>();
    const came = hooks?.came ?? [];
    for (const { conversation, seq } of came) {
      const key = `${conversation}/${seq}`;
      const before = highest.get(conversation) ?? 0;
      if (!known.has(key) && seq < before)
        findings.push({
          key: `hooked-in-order ${conversation} ${seq}`,
          sentence: `The receiver of webhooks was told of number ${seq} of ${evidence.nameOf(conversation)} after number ${before}.`,
          about: { conversation, seqs: [seq, before] },
        });
      known.add(key);
      highest.set(conversation, Math.max(before, seq));
    }
    return { looked: came.length, findings };
  },
};

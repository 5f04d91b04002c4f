/**
 * Check: a slow reader hurts only itself (promise 10). While some clients do not read, the others get every message.
 *
 * Delay is not judged: on a busy machine it says more about the machine. The benchmark's scenario `stalled` measures
 * it.
 *
 * @module
 */
import type { Entry, StallFact } from '../history.ts';
import type { Check, Finding } from './check.ts';

interface Unserved {
  readonly who: string;
  readonly seq: number;
}

/**
 * For each device that kept reading and stayed online: the messages that it lacks. `entries`: from the start of a
 * stall to now or to its end. Due are the messages acked until everything was said.
 */
export function unserved([begin, ...entries]: readonly Entry[]): readonly Unserved[] {
  if (begin?.op !== 'stall') return [];
  const { conversation } = begin;
  const others = new Map(begin.others.map((who) => [who, new Set<number>()]));
  const owed = new Set<number>();
  let isSaid = false;
  for (const entry of entries) {
    if (entry.op === 'device' && entry.state !== 'online') others.delete(entry.who);
    else if (entry.op === 'stall' && entry.stage === 'said') isSaid = true;
    else if (!('conversation' in entry) || entry.conversation !== conversation) continue;
    else if (entry.op === 'handed') others.get(entry.who)?.add(entry.seq);
    else if (entry.op === 'send' && entry.stage === 'ok' && !isSaid) owed.add(entry.seq ?? 0);
  }
  return [...others].flatMap(([who, got]) =>
    [...owed].filter((seq) => !got.has(seq)).map((seq) => ({ who, seq })),
  );
}

/** Whether another fault was active meanwhile, which may be the cause of a delay. */
function isDisturbed(entries: readonly Entry[], begin: Entry, end: Entry): boolean {
  const active = new Set<string>();
  for (const entry of entries) {
    if (entry.n > end.n) break;
    if (entry.op !== 'fault' || entry.fault === 'stall') continue;
    if (entry.stage === 'begin') active.add(entry.fault);
    else if (entry.n < begin.n) active.delete(entry.fault);
  }
  return active.size > 0;
}

export const slowReaders: Check = {
  name: 'slow-readers',
  kind: 'diverged',
  promises: [10],
  claim: 'while some do not read, all others get what is said',
  run(evidence) {
    const findings: Finding[] = [];
    let looked = 0;
    let begin: (Entry & StallFact) | undefined;
    for (const entry of evidence.entries) {
      if (entry.op !== 'stall') continue;
      if (entry.stage === 'begin') begin = entry;
      if (entry.stage !== 'end' || begin === undefined) continue;
      const [from, to] = [begin.n, entry.n];
      const missing = unserved(evidence.entries.filter(({ n }) => n >= from && n <= to));
      if (missing.length > 0 && isDisturbed(evidence.entries, begin, entry)) continue;
      looked += begin.others.length;
      for (const { who, seq } of missing) {
        findings.push({
          key: `slow-readers ${who} ${seq}`,
          sentence: `${who} did not get number ${seq} of ${evidence.nameOf(begin.conversation)} as long as others did not read.`,
          about: { who, conversation: begin.conversation, seqs: [seq] },
        });
      }
    }
    return { looked, findings };
  },
};

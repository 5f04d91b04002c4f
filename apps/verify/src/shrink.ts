/**
 * Finds the shortest piece of history that still shows a violation. It first drops what is unrelated, then halves,
 * quarters and single entries, as long as the check gives the same result (delta debugging,
 * https://www.st.cs.uni-saarland.de/papers/tse2002/).
 *
 * @module
 */
import type { Violation } from './checks/all.ts';
import type { Subject } from './checks/check.ts';
import type { Entry } from './history.ts';

/** Most runs of the check. */
const MAX_RUNS = 400;

/** The entries in order. Faults that were active in between are added for the reader. */
export function shrink(violation: Violation): readonly Entry[] {
  const { check, evidence, key, about } = violation;
  let runs = 0;
  const shows = (entries: readonly Entry[]): boolean => {
    runs += 1;
    return check.run(evidence.with(entries)).findings.some((finding) => finding.key === key);
  };
  const relevant = evidence.entries.filter((entry) => isAbout(entry, about));
  let left: readonly Entry[] = shows(relevant) ? relevant : evidence.entries;
  for (let size = Math.ceil(left.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let start = 0; start < left.length && runs < MAX_RUNS;) {
      const without = [...left.slice(0, start), ...left.slice(start + size)];
      if (shows(without)) left = without;
      else start += size;
    }
  }
  return withFaults(left, evidence.entries);
}

function isAbout(entry: Entry, { ids, who, conversation, seqs }: Subject): boolean {
  switch (entry.op) {
    case 'phase':
    case 'mishap':
    case 'recovery':
    case 'upload':
      return true;
    case 'fault':
      return false;
    case 'device':
      return who === undefined || entry.who === who;
    case 'handed':
    case 'pushed':
      return (
        (who === undefined || entry.who === who) &&
        (conversation === undefined || entry.conversation === conversation) &&
        (seqs === undefined || seqs.includes(entry.seq))
      );
    case 'stall':
      return entry.conversation === conversation;
    default:
      if (ids?.includes(entry.id) === true) return true;
      return conversation !== undefined && entry.conversation === conversation;
  }
}

/** Adds the faults that were active between the first and the last entry. */
function withFaults(piece: readonly Entry[], all: readonly Entry[]): readonly Entry[] {
  const [first, last] = [piece[0]?.n, piece.at(-1)?.n];
  if (first === undefined || last === undefined) return piece;
  const kept = new Set(piece.map(({ n }) => n));
  return all.filter(({ n, op }) => kept.has(n) || (op === 'fault' && n >= first && n <= last));
}

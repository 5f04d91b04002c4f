/**
 * Who was a member when, by the events in a group's log. An interval includes the events that open and close it.
 *
 * @module
 */
import type { LogMessage } from './log.ts';

/** For each user: intervals of seqs, by rising seq; Infinity: still a member. */
export type Intervals = ReadonlyMap<number, readonly { readonly from: number; readonly to: number }[]>;

export function intervalsOf(messages: readonly LogMessage[]): Intervals {
  const intervals = new Map<number, { from: number; to: number }[]>();
  const open = (user: number, seq: number): void => {
    const list = intervals.get(user) ?? [];
    intervals.set(user, list);
    if (list.at(-1)?.to !== Infinity) list.push({ from: seq, to: Infinity });
  };
  const close = (user: number, seq: number): void => {
    const last = intervals.get(user)?.at(-1);
    if (last?.to === Infinity) last.to = seq;
  };
  for (const { event, sender, seq } of messages) {
    switch (event?.kind) {
      case 'created':
        for (const user of [sender, ...event.users]) open(user, seq);
        break;
      case 'added':
        for (const user of event.users) open(user, seq);
        break;
      case 'joined':
        open(sender, seq);
        break;
      case 'removed':
        for (const user of event.users) close(user, seq);
        break;
      case 'left':
        close(sender, seq);
        break;
      default:
    }
  }
  return intervals;
}

export function isInside(intervals: Intervals, user: number, seq: number): boolean {
  return intervals.get(user)?.some(({ from, to }) => from <= seq && seq <= to) ?? false;
}

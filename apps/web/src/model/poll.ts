/**
 * A poll as it is shown.
 *
 * @module
 */
import type { OwnState, Poll, PollState } from '@posthorn/protocol';

export interface PollView {
  readonly options: readonly PollOption[];
  readonly voters: number;
  readonly isClosed: boolean;
  readonly isMultiple: boolean;
  readonly isAnonymous: boolean;
  /** The user has voted. */
  readonly hasVoted: boolean;
}

export interface PollOption {
  readonly text: string;
  readonly votes: number;
  /** Of the voters, in percent. */
  readonly share: number;
  readonly isChosen: boolean;
  /** No other has more; and it has some. */
  readonly isAhead: boolean;
}

/** `now`: Unix ms by the server's clock. */
export function pollView(
  { options, multiple, anonymous, closesAt }: Poll,
  state: PollState | undefined,
  own: OwnState | undefined,
  now: number,
): PollView {
  const votes = options.map((_, index) => state?.votes[index] ?? 0);
  const voters = state?.voters ?? 0;
  const most = Math.max(1, ...votes);
  const chosen = new Set(own?.choices);
  return {
    options: options.map((text, index) => {
      const count = votes[index] ?? 0;
      return {
        text,
        votes: count,
        share: voters === 0 ? 0 : Math.round((count / voters) * 100),
        isChosen: chosen.has(index),
        isAhead: count === most,
      };
    }),
    voters,
    isClosed: state?.closed === true || (closesAt > 0 && closesAt <= now),
    isMultiple: multiple,
    isAnonymous: anonymous,
    hasVoted: chosen.size > 0,
  };
}

/** What is chosen after a click on an option. In a poll with one choice a second click takes the vote back. */
export function chosenAfter(view: PollView, index: number): readonly number[] {
  const chosen = view.options.flatMap(({ isChosen }, at) => (isChosen ? [at] : []));
  if (chosen.includes(index)) return chosen.filter((each) => each !== index);
  return view.isMultiple ? [...chosen, index].sort((a, b) => a - b) : [index];
}

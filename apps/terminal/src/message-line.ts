/**
 * A message of a history as one line: as JSON for programs, as text for people. What entries have made of it is in it.
 *
 * @module
 */
import type { Incoming, Poll, PollState, State } from '@posthorn/client';
import { componentFields, componentLines } from './bots/components.ts';
import { attachmentFields, attachmentWords } from './files/attachment-line.ts';

/** What has become of a message, with the fields that say something. */
export function foldedFields({ content, state }: Incoming): Readonly<Record<string, unknown>> {
  const { kind, replyTo, thread, attachments, components } = content;
  const own = state === undefined ? undefined : ownFields(state);
  return {
    ...(kind?.case === 'recalled' && { recalled: true }),
    ...attachmentFields(attachments),
    ...componentFields(components),
    ...(replyTo > 0 && { replyTo }),
    ...(kind?.case === 'poll' && { poll: pollFields(kind.value, state?.poll) }),
    ...(thread > 0 && { thread }),
    ...own,
  };
}

function pollFields({ options, multiple, anonymous }: Poll, state: PollState | undefined): object {
  const votes = options.map((option, index) => ({ option, votes: state?.votes[index] ?? 0 }));
  return { options: votes, voters: state?.voters ?? 0, closed: state?.closed ?? false, multiple, anonymous };
}

function ownFields({ edited, reactions, pinned, thread, own }: State): Readonly<Record<string, unknown>> {
  return {
    ...(edited > 0 && { edited: true }),
    ...(pinned > 0 && { pinned: true }),
    ...(thread !== undefined && thread.count > 0 && { replies: thread.count }),
    ...(reactions.length > 0 && {
      reactions: reactions.map(({ emoji, count }) => ({
        emoji,
        count,
        mine: own?.reactions.includes(emoji) ?? false,
      })),
    }),
  };
}

/** The text of a message; empty if it was recalled. */
export function wordsOf({ content }: Incoming): string {
  return content.kind?.case === 'recalled' ? '' : content.text;
}

/** What people see behind the text. */
export function foldedMarks({ content, state }: Incoming): readonly string[] {
  return [
    ...content.attachments.map(attachmentWords),
    ...componentLines(content.components),
    ...(content.kind?.case === 'recalled' ? ['(recalled)'] : []),
    ...(state !== undefined && state.edited > 0 ? ['(edited)'] : []),
    ...(state !== undefined && state.pinned > 0 ? ['📌'] : []),
    ...(state?.reactions ?? []).map(({ emoji, count }) => (count > 1 ? `${emoji} ${count}` : emoji)),
  ];
}

/**
 * A message of a history as one line: as JSON for programs, as text for people. What entries have made of it is in it.
 *
 * @module
 */
import type { Incoming, State } from '@posthorn/client';

/** What has become of a message, with the fields that say something. */
export function foldedFields({ content, state }: Incoming): Readonly<Record<string, unknown>> {
  const { kind, replyTo, thread } = content;
  const own = state === undefined ? undefined : ownFields(state);
  return {
    ...(kind?.case === 'recalled' && { recalled: true }),
    ...(replyTo > 0 && { replyTo }),
    ...(thread > 0 && { thread }),
    ...own,
  };
}

function ownFields({ edited, reactions, pinned, own }: State): Readonly<Record<string, unknown>> {
  return {
    ...(edited > 0 && { edited: true }),
    ...(pinned > 0 && { pinned: true }),
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
export function foldedMarks({ content, state }: Incoming): string {
  const marks = [
    ...(content.kind?.case === 'recalled' ? ['(recalled)'] : []),
    ...(state !== undefined && state.edited > 0 ? ['(edited)'] : []),
    ...(state !== undefined && state.pinned > 0 ? ['📌'] : []),
    ...(state?.reactions ?? []).map(({ emoji, count }) => (count > 1 ? `${emoji} ${count}` : emoji)),
  ];
  return marks.map((mark) => ` ${mark}`).join('');
}

/**
 * Moving between messages by keyboard.
 *
 * @module
 */
import type { KeyboardEvent } from 'react';

export interface TimelineKeys {
  /** Shows the newest message. */
  readonly newest: () => void;
  /** Back to where one writes. */
  readonly leave: () => void;
}

const MESSAGE = 'article[data-seq], article[data-client-id]';

/** Arrows go from message to message, End to the newest, Escape back to the composer. */
export function onTimelineKey(event: KeyboardEvent<HTMLElement>, { newest, leave }: TimelineKeys): void {
  const { currentTarget: view, target, key } = event;
  if (event.ctrlKey || event.metaKey || event.altKey || !(target instanceof HTMLElement)) return;
  const isMessage = target.matches(MESSAGE);
  if (!isMessage && target !== view) {
    if (key === 'Escape') target.closest<HTMLElement>(MESSAGE)?.focus();
    return;
  }
  switch (key) {
    case 'ArrowUp':
    case 'ArrowDown':
      step(view, isMessage ? target : undefined, key === 'ArrowUp' ? -1 : 1);
      break;
    case 'End':
      newest();
      break;
    case 'Escape':
      leave();
      break;
    default:
      return;
  }
  event.preventDefault();
  event.stopPropagation();
}

/** From the view itself: to the last message that is seen. */
function step(view: HTMLElement, from: HTMLElement | undefined, by: number): void {
  const all = [...view.querySelectorAll<HTMLElement>(MESSAGE)];
  const next = from === undefined ? all.findLast((each) => isSeen(each, view)) : all[all.indexOf(from) + by];
  next?.focus({ preventScroll: true });
  next?.scrollIntoView({ block: 'nearest' });
}

function isSeen(message: HTMLElement, view: HTMLElement): boolean {
  const box = message.getBoundingClientRect();
  const { top, bottom } = view.getBoundingClientRect();
  return box.top < bottom && box.bottom > top;
}

/**
 * Chooses an emoji.
 *
 * @module
 */
import type { ReactNode } from 'react';

export interface EmojiPickerProps {
  readonly onPick: (emoji: string) => void;
}

/** To be shown in a Popover or Sheet. Its data is loaded when it is first shown, or by preloadEmoji(). */
export function EmojiPicker(_: EmojiPickerProps): ReactNode {
  return undefined;
}

/**
 * A button that opens the picker.
 *
 * @module
 */
import { useState } from 'react';
import type { ReactElement, ReactNode } from 'react';
import { useLingui } from '@lingui/react';
import { Smile } from 'lucide-react';
import { IconButton } from '../../ui/button.tsx';
import { Popover } from '../../ui/popover.tsx';
import { EmojiPicker, preloadEmoji } from './emoji-picker.tsx';

export interface EmojiButtonProps {
  readonly onPick: (emoji: string) => void;
  /** Default: a button with a face, named "Emoji". */
  readonly trigger?: ReactElement;
  readonly onOpenChange?: (open: boolean) => void;
}

export function EmojiButton({ onPick, trigger, onOpenChange }: EmojiButtonProps): ReactNode {
  const { i18n } = useLingui();
  const [isOpen, setOpen] = useState(false);
  const open = (next: boolean): void => {
    setOpen(next);
    onOpenChange?.(next);
  };
  // A failure is told when the picker is opened.
  const preload = (): void => void preloadEmoji(i18n.locale).catch(() => {});
  return (
    <Popover
      trigger={
        trigger ?? (
          <IconButton icon={Smile} label={i18n._('Emoji')} onPointerEnter={preload} onFocus={preload} />
        )
      }
      open={isOpen}
      onOpenChange={open}
      side="top"
      align="end"
      label={i18n._('Emoji')}
      flush
    >
      <EmojiPicker
        onPick={(emoji) => {
          open(false);
          onPick(emoji);
        }}
      />
    </Popover>
  );
}

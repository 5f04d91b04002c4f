/**
 * A button that opens the picker.
 *
 * @module
 */
import { useEffect, useState } from 'react';
import type { ReactNode } from 'react';
import { useLingui } from '@lingui/react';
import { Smile } from 'lucide-react';
import { IconButton } from '../../ui/button.tsx';
import { Popover } from '../../ui/popover.tsx';
import { EmojiPicker, preloadEmoji } from './emoji-picker.tsx';

export interface EmojiButtonProps {
  readonly onPick: (emoji: string) => void;
  readonly className?: string | undefined;
}

export function EmojiButton({ onPick, className }: EmojiButtonProps): ReactNode {
  const { i18n } = useLingui();
  const [isOpen, setOpen] = useState(false);
  usePreload(i18n.locale);
  return (
    <Popover
      trigger={<IconButton className={className} icon={Smile} label={i18n._('Emoji')} />}
      open={isOpen}
      onOpenChange={setOpen}
      side="top"
      align="end"
      label={i18n._('Emoji')}
      flush
    >
      <EmojiPicker
        onPick={(emoji) => {
          setOpen(false);
          onPick(emoji);
        }}
      />
    </Popover>
  );
}

/** Loads the picker once the page has nothing else to do, so that it opens at once. */
function usePreload(locale: string): void {
  useEffect(() => {
    const preload = (): void => {
      // What cannot be loaded now is loaded when it is opened.
      void preloadEmoji(locale).catch(() => {});
    };
    // Safari has none.
    if (!('requestIdleCallback' in globalThis)) {
      const timer = setTimeout(preload, IDLE_MS);
      return () => clearTimeout(timer);
    }
    const idle = requestIdleCallback(preload, { timeout: IDLE_MS });
    return () => cancelIdleCallback(idle);
  }, [locale]);
}

const IDLE_MS = 5000;

/**
 * A button that opens the picker.
 *
 * @module
 */
import { lazy, Suspense, useState } from 'react';
import type { ReactElement, ReactNode } from 'react';
import { useLingui } from '@lingui/react';
import { Smile } from 'lucide-react';
import { IconButton } from '../../ui/button.tsx';
import { Popover } from '../../ui/popover.tsx';
import { Spinner } from '../../ui/spinner.tsx';
import css from './emoji.module.css';

// The picker and the names of all emoji are loaded when they are wanted.
const EmojiPicker = lazy(async () => ({ default: (await import('./emoji-picker.tsx')).EmojiPicker }));

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
  const preload = (): void => void load(i18n.locale).catch(() => {});
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
      <Suspense
        fallback={
          <div className={css.picker}>
            <Spinner page />
          </div>
        }
      >
        <EmojiPicker
          onPick={(emoji) => {
            open(false);
            onPick(emoji);
          }}
        />
      </Suspense>
    </Popover>
  );
}

async function load(locale: string): Promise<void> {
  const [, { preloadEmoji }] = await Promise.all([import('./emoji-picker.tsx'), import('./picker-data.ts')]);
  await preloadEmoji(locale);
}

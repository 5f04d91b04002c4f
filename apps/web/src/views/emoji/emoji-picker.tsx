/**
 * Chooses an emoji.
 *
 * @module
 */
import { Suspense } from 'react';
import type { ReactNode } from 'react';
import { Spinner } from '../../ui/spinner.tsx';
import css from './emoji.module.css';
import { part } from '../../ui/part.tsx';

// The picker and the names of all emoji are loaded when they are wanted.
const Picker = part(async () => (await import('./picker.tsx')).Picker);

export interface EmojiPickerProps {
  readonly onPick: (emoji: string) => void;
}

/** To be shown in a Popover or Sheet. It has its size at once. */
export function EmojiPicker({ onPick }: EmojiPickerProps): ReactNode {
  return (
    <Suspense
      fallback={
        <div className={css.picker}>
          <Spinner page />
        </div>
      }
    >
      <Picker onPick={onPick} />
    </Suspense>
  );
}

/** Loads what it and its popover need, so that it opens at once. */
export async function preloadEmoji(locale: string): Promise<void> {
  const [{ preloadData }] = await Promise.all([
    import('./picker-data.ts'),
    import('./picker.tsx'),
    import('../../ui/popover-window.tsx'),
  ]);
  await preloadData(locale);
}

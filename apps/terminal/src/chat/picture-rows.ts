/**
 * Pictures among the messages: whether they are drawn, and which ones are loaded.
 *
 * @module
 */
import { useEffect, useMemo } from 'react';
import type { Chat } from './chat.ts';
import type { Art } from './file-rows.ts';
import type { ScreenRow } from './layout.ts';
import type { ChatState } from './state.ts';
import type { Terminal } from './terminal.ts';

/** Pictures need colours. */
export function useArt(
  { colourBits: bits, background }: Pick<Terminal, 'background' | 'colourBits'>,
  { hasPictures, theme }: ChatState,
): Art | undefined {
  const isLight = (theme === 'auto' ? background : theme) === 'light';
  return useMemo(
    () =>
      hasPictures && bits >= 8 ? { bits, background: isLight ? [255, 255, 255] : [0, 0, 0] } : undefined,
    [hasPictures, bits, isLight],
  );
}

/** Loads what is to be seen. */
export function useWanted(chat: Chat, art: Art | undefined, rows: readonly ScreenRow[]): void {
  useEffect(() => {
    if (art !== undefined) chat.files.want([...new Set(rows.flatMap(({ line }) => line ?? []))]);
  });
}

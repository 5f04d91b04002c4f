/**
 * Loads the names of emoji when they are wanted.
 *
 * @module
 */
import { useEffect, useState } from 'react';
import { useLingui } from '@lingui/react';
import { unpackEmoji } from '../../model/emoji-data.ts';
import type { EmojiList } from '../../model/emoji-data.ts';

/** `locale`: of the texts. The browser loads each language once. */
export async function loadEmojiData(locale: string): Promise<EmojiList> {
  const { packed } = await (locale.startsWith('zh')
    ? import('virtual:emoji/zh')
    : import('virtual:emoji/en'));
  return unpackEmoji(packed);
}

/** Undefined until it is there. */
export function useEmojiData(isWanted: boolean): EmojiList | undefined {
  const { i18n } = useLingui();
  const [data, setData] = useState<EmojiList>();
  useEffect(() => {
    let isCurrent = true;
    if (isWanted)
      void loadEmojiData(i18n.locale)
        .then((list) => isCurrent && setData(list))
        // Without network and cache there is nothing to suggest.
        .catch(() => {});
    return () => {
      isCurrent = false;
    };
  }, [isWanted, i18n.locale]);
  return data;
}

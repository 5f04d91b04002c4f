/**
 * The picker itself. EmojiPicker loads it.
 *
 * @module
 */
import { useState } from 'react';
import type { ComponentProps, ReactNode } from 'react';
import { useLingui } from '@lingui/react';
import type { I18n } from '@lingui/core';
import { useEngine, useMine } from '@posthorn/react';
import { EmojiPicker as Frimousse } from 'frimousse';
import type { EmojiPickerListCategoryHeaderProps, EmojiPickerListEmojiProps } from 'frimousse';
import { EMOJI_CATEGORIES } from '../../model/emoji-categories.ts';
import { quickEmoji, skinToneOf, withRecent, withSkinTone } from '../../model/emoji-recents.ts';
import type { SkinTone } from '../../model/emoji-recents.ts';
import type { EmojiPickerProps } from './emoji-picker.tsx';
import { pickerData } from './picker-data.ts';
import css from './emoji.module.css';

const COLUMNS = 9;

export function Picker({ onPick }: EmojiPickerProps): ReactNode {
  const { i18n } = useLingui();
  const engine = useEngine();
  const kept = useMine('emoji');
  const tone = skinToneOf(kept);
  const pick = (emoji: string): void => {
    // It is only a convenience: the emoji is used whether this is stored or not.
    void engine.setMine('emoji', withRecent(kept, emoji)).catch(() => {});
    onPick(emoji);
  };
  return (
    <Frimousse.Root
      className={css.picker}
      columns={COLUMNS}
      locale={i18n.locale}
      skinTone={tone}
      resolveEmojiData={async (locale) =>
        pickerData(
          locale,
          EMOJI_CATEGORIES.map((name) => categoryName(i18n, name)),
        )
      }
      onEmojiSelect={({ emoji }) => pick(emoji)}
    >
      <Frimousse.Search
        className={css.search}
        aria-label={i18n._('Search emoji')}
        placeholder={i18n._('Search emoji')}
        // On glass a keyboard would cover what one looks for.
        autoFocus={matchMedia('(pointer: fine)').matches}
      />
      <Recents emoji={quickEmoji(kept, COLUMNS)} onPick={pick} />
      <Frimousse.Viewport className={css.viewport}>
        <Frimousse.Loading className={css.loading}>{i18n._('Loading…')}</Frimousse.Loading>
        <Frimousse.Empty className={css.loading}>{i18n._('No emoji is called so.')}</Frimousse.Empty>
        <Frimousse.List className={css.list} components={{ CategoryHeader, Row, Emoji }} />
      </Frimousse.Viewport>
      <div className={css.foot}>
        <Frimousse.ActiveEmoji>
          {({ emoji }) => (
            <span className={css.active}>
              {emoji === undefined ? undefined : (
                <>
                  <span>{emoji.emoji}</span>
                  {emoji.label}
                </>
              )}
            </span>
          )}
        </Frimousse.ActiveEmoji>
        <Tones
          tone={tone}
          // Chosen again the next time if it cannot be stored.
          onTone={(next) => void engine.setMine('emoji', withSkinTone(kept, next)).catch(() => {})}
        />
      </div>
    </Frimousse.Root>
  );
}

function Recents({
  emoji,
  onPick,
}: {
  readonly emoji: readonly string[];
  readonly onPick: (emoji: string) => void;
}): ReactNode {
  const { i18n } = useLingui();
  // They stay in their places while the picker is open.
  const [shown] = useState(emoji);
  return (
    <div className={css.recents} role="group" aria-label={i18n._('Used lately')}>
      {shown.map((each) => (
        <button key={each} type="button" className={css.emoji} onClick={() => onPick(each)}>
          {each}
        </button>
      ))}
    </div>
  );
}

const HANDS: readonly (readonly [SkinTone, string])[] = [
  ['none', '✋'],
  ['light', '✋🏻'],
  ['medium-light', '✋🏼'],
  ['medium', '✋🏽'],
  ['medium-dark', '✋🏾'],
  ['dark', '✋🏿'],
];

function Tones({
  tone,
  onTone,
}: {
  readonly tone: SkinTone;
  readonly onTone: (tone: SkinTone) => void;
}): ReactNode {
  const { i18n } = useLingui();
  const [isOpen, setOpen] = useState(false);
  const hand = HANDS.find(([each]) => each === tone)?.[1] ?? '✋';
  if (!isOpen)
    return (
      <button
        type="button"
        className={css.tone}
        aria-label={i18n._('Skin tone: {tone}', { tone: toneName(i18n, tone) })}
        aria-expanded={false}
        onClick={() => setOpen(true)}
      >
        {hand}
      </button>
    );
  return (
    <div className={css.tones} role="radiogroup" aria-label={i18n._('Skin tone')}>
      {HANDS.map(([each, sign]) => (
        <button
          key={each}
          type="button"
          className={css.tone}
          role="radio"
          aria-checked={each === tone}
          aria-label={toneName(i18n, each)}
          onClick={() => {
            setOpen(false);
            onTone(each);
          }}
        >
          {sign}
        </button>
      ))}
    </div>
  );
}

function toneName(i18n: I18n, tone: SkinTone): string {
  switch (tone) {
    case 'none':
      return i18n._('Without a tone');
    case 'light':
      return i18n._('Light');
    case 'medium-light':
      return i18n._('Medium light');
    case 'medium':
      return i18n._('Medium');
    case 'medium-dark':
      return i18n._('Medium dark');
    case 'dark':
      return i18n._('Dark');
  }
}

function categoryName(i18n: I18n, name: (typeof EMOJI_CATEGORIES)[number]): string {
  switch (name) {
    case 'smileys':
      return i18n._('Smileys and feelings');
    case 'people':
      return i18n._('People and gestures');
    case 'nature':
      return i18n._('Animals and nature');
    case 'food':
      return i18n._('Food and drink');
    case 'travel':
      return i18n._('Travel and places');
    case 'activities':
      return i18n._('Activities');
    case 'objects':
      return i18n._('Objects');
    case 'symbols':
      return i18n._('Symbols');
    case 'flags':
      return i18n._('Flags');
  }
}

function CategoryHeader({ category, ...props }: EmojiPickerListCategoryHeaderProps): ReactNode {
  return (
    <div {...props} className={css.category}>
      {category.label}
    </div>
  );
}

function Row({ children, ...props }: ComponentProps<'div'>): ReactNode {
  return (
    <div {...props} className={css.row}>
      {children}
    </div>
  );
}

function Emoji({ emoji, ...props }: EmojiPickerListEmojiProps): ReactNode {
  return (
    <button {...props} type="button" className={css.emoji}>
      {emoji.emoji}
    </button>
  );
}

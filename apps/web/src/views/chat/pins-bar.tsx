/**
 * What is pinned in a conversation, one at a time. A click goes there; the next click to the one before.
 *
 * @module
 */
import { useState } from 'react';
import type { ReactNode } from 'react';
import { useLingui } from '@lingui/react';
import { lineWords } from '../../model/message-words.ts';
import { usePins } from './use-pins.ts';
import css from './pins-bar.module.css';

export interface PinsBarProps {
  readonly conversation: number;
  readonly onJump: (seq: number) => void;
}

export function PinsBar({ conversation, onJump }: PinsBarProps): ReactNode {
  const { i18n } = useLingui();
  const pins = usePins(conversation);
  const [at, setAt] = useState(0);
  const index = at < pins.length ? at : 0;
  const pin = pins[index];
  if (pin === undefined) return null;
  return (
    <button
      type="button"
      className={css.bar}
      onClick={() => {
        onJump(pin.seq);
        setAt((index + 1) % pins.length);
      }}
    >
      <span className={css.words}>
        <b>{i18n._('Pinned')}</b>
        {' · '}
        <bdi>{lineWords(pin.content, i18n)}</bdi>
      </span>
      {pins.length > 1 && (
        <span className={css.count}>
          {i18n._('{index} of {count}', { index: index + 1, count: pins.length })}
        </span>
      )}
    </button>
  );
}

/**
 * How many messages wait to be read.
 *
 * @module
 */
import type { ReactNode } from 'react';
import { useLingui } from '@lingui/react';
import { numberWords } from '../model/number-words.ts';
import styles from './badge.module.css';

export interface BadgeProps {
  /** 0: a dot without a number. */
  readonly count: number;
  readonly kind?: 'unread' | 'quiet' | 'mention';
}

export function Badge({ count, kind = 'unread' }: BadgeProps): ReactNode {
  const { i18n } = useLingui();
  const number = numberWords(Math.min(count, 999), i18n.locale) + (count > 999 ? '+' : '');
  return (
    <span className={styles.badge} data-kind={kind} data-dot={count === 0 || undefined}>
      {count === 0 ? '' : kind === 'mention' ? `@ ${number}` : number}
    </span>
  );
}

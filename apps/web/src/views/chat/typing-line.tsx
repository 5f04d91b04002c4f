/**
 * Who types now. Keeps its room, so that nothing moves.
 *
 * @module
 */
import type { ReactNode } from 'react';
import { useLingui } from '@lingui/react';
import { useTyping } from '@posthorn/react';
import { typingWords } from '../../model/preview.ts';
import { useNameList } from '../message/use-name-list.ts';
import css from './chat.module.css';

export interface TypingLineProps {
  readonly conversation: number;
  readonly isCrowd: boolean;
}

const MAX_NAMED = 2;

export function TypingLine({ conversation, isCrowd }: TypingLineProps): ReactNode {
  const { i18n } = useLingui();
  const users = useTyping(conversation);
  const first = useNameList(users.slice(0, 1));
  const second = useNameList(users.slice(1, MAX_NAMED));
  const names = users.map((_, index) => (index === 0 ? first : index === 1 ? second : ''));
  return (
    <div className={css.column}>
      <div className={css.typing}>{users.length > 0 && typingWords(i18n, names, isCrowd)}</div>
    </div>
  );
}

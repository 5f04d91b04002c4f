/**
 * Who types now. Keeps its room, so that nothing moves.
 *
 * @module
 */
import type { ReactNode } from 'react';
import { useLingui } from '@lingui/react';
import { useTyping } from '@posthorn/react';
import { typingWords } from '../../model/preview.ts';
import { useNames } from '../people/use-names.ts';
import css from './chat.module.css';

export interface TypingLineProps {
  readonly conversation: number;
  readonly isCrowd: boolean;
}

const MAX_NAMED = 2;

export function TypingLine({ conversation, isCrowd }: TypingLineProps): ReactNode {
  const { i18n } = useLingui();
  const users = useTyping(conversation);
  const nameOf = useNames(users.slice(0, MAX_NAMED));
  const names = users.map((user, index) => (index < MAX_NAMED ? nameOf(user) : ''));
  return (
    <div className={css.column}>
      <div className={css.typing}>{users.length > 0 && typingWords(i18n, names, isCrowd)}</div>
    </div>
  );
}

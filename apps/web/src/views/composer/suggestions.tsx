/**
 * The list of what can be chosen for what is being typed.
 *
 * @module
 */
import { useEffect, useRef } from 'react';
import type { ReactNode } from 'react';
import { useLingui } from '@lingui/react';
import { useConversation } from '@posthorn/react';
import type { Choice } from '../../model/completion.ts';
import { ConversationFace, PersonFace } from '../people/face.tsx';
import css from './suggestions.module.css';

export interface SuggestionsProps {
  readonly id: string;
  readonly choices: readonly Choice[];
  /** Which one Enter takes. */
  readonly at: number;
  readonly onPick: (choice: Choice) => void;
  readonly onPoint: (at: number) => void;
}

/** The focus stays in the textarea, which names the chosen option by `aria-activedescendant`. */
export function Suggestions({ id, choices, at, onPick, onPoint }: SuggestionsProps): ReactNode {
  const { i18n } = useLingui();
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    list.current?.children[at]?.scrollIntoView({ block: 'nearest' });
  }, [at]);
  return (
    <div className={css.list} role="listbox" id={id} aria-label={i18n._('Suggestions')} ref={list}>
      {choices.map((choice, index) => (
        <div
          key={choice.key}
          id={optionId(id, index)}
          className={css.option}
          role="option"
          aria-selected={index === at}
          // The textarea must not lose the focus.
          onPointerDown={(event) => event.preventDefault()}
          onPointerMove={() => index !== at && onPoint(index)}
          onClick={() => onPick(choice)}
        >
          <Sign choice={choice} />
          <span className={css.title} dir="auto">
            {choice.title}
          </span>
          <span className={css.detail} dir="auto">
            {choice.detail}
          </span>
        </div>
      ))}
    </div>
  );
}

export function optionId(list: string, at: number): string {
  return `${list}-${at}`;
}

function Sign({ choice }: { readonly choice: Choice }): ReactNode {
  if (choice.user !== undefined) return <PersonFace user={choice.user} size="s" showsPresence />;
  if (choice.conversation !== undefined) return <Place id={choice.conversation} title={choice.title} />;
  return <span className={css.sign}>{choice.sign ?? '/'}</span>;
}

function Place({ id, title }: { readonly id: number; readonly title: string }): ReactNode {
  const info = useConversation(id);
  return info === undefined ? undefined : <ConversationFace info={info} title={title} size="s" />;
}

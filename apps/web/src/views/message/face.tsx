/**
 * The picture of who has said something.
 *
 * @module
 */
import type { ReactNode } from 'react';
import type { Incoming } from '@posthorn/client';
import { useUser } from '@posthorn/react';
import { SpeakerFace } from '../people/face.tsx';
import { useMessageActions } from './actions.ts';
import css from './message.module.css';

export function Face({ message: { sender, content } }: { readonly message: Incoming }): ReactNode {
  const profile = useUser(sender === 0 ? undefined : sender);
  const actions = useMessageActions();
  return (
    <button
      type="button"
      className={css.avatar}
      tabIndex={-1}
      aria-hidden="true"
      onClick={() => {
        if (profile !== undefined) actions.person(profile.name);
      }}
    >
      <SpeakerFace sender={sender} content={content} size="s" />
    </button>
  );
}

/**
 * The picture of who has said something.
 *
 * @module
 */
import type { ReactNode } from 'react';
import { useUser } from '@posthorn/react';
import { PersonFace } from '../people/face.tsx';
import { useMessageActions } from './actions.ts';
import css from './message.module.css';

export function Face({ user }: { readonly user: number }): ReactNode {
  const profile = useUser(user === 0 ? undefined : user);
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
      <PersonFace user={user} size="s" />
    </button>
  );
}

/**
 * Stands where the composer would, and says why the user cannot write.
 *
 * @module
 */
import type { ReactNode } from 'react';
import { useLingui } from '@lingui/react';
import type { I18n } from '@lingui/core';
import type { Silence } from '../../model/can-write.ts';
import css from './composer.module.css';

export function SilenceNote({ silence }: { readonly silence: Silence }): ReactNode {
  const { i18n } = useLingui();
  return (
    <div className={css.foot}>
      <p className={css.silence}>{silenceText(i18n, silence)}</p>
    </div>
  );
}

function silenceText(i18n: I18n, silence: Silence): string {
  switch (silence) {
    case 'left':
      return i18n._('You are no longer in this group.');
    case 'inbox':
      return i18n._('Only the server writes here.');
    case 'closed':
      return i18n._('This group is closed. What was said stays.');
    case 'silenced':
      return i18n._('An admin of this group has silenced you for now.');
    case 'announcements':
      return i18n._('Only admins write here.');
    case 'blocked':
      return i18n._('You have blocked this person. Unblock them to write.');
  }
}

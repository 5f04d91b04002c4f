/**
 * Say that somebody is a program.
 *
 * @module
 */
import type { ReactNode } from 'react';
import { useLingui } from '@lingui/react';
import type { Content } from '@posthorn/protocol';
import { useUser } from '@posthorn/react';
import css from './bots.module.css';

/** Nothing for people. `user`: 0 is nobody. */
export function BotMark({ user }: { readonly user: number }): ReactNode {
  const { i18n } = useLingui();
  const profile = useUser(user === 0 ? undefined : user);
  return profile?.bot === true ? <span className={css.mark}>{i18n._('BOT')}</span> : null;
}

/** The same for what came by an incoming webhook: nobody has checked what it calls itself. */
export function AppMark({ content: { author } }: { readonly content: Pick<Content, 'author'> }): ReactNode {
  const { i18n } = useLingui();
  return (author?.incoming ?? 0) > 0 ? <span className={css.mark}>{i18n._('APP')}</span> : null;
}

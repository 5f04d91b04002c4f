/**
 * Names of people and titles of conversations, as the user sees them.
 *
 * @module
 */
import { useLingui } from '@lingui/react';
import { useMine, useStatus, useUser } from '@posthorn/react';
import { conversationTitle } from '../../model/conversation-title.ts';
import { contactNote, personName } from '../../model/names.ts';
import { useStanding } from '../chat/use-standing.ts';

/** What somebody is called: by the user's remark, else as they call themselves. `…` until it is known. */
export function useName(user: number | undefined): string {
  const profile = useUser(user);
  const note = contactNote(useMine(`contact/${user ?? 0}`));
  return personName(profile, note.remark);
}

/** The title of a conversation; of a direct one the name of the other user. */
export function useTitle(conversation: number | undefined): string {
  const { i18n } = useLingui();
  const info = useStanding(conversation);
  const { lobby } = useStatus();
  const peer = useName(info === undefined || info.peer === 0 ? undefined : info.peer);
  return conversationTitle(i18n, info, peer, lobby);
}

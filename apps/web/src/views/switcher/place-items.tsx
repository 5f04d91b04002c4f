/** Places as options of a finder. */
import type { ReactNode } from 'react';
import { useLingui } from '@lingui/react';
import { Users } from 'lucide-react';
import { useConversation, useUser } from '@posthorn/react';
import type { Conversation, User } from '@posthorn/protocol';
import { personName } from '../../model/names.ts';
import type { Place } from '../../model/switching.ts';
import { ConversationFace, PersonFace } from '../people/face.tsx';
import type { FinderItem } from './finder.tsx';
import styles from './finder.module.css';

export interface PlaceItem extends FinderItem {
  readonly conversation?: number | undefined;
  readonly user?: number | undefined;
  /** A group of the directory that the user is not in. */
  readonly group?: Conversation;
}

export function placeItem({ key, conversation, user, title, alias }: Place): PlaceItem {
  return {
    key,
    conversation,
    user,
    title,
    face:
      user === undefined ? (
        <RoomFace id={conversation ?? 0} title={title} />
      ) : (
        <PersonFace user={user} size="s" showsPresence />
      ),
    note:
      user === undefined ? <MemberCount id={conversation ?? 0} /> : <PersonNote user={user} name={alias} />,
  };
}

export function personItem(user: User): PlaceItem {
  return {
    key: `u${user.id}`,
    user: user.id,
    title: personName(user),
    face: <PersonFace user={user.id} size="s" showsPresence />,
    note: `@${user.name}`,
  };
}

export function directoryItem(group: Conversation): PlaceItem {
  return {
    key: `d${group.id}`,
    conversation: group.id,
    group,
    title: group.title,
    face: <ConversationFace info={group} title={group.title} size="s" />,
    note: <GroupNote group={group} />,
    end: <Users className={styles.hint} aria-hidden size={16} />,
  };
}

function RoomFace({ id, title }: { readonly id: number; readonly title: string }): ReactNode {
  const info = useConversation(id);
  return info === undefined ? (
    <span className={styles.glyph} />
  ) : (
    <ConversationFace info={info} title={title} size="s" />
  );
}

function PersonNote({ user, name }: { readonly user: number; readonly name: string }): ReactNode {
  const profile = useUser(user);
  const status = `${profile?.statusEmoji ?? ''} ${profile?.statusText ?? ''}`.trim();
  return `@${profile?.name ?? name}${status === '' ? '' : ` · ${status}`}`;
}

function MemberCount({ id }: { readonly id: number }): ReactNode {
  const { i18n } = useLingui();
  const info = useConversation(id);
  if (info?.kind !== 'group') return info?.kind === 'room' ? i18n._('Everybody') : null;
  return i18n._('{count, plural, one {# member} other {# members}}', { count: info.memberCount });
}

function GroupNote({ group }: { readonly group: Conversation }): ReactNode {
  const { i18n } = useLingui();
  const count = i18n._('{count, plural, one {# member} other {# members}}', { count: group.memberCount });
  const topic = group.settings?.topic ?? '';
  return topic === '' ? count : `${count} · ${topic}`;
}

/** Pictures of people and conversations. */
import type { ReactNode } from 'react';
import { Bell } from 'lucide-react';
import { usePresence, useUser } from '@posthorn/react';
import type { Author, Content, Conversation } from '@posthorn/protocol';
import { picturePath } from '../../model/picture-path.ts';
import { Avatar } from '../../ui/avatar.tsx';
import { serverUrl } from '../frame/root.ts';
import styles from './face.module.css';
import { useName } from './use-name.ts';

export type FaceSize = 's' | 'm' | 'l' | 'xl';

/** Somebody's picture, with a dot while they are online if that is asked for. */
export function PersonFace({
  user,
  size,
  showsPresence = false,
}: {
  readonly user: number;
  readonly size: FaceSize;
  readonly showsPresence?: boolean;
}): ReactNode {
  const profile = useUser(user);
  const name = useName(user);
  const presence = usePresence(showsPresence ? user : undefined);
  return (
    <Avatar
      id={user}
      name={name}
      size={size}
      shape="round"
      url={pictureUrl(profile?.avatarUrl)}
      online={presence?.online === true}
    />
  );
}

/** The picture of who says a message. */
export function SpeakerFace({
  sender,
  content: { author },
  size,
}: {
  readonly sender: number;
  readonly content: Pick<Content, 'author'>;
  readonly size: FaceSize;
}): ReactNode {
  return author === undefined ? (
    <PersonFace user={sender} size={size} />
  ) : (
    <AuthorFace author={author} size={size} />
  );
}

/** An emoji is drawn in the place of initials. */
function AuthorFace({
  author: { name, emoji, incoming, avatarUrl },
  size,
}: {
  readonly author: Author;
  readonly size: FaceSize;
}): ReactNode {
  return <Avatar id={incoming} name={emoji || name} size={size} shape="square" url={pictureUrl(avatarUrl)} />;
}

/** The picture of a conversation: of a direct one that of the other user. */
export function ConversationFace({
  info,
  title,
  size,
  showsPresence = false,
}: {
  readonly info: Pick<Conversation, 'id' | 'kind' | 'peer' | 'settings'>;
  readonly title: string;
  readonly size: FaceSize;
  readonly showsPresence?: boolean;
}): ReactNode {
  if (info.kind === 'direct')
    return <PersonFace user={info.peer} size={size} showsPresence={showsPresence} />;
  if (info.kind === 'inbox') {
    return (
      <span className={styles.notices} data-size={size} aria-hidden>
        <Bell />
      </span>
    );
  }
  const url = pictureUrl(info.settings?.pictureUrl);
  return <Avatar id={info.id} name={title} size={size} shape="square" url={url} />;
}

/** The whole URL of a picture on the server; undefined: there is none. */
export function pictureUrl(url: string | undefined): string | undefined {
  const path = picturePath(url);
  return path === undefined ? undefined : serverUrl(path);
}

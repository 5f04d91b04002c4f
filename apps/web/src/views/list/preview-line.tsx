/** The second line of a row: who types, a draft, or what was said last. */
import { memo, useMemo } from 'react';
import type { ReactNode } from 'react';
import { useLingui } from '@lingui/react';
import { BarChart3, Ban, FileText, Forward, Image, Mic, Music, Video } from 'lucide-react';
import type { LucideIcon } from 'lucide-react';
import { useMe, useMine, useTyping } from '@posthorn/react';
import { withOwnChanges } from '@posthorn/client/engine';
import type { ConversationInfo } from '@posthorn/client/engine';
import type { Incoming } from '@posthorn/client';
import { isLater } from '../../model/list-outgoing.ts';
import type { OnWay } from '../../model/list-outgoing.ts';
import { draftOf } from '../../model/own.ts';
import { previewOf } from '../../model/preview.ts';
import type { Preview, PreviewIcon } from '../../model/preview.ts';
import { useNames } from '../people/use-names.ts';
import styles from './row.module.css';

const ICONS: Readonly<Record<PreviewIcon, LucideIcon>> = {
  picture: Image,
  video: Video,
  voice: Mic,
  audio: Music,
  file: FileText,
  poll: BarChart3,
  forward: Forward,
  recalled: Ban,
};

/** What a row says. `isCurrent`: its draft is seen in the composer already. */
export function usePreview(info: ConversationInfo, isCurrent: boolean, onWay: OnWay | undefined): Preview {
  const { i18n } = useLingui();
  const { id, kind } = info;
  const me = useMe()?.id ?? 0;
  const lastMessage = useLastMessage(info, onWay);
  const typing = useTyping(id);
  const key = `draft/${id}`;
  const entry = useMine(key);
  const draft = isCurrent ? undefined : draftOf(new Map([[key, entry]]), id);
  const nameOf = useNames([...typing, ...peopleIn(lastMessage)]);
  return previewOf(i18n, {
    me,
    message: lastMessage,
    outgoing: onWay !== undefined && isLater(onWay, info.activeAt) ? onWay.newest : undefined,
    draft: draft?.text,
    typing: typing.map(nameOf),
    isCrowd: kind !== 'direct' && kind !== 'inbox',
    isInbox: kind === 'inbox',
    nameOf,
  });
}

/** As the user has changed it, also if that is not in the log yet. */
function useLastMessage({ lastMessage }: ConversationInfo, onWay: OnWay | undefined): Incoming | undefined {
  const me = useMe()?.id ?? 0;
  const changes = onWay?.changes;
  return useMemo(
    () =>
      lastMessage === undefined || changes === undefined
        ? lastMessage
        : withOwnChanges(lastMessage, changes, me),
    [lastMessage, changes, me],
  );
}

export const PreviewLine = memo(function PreviewLine({ preview }: { readonly preview: Preview }): ReactNode {
  const { i18n } = useLingui();
  const { kind, who, icon, text } = preview;
  const Icon = icon === undefined ? undefined : ICONS[icon];
  return (
    <span className={styles.say} data-kind={kind}>
      {kind === 'draft' && <span className={styles.draft}>{i18n._('Draft:')}</span>}
      {who !== '' && <Who name={who} />}
      {Icon !== undefined && <Icon className={styles.sign} aria-hidden />}
      <bdi className={styles.text}>{text}</bdi>
    </span>
  );
});

/** Stands in the place of a name, so that what the language writes around it has the direction of the line. */
const NAME = '\u0000';

function Who({ name }: { readonly name: string }): ReactNode {
  const { i18n } = useLingui();
  const [before, after] = i18n._('{who}:', { who: NAME }).split(NAME);
  return (
    <span className={styles.who}>
      {before}
      <bdi>{name}</bdi>
      {after}
    </span>
  );
}

function peopleIn(message: Incoming | undefined): readonly number[] {
  if (message === undefined) return [];
  const { sender, content } = message;
  const users = content.kind?.case === 'event' ? content.kind.value.users : [];
  return sender > 0 ? [sender, ...users] : users;
}

/** A row of the list: one conversation. */
import { memo } from 'react';
import type { ReactNode } from 'react';
import { useLingui } from '@lingui/react';
import { AlertCircle, BellOff, Check, CheckCheck, Clock, Pin } from 'lucide-react';
import { Link } from 'wouter';
import { useConversation, useCursors } from '@posthorn/react';
import type { ConversationInfo } from '@posthorn/client/engine';
import { formatLocale } from '../../model/format-locale.ts';
import { activeAtOf, alerts, badgeOf } from '../../model/conversation-list.ts';
import type { RowBadge } from '../../model/conversation-list.ts';
import { fullTime, listTime } from '../../model/day-words.ts';
import type { OnWay } from '../../model/list-outgoing.ts';
import type { Own } from '../../model/own.ts';
import { messageStatus } from '../../model/message-status.ts';
import type { MessageStatus } from '../../model/message-status.ts';
import { chatPath } from '../../model/route.ts';
import { Badge } from '../../ui/badge.tsx';
import { ConversationFace } from '../people/face.tsx';
import { BotMark } from '../bots/bot-mark.tsx';
import { useTitle } from '../people/use-name.ts';
import { PreviewLine, usePreview } from './preview-line.tsx';
import styles from './row.module.css';

export interface RowProps {
  readonly id: number;
  readonly own: Own;
  readonly isCurrent: boolean;
  /** Takes the focus of the Tab key; the arrow keys move it. */
  readonly isActive: boolean;
  /** What this device sends there. */
  readonly onWay: OnWay | undefined;
  /** Unix ms of a moment today. */
  readonly today: number;
  /** Unix ms; by it, what is muted until then. */
  readonly now: number;
  readonly onFocus: (id: number) => void;
}

export const Row = memo(function Row(props: RowProps): ReactNode {
  const info = useConversation(props.id);
  // It has gone since the list was made.
  if (info === undefined) return <div className={styles.row} />;
  return <KnownRow {...props} info={info} />;
});

function KnownRow({
  id,
  own,
  info,
  isCurrent,
  isActive,
  onWay,
  today,
  now,
  onFocus,
}: RowProps & { readonly info: ConversationInfo }): ReactNode {
  const { i18n } = useLingui();
  const title = useTitle(id);
  const preview = usePreview(info, isCurrent, onWay);
  const badge = badgeOf(info, own, now);
  const time =
    info.lastMessage === undefined && onWay?.newest === undefined ? undefined : activeAtOf(info, onWay);
  const locale = formatLocale(i18n);
  return (
    <Link
      href={chatPath(id)}
      className={styles.row}
      aria-current={isCurrent ? 'page' : undefined}
      data-unread={badge !== undefined}
      data-row={id}
      tabIndex={isActive ? 0 : -1}
      onFocus={() => {
        onFocus(id);
      }}
    >
      <ConversationFace info={info} title={title} size="m" showsPresence />
      <span className={styles.words}>
        <span className={styles.name}>
          <bdi className={styles.title}>{title}</bdi>
          {info.kind === 'direct' && <BotMark user={info.peer} />}
          {own.pin !== undefined && <Pin className={styles.mark} aria-label={i18n._('Pinned')} role="img" />}
          {!alerts(own, now) && <BellOff className={styles.mark} aria-label={i18n._('Muted')} role="img" />}
        </span>
        <PreviewLine preview={preview} />
      </span>
      <span className={styles.end}>
        {time !== undefined && (
          <time dateTime={new Date(time).toISOString()} title={fullTime(time, { locale })}>
            {listTime(time, today, { locale })}
          </time>
        )}
        {badge === undefined ? (
          <Ticks info={info} onWay={onWay} />
        ) : (
          <span className={styles.badges}>
            {onWay?.state === 'failed' && <DeliverySign delivery="failed" />}
            <RowBadgeView badge={badge} isInbox={info.kind === 'inbox'} />
          </span>
        )}
      </span>
    </Link>
  );
}

function RowBadgeView({
  badge: { kind, count },
  isInbox,
}: {
  readonly badge: RowBadge;
  readonly isInbox: boolean;
}): ReactNode {
  const { i18n } = useLingui();
  const words =
    count === 0
      ? isInbox
        ? i18n._('New')
        : i18n._('Marked as unread')
      : kind === 'mention'
        ? i18n._('{count, plural, one {# mention} other {# mentions}}', { count })
        : i18n._('{count} unread', { count });
  return (
    <span role="img" aria-label={words}>
      <Badge kind={kind} count={count} />
    </span>
  );
}

/** What has become of one's own last message. */
function Ticks({ info, onWay }: Pick<RowProps, 'onWay'> & { readonly info: ConversationInfo }): ReactNode {
  if (onWay?.state !== undefined) return <DeliverySign delivery={onWay.state} />;
  const { lastMessage, kind } = info;
  if (lastMessage?.isMine !== true || lastMessage.content.kind?.case === 'event') return null;
  return kind === 'direct' ? (
    <DirectTicks conversation={info.id} seq={lastMessage.seq} peer={info.peer} />
  ) : (
    <DeliverySign delivery="sent" />
  );
}

const NOWHERE = { read: 0, delivered: 0 };

function DirectTicks({
  conversation,
  seq,
  peer,
}: {
  readonly conversation: number;
  readonly seq: number;
  readonly peer: number;
}): ReactNode {
  const cursors = useCursors(conversation);
  return <DeliverySign delivery={messageStatus(seq, cursors.get(peer) ?? NOWHERE)} />;
}

function DeliverySign({ delivery }: { readonly delivery: 'failed' | 'waiting' | MessageStatus }): ReactNode {
  const { i18n } = useLingui();
  switch (delivery) {
    case 'failed':
      return (
        <AlertCircle className={styles.tick} data-kind="failed" role="img" aria-label={i18n._('Failed')} />
      );
    case 'waiting':
      return <Clock className={styles.tick} role="img" aria-label={i18n._('Waiting')} />;
    case 'sent':
      return <Check className={styles.tick} role="img" aria-label={i18n._('Sent')} />;
    case 'delivered':
      return <CheckCheck className={styles.tick} role="img" aria-label={i18n._('Delivered')} />;
    case 'read':
      return <CheckCheck className={styles.tick} data-kind="read" role="img" aria-label={i18n._('Read')} />;
  }
}

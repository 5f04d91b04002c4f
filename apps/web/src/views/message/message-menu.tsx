/**
 * Everything that one may do with a message: a menu, on a phone a sheet.
 *
 * @module
 */
import { useContext } from 'react';
import type { ReactNode } from 'react';
import { useLingui } from '@lingui/react';
import { useMe, useMine } from '@posthorn/react';
import {
  Bell,
  BellOff,
  BookmarkX,
  Copy,
  Eye,
  EyeOff,
  Flag,
  Forward,
  Link,
  MailOpen,
  MessageSquareReply,
  Pencil,
  Pin,
  PinOff,
  Reply,
  SmilePlus,
  SquareCheck,
  Star,
  StarOff,
  Undo2,
} from 'lucide-react';
import type { LucideIcon } from 'lucide-react';
import type { Incoming } from '@posthorn/client';
import { rightsOf } from '../../model/message-rights.ts';
import type { ChatInfo, Rights } from '../../model/message-rights.ts';
import { quickEmoji } from '../../model/emoji-recents.ts';
import { MenuAt, MenuItem, MenuSeparator } from '../../ui/menu.tsx';
import { MenuParts } from '../../ui/menu-parts.ts';
import type { MessageActions, Spot } from './actions.ts';
import { anchorOf, isPhone } from './floating.tsx';
import css from './message-menu.module.css';

export interface MessageMenuProps {
  readonly message: Incoming;
  readonly place: Spot;
  readonly info: ChatInfo;
  readonly actions: MessageActions;
  readonly onClose: () => void;
}

export function MessageMenu(props: MessageMenuProps): ReactNode {
  const { message, place, info, actions, onClose } = props;
  const { i18n } = useLingui();
  const me = useMe();
  const rights = rightsOf(message, info, me);
  const isStarred = useMine(`star/${message.conversation}/${message.seq}`) !== undefined;
  const groups = itemsOf({ message, rights, isStarred, actions, place, i18n })
    .map((group) => group.filter(({ may }) => may))
    .filter((group) => group.length > 0);
  return (
    <MenuAt
      anchor={anchorOf(place)}
      label={i18n._('Message actions')}
      className={css.popup}
      positionerClassName={css.positioner}
      backdropClassName={css.backdrop}
      onClose={onClose}
    >
      {rights.react && <QuickReactions message={message} actions={actions} place={place} />}
      {groups.map((group, index) => (
        <div key={index} role="presentation">
          {index > 0 && <MenuSeparator />}
          {group.map(({ label, icon, hint, danger = false, act }) => (
            <MenuItem
              key={label}
              icon={icon}
              danger={danger}
              onSelect={act}
              {...(hint === undefined || isPhone() ? {} : { hint })}
            >
              {label}
            </MenuItem>
          ))}
        </div>
      ))}
    </MenuAt>
  );
}

interface Item {
  readonly may: boolean;
  readonly label: string;
  readonly icon: LucideIcon;
  readonly hint?: string;
  readonly danger?: boolean;
  readonly act: () => void;
}

interface Asked {
  readonly message: Incoming;
  readonly rights: Rights;
  readonly isStarred: boolean;
  readonly actions: MessageActions;
  readonly place: Spot;
  readonly i18n: ReturnType<typeof useLingui>['i18n'];
}

function itemsOf(asked: Asked): readonly (readonly Item[])[] {
  return [answering(asked), keeping(asked), ending(asked)];
}

function answering({ message, rights, actions, i18n }: Asked): readonly Item[] {
  const one = [message];
  return [
    { may: rights.reply, label: i18n._('Reply'), icon: Reply, hint: 'R', act: () => actions.reply(message) },
    {
      may: rights.thread,
      label: i18n._('Reply in thread'),
      icon: MessageSquareReply,
      hint: 'T',
      act: () => actions.thread(message),
    },
    { may: rights.edit, label: i18n._('Edit'), icon: Pencil, hint: 'E', act: () => actions.edit(message) },
    {
      may: rights.forward,
      label: i18n._('Forward'),
      icon: Forward,
      hint: 'F',
      act: () => actions.forward(one),
    },
  ];
}

function keeping({ message, rights, isStarred, actions, place, i18n }: Asked): readonly Item[] {
  const isPinned = (message.state?.pinned ?? 0) > 0;
  const follows = message.state?.own?.follows === true;
  const one = [message];
  const select = (): void => actions.select(message, false);
  return [
    {
      may: rights.pin,
      label: isPinned ? i18n._('Unpin') : i18n._('Pin'),
      icon: isPinned ? PinOff : Pin,
      hint: 'P',
      act: () => actions.pin(message),
    },
    {
      may: rights.star,
      label: isStarred ? i18n._('Unstar') : i18n._('Star'),
      icon: isStarred ? StarOff : Star,
      hint: 'S',
      act: () => actions.star(one),
    },
    { may: rights.copy, label: i18n._('Copy text'), icon: Copy, hint: 'C', act: () => actions.copy(one) },
    { may: rights.link, label: i18n._('Copy link'), icon: Link, act: () => actions.copyLink(message) },
    { may: true, label: i18n._('Select'), icon: SquareCheck, hint: 'X', act: select },
    {
      may: rights.follow,
      label: follows ? i18n._('Stop following') : i18n._('Follow thread'),
      icon: follows ? BellOff : Bell,
      act: () => actions.follow(message),
    },
    {
      may: true,
      label: i18n._('Mark as unread'),
      icon: MailOpen,
      hint: 'U',
      act: () => actions.markUnread(message),
    },
    {
      may: rights.readers,
      label: i18n._('Read by'),
      icon: Eye,
      act: () => actions.showReaders(message, place),
    },
  ];
}

function ending({ message, rights, actions, i18n }: Asked): readonly Item[] {
  const recall = (): void => actions.recall([message]);
  return [
    {
      may: rights.closePoll,
      label: i18n._('Close poll'),
      icon: BookmarkX,
      act: () => actions.closePoll(message),
    },
    { may: true, label: i18n._('Hide for me'), icon: EyeOff, act: () => actions.hide(message) },
    { may: rights.report, label: i18n._('Report'), icon: Flag, act: () => actions.report(message) },
    { may: rights.recall, label: i18n._('Recall'), icon: Undo2, danger: true, act: recall },
  ];
}

const MAX_QUICK = 6;

function QuickReactions(props: Pick<MessageMenuProps, 'message' | 'actions' | 'place'>): ReactNode {
  const { message, actions, place } = props;
  const { i18n } = useLingui();
  const emoji = quickEmoji(useMine('emoji'), MAX_QUICK);
  const own = message.state?.own?.reactions ?? [];
  const Parts = useContext(MenuParts);
  if (Parts === undefined) return undefined;
  return (
    <div className={css.quick} role="group" aria-label={i18n._('React')}>
      {emoji.map((each) => (
        <Parts.Item
          key={each}
          className={css.emoji}
          data-on={own.includes(each)}
          aria-label={i18n._('React with {emoji}', { emoji: each })}
          onClick={() => actions.react(message, each)}
        >
          {each}
        </Parts.Item>
      ))}
      <Parts.Item
        className={css.emoji}
        aria-label={i18n._('Choose an emoji')}
        onClick={() => actions.openEmoji(message, place)}
      >
        <SmilePlus size={18} />
      </Parts.Item>
    </div>
  );
}

/**
 * What conversation it is, and ways to what belongs to it.
 *
 * @module
 */
import { memo, Suspense, useState } from 'react';
import type { ReactNode } from 'react';
import type { I18n } from '@lingui/core';
import { useLingui } from '@lingui/react';
import {
  CalendarDays,
  ChevronLeft,
  Clock,
  EllipsisVertical,
  MessagesSquare,
  PanelRight,
  Pin,
  Search,
  Star,
} from 'lucide-react';
import { useEngine, usePresence } from '@posthorn/react';
import { IconButton } from '../../ui/button.tsx';
import { Menu, MenuItem, MenuSeparator } from '../../ui/menu.tsx';
import { useGo, useSide } from '../frame/go.ts';
import { BotMark } from '../bots/bot-mark.tsx';
import { ConversationFace } from '../people/face.tsx';
import { useTitle } from '../people/use-name.ts';
import { presenceWords } from '../../model/presence-words.ts';
import type { StandingInfo } from '../../model/standing-info.ts';
import { useToday } from '../list/use-today.ts';
import { useOnlineCount } from './use-online-count.ts';
import css from './chat-header.module.css';
import { overlayPart } from '../../ui/part.tsx';

const JumpToDate = overlayPart(async () => (await import('./jump-to-date.tsx')).JumpToDate);

export interface ChatHeaderProps {
  readonly info: StandingInfo;
  readonly onJump: (seq: number) => void;
}

export const ChatHeader = memo(function ChatHeader({ info, onJump }: ChatHeaderProps): ReactNode {
  const { i18n } = useLingui();
  const title = useTitle(info.id);
  const go = useGo();
  const side = useSide();
  const isDetails = side?.kind === 'details';
  const toDetails = (): void => go.side(isDetails ? undefined : { kind: 'details', tab: 'members' });
  return (
    <header className={css.bar}>
      <span className={css.back}>
        <IconButton icon={ChevronLeft} label={i18n._('Back')} onClick={() => go.home()} />
      </span>
      <div className={css.about}>
        <button
          type="button"
          className={css.open}
          aria-label={i18n._('Details of {title}', { title })}
          onClick={toDetails}
        >
          <ConversationFace info={info} title={title} size="s" />
        </button>
        <div className={css.words}>
          <h1 className={css.title}>
            <bdi>{title}</bdi>
            {info.kind === 'direct' && <BotMark user={info.peer} />}
          </h1>
          <Subtitle info={info} />
        </div>
      </div>
      <IconButton
        icon={Search}
        label={i18n._('Search here')}
        pressed={side?.kind === 'search'}
        onClick={() => go.side(side?.kind === 'search' ? undefined : { kind: 'search', query: '' })}
      />
      <IconButton icon={PanelRight} label={i18n._('Details')} pressed={isDetails} onClick={toDetails} />
      <MoreMenu info={info} onJump={onJump} />
    </header>
  );
});

function MoreMenu({ info, onJump }: ChatHeaderProps): ReactNode {
  const { i18n } = useLingui();
  const engine = useEngine();
  const go = useGo();
  const [asksDate, setAsksDate] = useState(false);
  const details = (tab: string) => (): void => go.side({ kind: 'details', tab });
  const toDate = async (time: number): Promise<boolean> => {
    const { seq } = await engine.call('locate', { conversation: info.id, landmark: 'time', after: time });
    if (seq > 0) onJump(seq);
    return seq > 0;
  };
  return (
    <>
      <Menu trigger={<IconButton icon={EllipsisVertical} label={i18n._('More about the conversation')} />}>
        <MenuItem icon={CalendarDays} onSelect={() => setAsksDate(true)}>
          {i18n._('Jump to date')}
        </MenuItem>
        <MenuSeparator />
        <MenuItem icon={MessagesSquare} onSelect={details('threads')}>
          {i18n._('Threads')}
        </MenuItem>
        <MenuItem icon={Pin} onSelect={details('pins')}>
          {i18n._('Pinned messages')}
        </MenuItem>
        <MenuItem icon={Star} onSelect={details('stars')}>
          {i18n._('Starred messages')}
        </MenuItem>
        <MenuItem icon={Clock} onSelect={details('scheduled')}>
          {i18n._('Scheduled messages')}
        </MenuItem>
      </Menu>
      {asksDate && (
        <Suspense>
          <JumpToDate
            open
            onClose={() => setAsksDate(false)}
            onFailed={() => setAsksDate(false)}
            onDate={toDate}
          />
        </Suspense>
      )}
    </>
  );
}

function membersWords(i18n: I18n, count: number, online: number | undefined): string {
  const members = i18n._('{count, plural, one {# member} other {# members}}', { count });
  return online === undefined ? members : i18n._('{members}, {count} online', { members, count: online });
}

function Subtitle({ info }: { readonly info: StandingInfo }): ReactNode {
  const { i18n } = useLingui();
  const now = useToday();
  const presence = usePresence(info.kind === 'direct' ? info.peer : undefined);
  const online = useOnlineCount(info);
  const words = ((): string => {
    switch (info.kind) {
      case 'direct':
        return presenceWords(i18n, presence, now);
      case 'group':
        if (info.left) return i18n._('You are not a member any more');
        return membersWords(i18n, info.memberCount, online);
      case 'room':
        return i18n._('Everybody on this server');
      case 'inbox':
        return i18n._('What the server has to tell you');
      default:
        return '';
    }
  })();
  const topic = info.settings?.topic ?? '';
  return (
    <p className={css.sub} data-online={presence?.online}>
      <bdi>{words}</bdi>
      {words !== '' && topic !== '' && ' · '}
      <bdi>{topic}</bdi>
    </p>
  );
}

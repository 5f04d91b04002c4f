/** The first pane: every conversation of the user. */
import { useMemo, useState } from 'react';
import type { ReactNode } from 'react';
import { useLingui } from '@lingui/react';
import { Archive, ArrowLeft, Inbox, MailCheck, MessageSquarePlus } from 'lucide-react';
import { useEngine, useLive, useStatus } from '@posthorn/react';
import { countsOf, listed } from '../../model/conversation-list.ts';
import type { ListCounts, ListView } from '../../model/conversation-list.ts';
import { foldersOf, ownByConversation } from '../../model/own.ts';
import type { Folder } from '../../model/own.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { EmptyState, ErrorState, Skeleton } from '../../ui/states.tsx';
import { Tabs } from '../../ui/tabs.tsx';
import { FolderMenu } from './folder-menu.tsx';
import { ListHeader } from './list-header.tsx';
import { ListRows } from './list-rows.tsx';
import { openNew } from './open.ts';
import { useCalm } from './use-calm.ts';
import { useMuteClock } from './use-now.ts';
import { useOnWay } from './use-on-way.ts';
import { useToday } from './use-today.ts';
import styles from './conversation-list.module.css';

export interface ConversationListProps {
  /** The conversation that is shown beside it. */
  readonly current: number | undefined;
}

export function ConversationList({ current }: ConversationListProps): ReactNode {
  const { i18n } = useLingui();
  const engine = useEngine();
  const conversations = useCalm(engine.conversations, 100);
  const mine = useCalm(engine.mine, 100);
  const today = useToday();
  const [view, setView] = useState<ListView>('all');
  const own = useMemo(() => ownByConversation(mine), [mine]);
  const folders = useMemo(() => foldersOf(mine), [mine]);
  const now = useMuteClock(own);
  const onWay = useOnWay();
  const counts = useMemo(() => countsOf({ conversations, own }, now), [conversations, own, now]);
  // The folder may have gone with its last conversation.
  const shown =
    !view.startsWith('folder/') || folders.some(({ id }) => view === `folder/${id}`) ? view : 'all';
  const ids = useMemo(
    () => listed({ conversations, own, onWay, folders, view: shown, current }),
    [conversations, own, onWay, folders, shown, current],
  );
  return (
    <nav className={styles.pane} aria-label={i18n._('Conversations')}>
      <ListHeader />
      {shown === 'archive' ? (
        <div className={styles.archive}>
          <IconButton icon={ArrowLeft} label={i18n._('Back')} onClick={() => setView('all')} />
          <span>{i18n._('Archive')}</span>
        </div>
      ) : (
        <ListTabs view={shown} counts={counts} folders={folders} onChange={setView} />
      )}
      <ListBody view={shown} ids={ids}>
        <ListRows
          label={i18n._('Conversations')}
          ids={ids}
          own={own}
          onWay={onWay}
          current={current}
          today={today}
          now={now}
        />
      </ListBody>
      {shown === 'all' && counts.archived > 0 && (
        <button className={styles.more} type="button" onClick={() => setView('archive')}>
          <Archive aria-hidden size={16} />
          {i18n._('Archive')}
          <span>{counts.archived}</span>
        </button>
      )}
    </nav>
  );
}

function ListTabs({
  view,
  counts,
  folders,
  onChange,
}: {
  readonly view: ListView;
  readonly counts: ListCounts;
  readonly folders: readonly Folder[];
  readonly onChange: (view: ListView) => void;
}): ReactNode {
  const { i18n } = useLingui();
  const folder = folders.find(({ id }) => view === `folder/${id}`);
  return (
    <div className={styles.tabs}>
      <Tabs<ListView>
        kind="pill"
        className={styles.pills}
        label={i18n._('What is shown')}
        value={view}
        onChange={onChange}
        tabs={[
          { id: 'all', label: i18n._('All') },
          { id: 'unread', label: i18n._('Unread'), count: counts.unread },
          { id: 'mentions', label: i18n._('Mentions'), count: counts.mentions },
          ...folders.map(({ id, title }) => ({ id: `folder/${id}` as const, label: title })),
        ]}
      />
      {folder !== undefined && <FolderMenu folder={folder} />}
    </div>
  );
}

/** The rows, or why there are none. */
function ListBody({
  view,
  ids,
  children,
}: {
  readonly view: ListView;
  readonly ids: readonly number[];
  readonly children: ReactNode;
}): ReactNode {
  const { i18n } = useLingui();
  const engine = useEngine();
  const isLoaded = useLive(engine.hasConversations);
  const { connection } = useStatus();
  if (ids.length > 0) return children;
  if (!isLoaded) {
    if (connection !== 'offline') return <LoadingRows />;
    return (
      <ErrorState
        offline
        text={i18n._('Your conversations are shown here as soon as the server answers.')}
        onRetry={() => engine.reconnect()}
      />
    );
  }
  switch (view) {
    case 'unread':
      return <EmptyState icon={MailCheck} title={i18n._('Everything is read')} />;
    case 'mentions':
      return (
        <EmptyState
          icon={MailCheck}
          title={i18n._('Nobody has mentioned you')}
          text={i18n._('Unread messages that name you are shown here.')}
        />
      );
    case 'archive':
      return <EmptyState icon={Archive} title={i18n._('The archive is empty')} />;
    default:
      return (
        <EmptyState
          icon={Inbox}
          title={i18n._('No conversations yet')}
          text={i18n._('Write to somebody, or make a group.')}
          action={
            <Button kind="primary" icon={MessageSquarePlus} onClick={() => openNew()}>
              {i18n._('New conversation')}
            </Button>
          }
        />
      );
  }
}

function LoadingRows(): ReactNode {
  const { i18n } = useLingui();
  return (
    <div className={styles.loading} role="progressbar" aria-label={i18n._('Loading')}>
      {Array.from({ length: 9 }, (_, at) => (
        <div key={at} className={styles.ghost}>
          <Skeleton width="44px" height="44px" round />
          <span>
            <Skeleton width={`${40 + ((at * 37) % 45)}%`} height="13px" />
            <Skeleton width={`${55 + ((at * 53) % 40)}%`} height="11px" />
          </span>
        </div>
      ))}
    </div>
  );
}

/** What the details pane shows; loaded when it is opened. */
import type { ReactNode } from 'react';
import { useLingui } from '@lingui/react';
import { ArrowLeft, X } from 'lucide-react';
import { useConversation } from '@posthorn/react';
import type { ConversationInfo } from '@posthorn/client/engine';
import { IconButton } from '../../ui/button.tsx';
import { Spinner } from '../../ui/spinner.tsx';
import { ScheduledList } from '../chat/scheduled-list.tsx';
import { StarList } from '../chat/star-list.tsx';
import { ThreadList } from '../thread/thread-list.tsx';
import { BanList } from '../group/ban-list.tsx';
import { GroupSettingsPage } from '../group/group-settings-page.tsx';
import { IncomingList } from '../group/incoming-list.tsx';
import { InviteList } from '../group/invite-list.tsx';
import { JoinList } from '../group/join-list.tsx';
import { useGo } from '../frame/go.ts';
import { Overview } from './overview.tsx';
import styles from './details.module.css';

export interface DetailsBodyProps {
  readonly conversation: number;
  /** `members`, `media`, `files`, `links`, `pins`, `settings`, `invites`, `requests`, `bans`, `incoming`; another one shows the first. */
  readonly tab: string;
  readonly onClose: () => void;
}

export function DetailsBody({ conversation, tab, onClose }: DetailsBodyProps): ReactNode {
  const { i18n } = useLingui();
  const go = useGo();
  const info = useConversation(conversation);
  const page = usePageTitle(tab);
  const back = ['invites', 'requests', 'bans', 'incoming'].includes(tab) ? 'settings' : 'members';
  return (
    <div className={styles.pane}>
      <header className={styles.bar}>
        {page !== undefined && (
          <IconButton
            icon={ArrowLeft}
            label={i18n._('Back')}
            className={styles.back}
            onClick={() => go.side({ kind: 'details', tab: back }, { replace: true })}
          />
        )}
        <h2 className={styles.title}>{page ?? i18n._('Details')}</h2>
        <IconButton icon={X} label={i18n._('Close')} onClick={onClose} />
      </header>
      {info === undefined ? <Spinner page /> : <Page info={info} tab={tab} />}
    </div>
  );
}

function Page({ info, tab }: { readonly info: ConversationInfo; readonly tab: string }): ReactNode {
  switch (tab) {
    case 'settings':
      return <GroupSettingsPage info={info} />;
    case 'invites':
      return <InviteList info={info} />;
    case 'requests':
      return <JoinList info={info} />;
    case 'bans':
      return <BanList info={info} />;
    case 'incoming':
      return <IncomingList info={info} />;
    case 'threads':
      return <ThreadList conversation={info.id} />;
    case 'stars':
      return <StarList conversation={info.id} />;
    case 'scheduled':
      return <ScheduledList conversation={info.id} />;
    default:
      return <Overview info={info} tab={tab} />;
  }
}

/** Pages that take the whole pane. */
function usePageTitle(tab: string): string | undefined {
  const { i18n } = useLingui();
  switch (tab) {
    case 'settings':
      return i18n._('Settings');
    case 'invites':
      return i18n._('Invites');
    case 'requests':
      return i18n._('Requests to join');
    case 'bans':
      return i18n._('Banned');
    case 'incoming':
      return i18n._('Incoming webhooks');
    case 'threads':
      return i18n._('Threads');
    case 'stars':
      return i18n._('Starred');
    case 'scheduled':
      return i18n._('To be sent later');
    default:
      return undefined;
  }
}

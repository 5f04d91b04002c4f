/** The first page of the details: who it is, what one can do at once, and tabs of what is in it. */
import { useRef, useState } from 'react';
import type { ReactNode } from 'react';
import { useLingui } from '@lingui/react';
import { Bell, BellOff, CircleUser, Link2, Settings, UserPlus } from 'lucide-react';
import type { LucideIcon } from 'lucide-react';
import { useUser } from '@posthorn/react';
import type { ConversationInfo } from '@posthorn/client/engine';
import { denialOf } from '../../model/group-rights.ts';
import { denialWords } from '../../model/denial-words.ts';
import { Tabs } from '../../ui/tabs.tsx';
import type { Tab } from '../../ui/tabs.tsx';
import { PinList } from '../chat/pin-list.tsx';
import { FilesTab, LinksTab, MediaTab } from '../files/tabs.tsx';
import { useGo } from '../frame/go.ts';
import { AddMembers } from '../group/add-members.tsx';
import { ConversationFace } from '../people/face.tsx';
import { useTitle } from '../people/use-name.ts';
import { PersonStatus } from '../people/person-status.tsx';
import { SharedGroups } from '../people/shared-groups.tsx';
import { AlertsMenu, useAlerts } from './alerts-menu.tsx';
import { MemberList } from './member-list.tsx';
import { ScrollBox } from './scroll.ts';
import styles from './details.module.css';

type TabId = 'members' | 'groups' | 'media' | 'files' | 'links' | 'pins';

export interface OverviewProps {
  readonly info: ConversationInfo;
  readonly tab: string;
}

export function Overview({ info, tab }: OverviewProps): ReactNode {
  const { i18n } = useLingui();
  const go = useGo();
  const scroll = useRef<HTMLDivElement>(null);
  const tabs = useTabs(info);
  const [first] = tabs;
  const shown = tabs.find(({ id }) => id === tab)?.id ?? first?.id ?? 'media';
  return (
    <div className={styles.scroll} ref={scroll}>
      <About info={info} />
      <QuickActions info={info} />
      <Tabs<TabId>
        label={i18n._('What is in it')}
        className={styles.tabs}
        tabs={tabs}
        value={shown}
        onChange={(id) => go.side({ kind: 'details', tab: id }, { replace: true })}
      >
        <ScrollBox value={scroll}>
          <TabBody tab={shown} info={info} />
        </ScrollBox>
      </Tabs>
    </div>
  );
}

function useTabs({ kind }: ConversationInfo): readonly Tab<TabId>[] {
  const { i18n } = useLingui();
  const media: readonly Tab<TabId>[] = [
    { id: 'media', label: i18n._('Media') },
    { id: 'files', label: i18n._('Files') },
    { id: 'links', label: i18n._('Links') },
    { id: 'pins', label: i18n._('Pins') },
  ];
  switch (kind) {
    case 'group':
      return [{ id: 'members', label: i18n._('Members') }, ...media];
    case 'direct':
      return [...media, { id: 'groups', label: i18n._('Groups') }];
    default:
      return media;
  }
}

function TabBody({ tab, info }: { readonly tab: TabId; readonly info: ConversationInfo }): ReactNode {
  switch (tab) {
    case 'members':
      return <MemberList info={info} />;
    case 'groups':
      return <SharedGroups user={info.peer} />;
    case 'media':
      return <MediaTab conversation={info.id} />;
    case 'files':
      return <FilesTab conversation={info.id} />;
    case 'links':
      return <LinksTab conversation={info.id} />;
    case 'pins':
      return <PinList conversation={info.id} />;
  }
}

function About({ info }: { readonly info: ConversationInfo }): ReactNode {
  const { i18n } = useLingui();
  const title = useTitle(info.id);
  const { kind, memberCount, settings } = info;
  const topic = settings?.topic ?? '';
  return (
    <div className={styles.about}>
      <ConversationFace info={info} title={title} size="xl" showsPresence />
      <div className={styles.name} dir="auto">
        {title}
      </div>
      {kind === 'group' && (
        <div className={styles.hint}>
          {info.left
            ? i18n._('You have left this group')
            : i18n._('{count, plural, one {# member} other {# members}}', { count: memberCount })}
        </div>
      )}
      {kind === 'direct' && <PersonStatus user={info.peer} />}
      {kind === 'inbox' && <div className={styles.hint}>{i18n._('What the server tells you alone')}</div>}
      {topic !== '' && (
        <p className={styles.topic} dir="auto">
          {topic}
        </p>
      )}
    </div>
  );
}

function QuickActions({ info }: { readonly info: ConversationInfo }): ReactNode {
  const { i18n } = useLingui();
  const go = useGo();
  const peer = useUser(info.kind === 'direct' ? info.peer : undefined);
  const [isAdding, setAdding] = useState(false);
  const alerts = useAlerts(info.id);
  const isGroup = info.kind === 'group';
  const denied = isGroup ? denialWords(i18n, denialOf('invite', info)) : undefined;
  return (
    <div className={styles.quick}>
      <AlertsMenu
        id={info.id}
        trigger={<QuickButton icon={alerts.isQuiet ? BellOff : Bell} label={i18n._('Alerts')} />}
      />
      {isGroup && (
        <>
          <QuickButton
            icon={UserPlus}
            label={i18n._('Add')}
            denied={denied}
            onClick={() => setAdding(true)}
          />
          <QuickButton
            icon={Link2}
            label={i18n._('Invite')}
            denied={denied}
            onClick={() => go.side({ kind: 'details', tab: 'invites' }, { replace: true })}
          />
        </>
      )}
      {peer !== undefined && (
        <QuickButton icon={CircleUser} label={i18n._('Profile')} onClick={() => go.person(peer.name)} />
      )}
      {info.kind !== 'inbox' && (
        <QuickButton
          icon={Settings}
          label={i18n._('Settings')}
          onClick={() => go.side({ kind: 'details', tab: 'settings' }, { replace: true })}
        />
      )}
      {isGroup && <AddMembers info={info} open={isAdding} onClose={() => setAdding(false)} />}
    </div>
  );
}

function QuickButton({
  icon: Icon,
  label,
  denied,
  ...rest
}: {
  readonly icon: LucideIcon;
  readonly label: string;
  /** Why it cannot be used. */
  readonly denied?: string | undefined;
  readonly onClick?: () => void;
}): ReactNode {
  return (
    <button type="button" {...rest} disabled={denied !== undefined} data-tip={denied} title={denied}>
      <Icon aria-hidden size={20} strokeWidth={1.75} />
      {label}
    </button>
  );
}

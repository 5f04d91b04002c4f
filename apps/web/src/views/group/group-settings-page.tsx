/** Settings of a conversation: the whole of a group's, and what two people can agree on. */
import type { ReactNode } from 'react';
import { useLingui } from '@lingui/react';
import { Ban, Link2, Lock, LockOpen, LogOut, UserRoundCheck, Webhook } from 'lucide-react';
import type { LucideIcon } from 'lucide-react';
import { useMe } from '@posthorn/react';
import type { ConversationInfo } from '@posthorn/client/engine';
import { denialWords } from '../../model/denial-words.ts';
import { denialOf, rankOf, settingDenial } from '../../model/group-rights.ts';
import type { Denial } from '../../model/group-rights.ts';
import { Badge } from '../../ui/badge.tsx';
import { confirm } from '../../ui/confirm.tsx';
import { useGo } from '../frame/go.ts';
import { useConversationActions } from '../list/use-conversation-actions.ts';
import { useTitle } from '../people/use-name.ts';
import { LooksForm } from './looks-form.tsx';
import { MessageSettings } from './message-settings.tsx';
import { RightsForm } from './rights-form.tsx';
import { useJoinCount } from './use-join-count.ts';
import { useSetGroup } from './use-set-group.ts';
import styles from './group.module.css';

export interface GroupSettingsPageProps {
  readonly info: ConversationInfo;
}

export function GroupSettingsPage({ info }: GroupSettingsPageProps): ReactNode {
  const { i18n } = useLingui();
  const me = useMe();
  if (info.kind !== 'group') {
    // In a direct conversation both may, in a room administrators.
    const denied = info.kind === 'direct' || me?.admin === true ? undefined : i18n._('Administrators only');
    return (
      <div className={styles.page}>
        <MessageSettings info={info} denied={denied} />
      </div>
    );
  }
  return (
    <div className={styles.page}>
      <LooksForm key={info.id} info={info} />
      <PeopleLinks info={info} />
      <RightsForm info={info} />
      <AppLinks info={info} />
      <MessageSettings info={info} denied={denialWords(i18n, denialOf('change', info))} />
      <EndOfGroup info={info} />
    </div>
  );
}

function PeopleLinks({ info }: GroupSettingsPageProps): ReactNode {
  const { i18n } = useLingui();
  const go = useGo();
  const open = (tab: string) => () => go.side({ kind: 'details', tab }, { replace: true });
  const requests = useJoinCount(info.id, denialOf('invite', info) === undefined);
  return (
    <section className={styles.section} aria-label={i18n._('Coming in')}>
      <h3>{i18n._('Coming in')}</h3>
      <div className={styles.links}>
        <PageLink
          icon={Link2}
          label={i18n._('Invites')}
          denial={denialOf('invite', info)}
          onClick={open('invites')}
        />
        <PageLink
          icon={UserRoundCheck}
          label={i18n._('Requests to join')}
          count={requests}
          denial={denialOf('invite', info)}
          onClick={open('requests')}
        />
        <PageLink icon={Ban} label={i18n._('Banned')} denial={managerDenial(info)} onClick={open('bans')} />
      </div>
    </section>
  );
}

function AppLinks({ info }: GroupSettingsPageProps): ReactNode {
  const { i18n } = useLingui();
  const go = useGo();
  return (
    <section className={styles.section} aria-label={i18n._('Apps')}>
      <h3>{i18n._('Apps')}</h3>
      <div className={styles.links}>
        <PageLink
          icon={Webhook}
          label={i18n._('Incoming webhooks')}
          denial={managerDenial(info)}
          onClick={() => go.side({ kind: 'details', tab: 'incoming' }, { replace: true })}
        />
      </div>
    </section>
  );
}

function managerDenial({ role }: ConversationInfo): Denial | undefined {
  return rankOf(role) >= rankOf('admin') ? undefined : 'admins-only';
}

function EndOfGroup({ info }: GroupSettingsPageProps): ReactNode {
  const { i18n } = useLingui();
  const title = useTitle(info.id);
  const set = useSetGroup(info.id);
  const actions = useConversationActions();
  const isClosed = info.settings?.closed === true;
  const isOwner = info.role === 'owner';
  const close = async (): Promise<void> => {
    const text = i18n._('Nobody writes or joins any more. What was said stays. You can open it again.');
    const question = {
      title: i18n._('Close {title}?', { title }),
      text,
      action: i18n._('Close'),
      danger: true,
    };
    if (isClosed || (await confirm(question))) set({ closed: !isClosed });
  };
  const leave = async (): Promise<void> => {
    const text = isOwner
      ? i18n._('You are its owner: another member takes your place. You may hand it over first.')
      : i18n._('You will not get its messages any more. What was said before stays here.');
    const question = {
      title: i18n._('Leave {title}?', { title }),
      text,
      action: i18n._('Leave'),
      danger: true,
    };
    if (await confirm(question)) actions.leave(info.id);
  };
  return (
    <section className={styles.section} aria-label={i18n._('End')}>
      <div className={styles.links}>
        <PageLink
          icon={isClosed ? LockOpen : Lock}
          label={isClosed ? i18n._('Open the group again') : i18n._('Close the group')}
          denial={settingDenial('closed', info)}
          onClick={() => void close()}
        />
        {!info.left && (
          <PageLink icon={LogOut} danger label={i18n._('Leave the group')} onClick={() => void leave()} />
        )}
      </div>
    </section>
  );
}

function PageLink({
  icon: Icon,
  label,
  denial,
  danger = false,
  count = 0,
  onClick,
}: {
  readonly icon: LucideIcon;
  readonly label: string;
  readonly denial?: Denial | undefined;
  readonly danger?: boolean;
  readonly count?: number;
  readonly onClick: () => void;
}): ReactNode {
  const { i18n } = useLingui();
  const reason = denialWords(i18n, denial);
  return (
    <button
      type="button"
      className={styles.link}
      data-danger={danger || undefined}
      disabled={reason !== undefined}
      onClick={onClick}
    >
      <Icon aria-hidden size={18} strokeWidth={1.75} />
      <span>
        {label}
        {reason !== undefined && <small>{reason}</small>}
      </span>
      {count > 0 && <Badge count={count} />}
    </button>
  );
}

/** A member of a group, and what can be done with them. */
import { useState } from 'react';
import type { ReactNode } from 'react';
import type { I18n } from '@lingui/core';
import { useLingui } from '@lingui/react';
import { EllipsisVertical, MicOff } from 'lucide-react';
import { Link } from 'wouter';
import { usePresence, useTyping, useUser } from '@posthorn/react';
import type { ConversationInfo } from '@posthorn/client/engine';
import type { Member, Role } from '@posthorn/protocol';
import { presenceWords } from '../../model/presence-words.ts';
import { personPath } from '../../model/route.ts';
import { IconButton } from '../../ui/button.tsx';
import { Menu } from '../../ui/menu.tsx';
import { BotMark } from '../bots/bot-mark.tsx';
import { BanDialog } from '../group/ban-dialog.tsx';
import { NicknameDialog } from '../group/nickname-dialog.tsx';
import { useToday } from '../list/use-today.ts';
import { PersonFace } from '../people/face.tsx';
import { useName } from '../people/use-name.ts';
import { MemberMenu } from './member-menu.tsx';
import styles from './details.module.css';

export interface MemberRowProps {
  readonly info: ConversationInfo;
  readonly member: Member;
  /** Something was done with them. */
  readonly onChange: () => void;
}

export function MemberRow({ info, member, onChange }: MemberRowProps): ReactNode {
  const { i18n } = useLingui();
  const { user, nickname, silenced, role } = member;
  const profile = useUser(user);
  const name = useName(user);
  const [dialog, setDialog] = useState<'ban' | 'nickname' | undefined>(undefined);
  const close = (): void => setDialog(undefined);
  return (
    <div className={styles.person}>
      <PersonFace user={user} size="s" showsPresence />
      <Link className={styles.who} href={personPath(profile?.name ?? '')}>
        <span>
          <bdi>{nickname === '' ? name : nickname}</bdi>
          <BotMark user={user} />
        </span>
        <small>
          <bdi>
            <MemberNote conversation={info.id} user={user} other={nickname === '' ? '' : name} />
          </bdi>
        </small>
      </Link>
      <span className={styles.signs}>
        {silenced && <MicOff size={15} role="img" aria-label={i18n._('May not write')} />}
        <span className={styles.role}>{roleWords(i18n, role)}</span>
      </span>
      <Menu
        trigger={
          <IconButton
            size="s"
            icon={EllipsisVertical}
            className={styles.menu}
            label={i18n._('Options for {name}', { name })}
          />
        }
      >
        <MemberMenu info={info} member={member} onChange={onChange} onDialog={setDialog} />
      </Menu>
      {dialog === 'ban' && <BanDialog info={info} user={user} open onClose={close} onDone={onChange} />}
      {dialog === 'nickname' && (
        <NicknameDialog conversation={info.id} nickname={nickname} open onClose={close} onDone={onChange} />
      )}
    </div>
  );
}

function MemberNote({
  conversation,
  user,
  other,
}: {
  readonly conversation: number;
  readonly user: number;
  readonly other: string;
}): ReactNode {
  const { i18n } = useLingui();
  const presence = usePresence(user);
  const isTyping = useTyping(conversation).includes(user);
  const words = isTyping ? i18n._('typing…') : presenceWords(i18n, presence, useToday());
  return [other, words].filter((part) => part !== '').join(' · ');
}

function roleWords(i18n: I18n, role: Role): string {
  switch (role) {
    case 'owner':
      return i18n._('owner');
    case 'admin':
      return i18n._('admin');
    default:
      return '';
  }
}

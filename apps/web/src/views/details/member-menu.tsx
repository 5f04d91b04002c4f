/** What can be done with a member: only what one may, the rest with the reason. */
import type { ReactNode } from 'react';
import { useLingui } from '@lingui/react';
import { Ban, Crown, MessageSquare, Mic, MicOff, ShieldCheck, ShieldOff, Tag, UserMinus } from 'lucide-react';
import { useEngine, useMe } from '@posthorn/react';
import type { ConversationInfo } from '@posthorn/client/engine';
import type { Member, Role } from '@posthorn/protocol';
import { denialWords } from '../../model/denial-words.ts';
import { memberDenial, roleDenial } from '../../model/group-rights.ts';
import { newId } from '../../model/ids.ts';
import { confirm } from '../../ui/confirm.tsx';
import { MenuItem, MenuSeparator } from '../../ui/menu.tsx';
import { useName } from '../people/use-name.ts';
import { useOpenPerson } from '../people/use-open-person.ts';
import { useTask } from '../people/use-task.ts';

export interface MemberMenuProps {
  readonly info: ConversationInfo;
  readonly member: Member;
  readonly onChange: () => void;
  readonly onDialog: (dialog: 'ban' | 'nickname') => void;
}

export function MemberMenu(props: MemberMenuProps): ReactNode {
  const { i18n } = useLingui();
  const me = useMe();
  const openPerson = useOpenPerson();
  const { member, onDialog } = props;
  if (me === undefined) return null;
  if (member.user === me.id) {
    return (
      <MenuItem icon={Tag} onSelect={() => onDialog('nickname')}>
        {i18n._('My name in this group…')}
      </MenuItem>
    );
  }
  return (
    <>
      <MenuItem icon={MessageSquare} onSelect={() => openPerson(member.user)}>
        {i18n._('Send a message')}
      </MenuItem>
      <MenuSeparator />
      <RoleItems {...props} />
      <MenuSeparator />
      <RemovalItems {...props} />
    </>
  );
}

function RoleItems({ info, member, onChange }: MemberMenuProps): ReactNode {
  const { i18n } = useLingui();
  const engine = useEngine();
  const me = useMe();
  const name = useName(member.user);
  const run = useTask();
  const denial = roleDenial(info, member, { id: me?.id ?? 0, admin: me?.admin ?? false });
  const reason = denialWords(i18n, denial);
  const hint = reason === undefined ? {} : { disabled: true, hint: reason };
  const setRole = (role: Role): void => {
    run(async () => {
      await engine.call('setRole', { conversation: info.id, user: member.user, role, clientId: newId() });
      onChange();
    });
  };
  const handOver = async (): Promise<void> => {
    const title = i18n._('Make {name} the owner?', { name });
    const text = i18n._('A group has one owner. You become an admin, and cannot take it back yourself.');
    if (await confirm({ title, text, action: i18n._('Hand over'), danger: true })) setRole('owner');
  };
  const isAdmin = member.role === 'admin';
  return (
    <>
      {member.role !== 'owner' && (
        <MenuItem
          icon={isAdmin ? ShieldOff : ShieldCheck}
          {...hint}
          onSelect={() => setRole(isAdmin ? 'member' : 'admin')}
        >
          {isAdmin ? i18n._('Make a plain member') : i18n._('Make an admin')}
        </MenuItem>
      )}
      {member.role !== 'owner' && (
        <MenuItem icon={Crown} {...hint} onSelect={() => void handOver()}>
          {i18n._('Make the owner…')}
        </MenuItem>
      )}
    </>
  );
}

function RemovalItems({ info, member, onChange, onDialog }: MemberMenuProps): ReactNode {
  const { i18n } = useLingui();
  const engine = useEngine();
  const me = useMe();
  const name = useName(member.user);
  const run = useTask();
  const { user, silenced } = member;
  const reason = denialWords(i18n, memberDenial(info, member, me?.id ?? 0));
  const hint = reason === undefined ? {} : { disabled: true, hint: reason };
  const target = { conversation: info.id, user };
  const silence = async (): Promise<void> => {
    await engine.call('muteMember', { ...target, muted: !silenced, clientId: newId() });
    onChange();
  };
  const remove = async (): Promise<void> => {
    const title = i18n._('Remove {name}?', { name });
    const text = i18n._('They can come back by an invite, or when somebody adds them.');
    if (!(await confirm({ title, text, action: i18n._('Remove'), danger: true }))) return;
    run(async () => {
      await engine.call('removeMember', { ...target, clientId: newId() });
      onChange();
    });
  };
  return (
    <>
      <MenuItem icon={silenced ? Mic : MicOff} {...hint} onSelect={() => run(silence)}>
        {silenced ? i18n._('Let them write again') : i18n._('Silence')}
      </MenuItem>
      <MenuItem icon={UserMinus} danger {...hint} onSelect={() => void remove()}>
        {i18n._('Remove from the group')}
      </MenuItem>
      <MenuItem icon={Ban} danger {...hint} onSelect={() => onDialog('ban')}>
        {i18n._('Ban…')}
      </MenuItem>
    </>
  );
}

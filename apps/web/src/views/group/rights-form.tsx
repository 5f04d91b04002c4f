/** Who may do what in a group, how often, and who may come in. */
import type { ReactNode } from 'react';
import { useLingui } from '@lingui/react';
import type { ConversationInfo } from '@posthorn/client/engine';
import type { JoinPolicy, Role } from '@posthorn/protocol';
import { denialWords } from '../../model/denial-words.ts';
import { neededFor, RIGHTS, settingDenial } from '../../model/group-rights.ts';
import type { Right } from '../../model/group-rights.ts';
import { spanWords } from '../../model/span-words.ts';
import { Select } from '../../ui/field.tsx';
import { useSetGroup } from './use-set-group.ts';
import styles from './group.module.css';

type GivenRole = Exclude<Role, 'unspecified'>;
type GivenPolicy = Exclude<JoinPolicy, 'unspecified'>;

const SLOW_MODES_S = [0, 5, 10, 30, 60, 300, 900, 3600, 21_600, 86_400];

export function RightsForm({ info }: { readonly info: ConversationInfo }): ReactNode {
  const { i18n } = useLingui();
  const labels: Readonly<Record<Right, string>> = {
    write: i18n._('Who may write'),
    invite: i18n._('Who may add and invite people'),
    pin: i18n._('Who may pin messages'),
    mentionAll: i18n._('Who may alert everybody'),
    change: i18n._('Who may change name, picture and topic'),
  };
  return (
    <section className={styles.section} aria-label={i18n._('Rights')}>
      <h3>{i18n._('Rights')}</h3>
      {RIGHTS.map((right) => (
        <RightField key={right} info={info} right={right} label={labels[right]} />
      ))}
      <SlowModeField info={info} />
      <JoinField info={info} />
    </section>
  );
}

function RightField({
  info,
  right,
  label,
}: {
  readonly info: ConversationInfo;
  readonly right: Right;
  readonly label: string;
}): ReactNode {
  const { i18n } = useLingui();
  const set = useSetGroup(info.id);
  const denied = denialWords(i18n, settingDenial(right, info));
  const needed = neededFor(right, info);
  const value: GivenRole = needed === 'unspecified' ? 'member' : needed;
  return (
    <Select<GivenRole>
      label={label}
      hint={denied}
      disabled={denied !== undefined}
      value={value}
      onChange={(role) => set({ [right]: role })}
      options={[
        { value: 'member', label: i18n._('Every member') },
        { value: 'admin', label: i18n._('Admins') },
        {
          value: 'owner',
          label: i18n._('The owner'),
          disabled: settingDenial(right, info, 'owner') !== undefined,
        },
      ]}
    />
  );
}

function SlowModeField({ info }: { readonly info: ConversationInfo }): ReactNode {
  const { i18n } = useLingui();
  const set = useSetGroup(info.id);
  const denied = denialWords(i18n, settingDenial('slowModeS', info));
  const current = info.settings?.slowModeS ?? 0;
  const choices = SLOW_MODES_S.includes(current) ? SLOW_MODES_S : [...SLOW_MODES_S, current];
  return (
    <Select
      label={i18n._('Slow mode')}
      hint={denied ?? i18n._('Members who are not admins send one message in this time.')}
      disabled={denied !== undefined}
      value={String(current)}
      onChange={(value) => set({ slowModeS: Number(value) })}
      options={choices.map((seconds) => ({
        value: String(seconds),
        label: seconds === 0 ? i18n._('Off') : spanWords(i18n, seconds * 1000),
      }))}
    />
  );
}

function JoinField({ info }: { readonly info: ConversationInfo }): ReactNode {
  const { i18n } = useLingui();
  const set = useSetGroup(info.id);
  const denied = denialWords(i18n, settingDenial('join', info));
  const join = info.settings?.join ?? 'unspecified';
  const value: GivenPolicy = join === 'unspecified' ? 'invite' : join;
  return (
    <Select<GivenPolicy>
      label={i18n._('Who may join')}
      hint={denied ?? i18n._('Open groups, and those one may ask to join, are found by everybody.')}
      disabled={denied !== undefined}
      value={value}
      onChange={(policy) => set({ join: policy })}
      options={[
        { value: 'invite', label: i18n._('Only invited people') },
        { value: 'approval', label: i18n._('Everybody may ask') },
        { value: 'open', label: i18n._('Everybody') },
      ]}
    />
  );
}

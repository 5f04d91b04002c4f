/**
 * Which settings there are.
 *
 * @module
 */
import type { ReactNode } from 'react';
import { useLingui } from '@lingui/react';
import {
  Bell,
  Database,
  Info,
  Keyboard,
  KeyRound,
  MonitorSmartphone,
  Palette,
  ShieldCheck,
  UserRound,
} from 'lucide-react';
import type { LucideIcon } from 'lucide-react';
import { KeyList } from '../views/frame/keys.tsx';
import { About } from './about.tsx';
import { Appearance } from './appearance.tsx';
import { Data } from './data.tsx';
import { Notifications } from './notifications.tsx';
import type { Look } from '../theme/look.ts';
import { setLook, useLook } from '../theme/store.ts';
import { RadioGroup } from '../ui/radio.tsx';
import { showKeys } from '../ui/shortcuts.ts';
import { Group, Row } from './parts.tsx';
import { Privacy } from './privacy.tsx';
import { Profile } from './profile.tsx';
import { SecondFactors } from './second-factors.tsx';
import { Sessions } from './sessions.tsx';

function Keys(): ReactNode {
  const { i18n } = useLingui();
  const { sendKey } = useLook();
  const mod = showKeys('Mod')[0] ?? 'Ctrl';
  return (
    <>
      <Group title={i18n._('Writing')}>
        <Row label={i18n._('Send a message with')}>
          <RadioGroup<Look['sendKey']>
            label={i18n._('Send a message with')}
            value={sendKey}
            onChange={(key) => {
              setLook({ sendKey: key });
            }}
            options={[
              { value: 'enter', label: 'Enter' },
              { value: 'ctrl-enter', label: `${mod} Enter` },
            ]}
          />
        </Row>
      </Group>
      <Group
        title={i18n._('Keyboard shortcuts')}
        text={i18n._('Any letter that you type goes to the message.')}
      >
        <KeyList />
      </Group>
    </>
  );
}

export interface Page {
  readonly id: string;
  readonly title: string;
  readonly icon: LucideIcon;
  readonly content: ReactNode;
}

export function usePages(): readonly Page[] {
  const { i18n } = useLingui();
  return [
    { id: 'profile', title: i18n._('Profile'), icon: UserRound, content: <Profile /> },
    { id: 'appearance', title: i18n._('Appearance'), icon: Palette, content: <Appearance /> },
    { id: 'notifications', title: i18n._('Notifications'), icon: Bell, content: <Notifications /> },
    { id: 'privacy', title: i18n._('Privacy'), icon: ShieldCheck, content: <Privacy /> },
    { id: 'sessions', title: i18n._('Password and devices'), icon: MonitorSmartphone, content: <Sessions /> },
    { id: 'security', title: i18n._('Two-step login'), icon: KeyRound, content: <SecondFactors /> },
    { id: 'data', title: i18n._('Storage and data'), icon: Database, content: <Data /> },
    { id: 'keyboard', title: i18n._('Keyboard'), icon: Keyboard, content: <Keys /> },
    { id: 'about', title: i18n._('About'), icon: Info, content: <About /> },
  ];
}

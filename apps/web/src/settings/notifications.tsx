import type { ReactNode } from 'react';
import { useLingui } from '@lingui/react';
import { useConversation, useEngine, useLive, useMine } from '@posthorn/react';
import { LEVELS, ownByConversation } from '../model/own.ts';
import type { Level, Own } from '../model/own.ts';
import { Select } from '../ui/field.tsx';
import { Switch } from '../ui/toggle.tsx';
import { ConversationFace } from '../views/people/face.tsx';
import { useTitle } from '../views/people/use-name.ts';
import { useTask } from '../views/people/use-task.ts';
import { playSound, setSounds, useSounds } from '../views/frame/sounds.ts';
import { disablePush, enablePush, pushContent, pushState, setPushContent } from '../push/push.ts';
import type { PushContent, PushState } from '../push/push.ts';
import { useLoaded } from './use-loaded.ts';
import { Group, WhenLoaded } from './parts.tsx';
import { QuietHours } from './quiet-hours.tsx';
import styles from './settings.module.css';

export function Notifications(): ReactNode {
  return (
    <>
      <Browser />
      <Shown />
      <QuietHours />
      <Exceptions />
    </>
  );
}

/** Whether this browser notifies. */
function Browser(): ReactNode {
  const { i18n } = useLingui();
  const engine = useEngine();
  const run = useTask();
  const loaded = useLoaded(pushState);
  const hints: Readonly<Record<PushState, string>> = {
    unsupported: i18n._('This browser shows none.'),
    'needs-install': i18n._('First add the page to the home screen: Share, then “Add to Home Screen”.'),
    denied: i18n._('The browser forbids them. Allow them in its settings for this page.'),
    off: i18n._('Also when the page is closed.'),
    on: i18n._('Also when the page is closed.'),
    'while-open': i18n._('Only while the page is open: this server or this browser sends no pushes.'),
  };
  return (
    <Group title={i18n._('Notifications')}>
      <WhenLoaded loaded={loaded}>
        {(state) => (
          <Switch
            label={i18n._('Notifications of this browser')}
            hint={hints[state]}
            checked={state === 'on' || state === 'while-open'}
            disabled={state === 'unsupported' || state === 'needs-install' || state === 'denied'}
            onChange={(isOn) => {
              run(async () => {
                try {
                  loaded.set(await (isOn ? enablePush(engine) : disablePush(engine)));
                } catch (error) {
                  loaded.reload();
                  throw error;
                }
              });
            }}
          />
        )}
      </WhenLoaded>
    </Group>
  );
}

/** Of all devices of the user, but for the sound. */
function Shown(): ReactNode {
  const { i18n } = useLingui();
  const engine = useEngine();
  const run = useTask();
  useMine('push/content');
  useMine('push/contacts');
  const sounds = useSounds();
  return (
    <Group title={i18n._('What is shown')}>
      <Select<PushContent>
        label={i18n._('What notifications show')}
        hint={i18n._('On all your devices.')}
        value={pushContent(engine)}
        onChange={(content) => {
          run(async () => setPushContent(engine, content));
        }}
        options={[
          { value: 'all', label: i18n._('Who writes, and what') },
          { value: 'sender', label: i18n._('Who writes, and where') },
          { value: 'new', label: i18n._('Only that there is something new') },
          { value: 'none', label: i18n._('Nothing: no notifications') },
        ]}
      />
      <Switch
        label={i18n._('Contact requests')}
        hint={i18n._('On all your devices.')}
        checked={engine.mine.at('push/contacts') !== 'none'}
        onChange={(isOn) => {
          run(async () => engine.setMine('push/contacts', isOn ? undefined : 'none'));
        }}
      />
      <Switch
        label={i18n._('Sound')}
        hint={i18n._('A short one on this device, while the page is open.')}
        checked={sounds}
        onChange={(isOn) => {
          setSounds(isOn);
          if (isOn) playSound();
        }}
      />
    </Group>
  );
}

/** Conversations that alert differently from the others. */
function Exceptions(): ReactNode {
  const { i18n } = useLingui();
  const engine = useEngine();
  const mine = useLive(engine.mine);
  const all = [...ownByConversation(mine)].filter(
    ([, own]) => own.level !== 'all' || own.mutedUntil > Date.now(),
  );
  return (
    <Group
      title={i18n._('Conversations with settings of their own')}
      text={i18n._('You change them in the details of a conversation, or in its menu in the list.')}
    >
      {all.length === 0 ? (
        <p className={styles.none}>{i18n._('All conversations notify you')}</p>
      ) : (
        <ul className={styles.list}>
          {all.map(([conversation, own]) => (
            <Exception key={conversation} conversation={conversation} own={own} />
          ))}
        </ul>
      )}
    </Group>
  );
}

function Exception({ conversation, own }: { readonly conversation: number; readonly own: Own }): ReactNode {
  const { i18n } = useLingui();
  const engine = useEngine();
  const run = useTask();
  const info = useConversation(conversation);
  const title = useTitle(conversation);
  if (info === undefined) return undefined;
  const words: Readonly<Record<Level, string>> = {
    all: i18n._('Every message'),
    mentions: i18n._('Mentions'),
    none: i18n._('Nothing'),
  };
  const change = (level: Level): void => {
    run(async () => {
      await engine.setMine(`mute/${String(conversation)}`, undefined);
      await engine.setMine(`level/${String(conversation)}`, level === 'all' ? undefined : level);
    });
  };
  return (
    <li className={styles.item}>
      <ConversationFace info={info} title={title} size="s" />
      <span className={`${styles.words ?? ''} ${styles.cut ?? ''}`}>
        <bdi>{title}</bdi>
      </span>
      <Select<Level>
        label={i18n._('Notify me of')}
        hideLabel
        value={own.mutedUntil > Date.now() ? 'none' : own.level}
        onChange={change}
        options={LEVELS.map((level) => ({ value: level, label: words[level] }))}
      />
    </li>
  );
}

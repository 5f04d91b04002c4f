import type { ReactNode } from 'react';
import { useLingui } from '@lingui/react';
import type { Audience, Privacy as PrivacyState, User } from '@posthorn/protocol';
import { useEngine } from '@posthorn/react';
import { pagesOf } from '../model/pages.ts';
import { Button } from '../ui/button.tsx';
import { Select } from '../ui/field.tsx';
import { useBlockedUsers } from '../views/people/use-blocked.ts';
import { PersonFace } from '../views/people/face.tsx';
import { useTask } from '../views/people/use-task.ts';
import { Group, WhenLoaded } from './parts.tsx';
import { useLoaded } from './use-loaded.ts';
import styles from './settings.module.css';

type Shown = Exclude<Audience, 'unspecified'>;

export function Privacy(): ReactNode {
  return (
    <>
      <Audiences />
      <Blocked />
    </>
  );
}

function Audiences(): ReactNode {
  const { i18n } = useLingui();
  const engine = useEngine();
  const run = useTask();
  const loaded = useLoaded(async () => engine.call('getPrivacy', {}));
  const words: readonly (readonly [keyof PrivacyState, string])[] = [
    ['write', i18n._('Who may write to me')],
    ['add', i18n._('Who may add me to groups')],
    ['find', i18n._('Who finds me by the beginning of my name')],
    ['online', i18n._('Who sees when I am online')],
  ];
  return (
    <Group title={i18n._('Privacy')} text={i18n._('Whom you block can do none of this.')}>
      <WhenLoaded loaded={loaded}>
        {(privacy) =>
          words.map(([key, label]) => (
            <Select<Shown>
              key={key}
              label={label}
              value={privacy[key] === 'unspecified' ? 'everyone' : privacy[key]}
              onChange={(audience) => {
                loaded.set({ ...privacy, [key]: audience });
                run(async () => {
                  try {
                    await engine.call('setPrivacy', { [key]: audience });
                  } catch (error) {
                    loaded.set(privacy);
                    throw error;
                  }
                });
              }}
              options={[
                { value: 'everyone', label: i18n._('Everybody') },
                { value: 'contacts', label: i18n._('My contacts') },
                { value: 'nobody', label: i18n._('Nobody') },
              ]}
            />
          ))
        }
      </WhenLoaded>
    </Group>
  );
}

function Blocked(): ReactNode {
  const { i18n } = useLingui();
  const engine = useEngine();
  const blocked = useBlockedUsers();
  const loaded = useLoaded(async () => allBlocked(async (cursor) => engine.call('listBlocked', { cursor })));
  const run = useTask();
  return (
    <Group
      title={i18n._('Blocked')}
      text={i18n._('They can neither write to you nor see when you are online.')}
    >
      <WhenLoaded loaded={loaded}>
        {(users) =>
          users.length === 0 ? (
            <p className={styles.none}>{i18n._('Nobody is blocked')}</p>
          ) : (
            <ul className={styles.list}>
              {users.map((user) => (
                <li key={user.id} className={styles.item}>
                  <PersonFace user={user.id} size="s" />
                  <span className={styles.words}>
                    <bdi>{user.displayName === '' ? user.name : user.displayName}</bdi>
                  </span>
                  <Button
                    size="s"
                    onClick={() => {
                      run(async () => {
                        await engine.call('unblock', { user: user.id });
                        blocked.note(user.id, false);
                        loaded.set(users.filter(({ id }) => id !== user.id));
                      });
                    }}
                  >
                    {i18n._('Unblock')}
                  </Button>
                </li>
              ))}
            </ul>
          )
        }
      </WhenLoaded>
    </Group>
  );
}

/** A user blocks at most some thousand others. */
async function allBlocked(
  page: (cursor: string) => Promise<{ readonly users: readonly User[]; readonly next: string }>,
): Promise<readonly User[]> {
  const users: User[] = [];
  for await (const { users: some } of pagesOf(page)) users.push(...some);
  return users;
}

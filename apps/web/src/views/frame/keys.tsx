/**
 * The keys of the frame, and the sheet that lists all keys of the page.
 *
 * @module
 */
import { useSyncExternalStore } from 'react';
import type { ReactNode } from 'react';
import { useLingui } from '@lingui/react';
import { Dialog } from '../../ui/dialog.tsx';
import { showKeys, useAllShortcuts, useShortcuts } from '../../ui/shortcuts.ts';
import type { ListedKey } from '../../ui/shortcuts.ts';
import { Signal } from '../../ui/signal.ts';
import { useGo, useSide } from './go.ts';
import { otherKeys } from './other-keys.ts';
import styles from './keys.module.css';

// One sheet in a page.
const isHelpOpen = new Signal(false);

function openHelp(): void {
  isHelpOpen.set(true);
}

export function Keys(): ReactNode {
  const { i18n } = useLingui();
  const go = useGo();
  const side = useSide();
  const open = useSyncExternalStore(isHelpOpen.subscribe, isHelpOpen.get);
  const general = i18n._('Page');
  useShortcuts([
    { id: 'help', keys: ['?', 'Mod+/'], label: i18n._('Show all keys'), group: general, run: openHelp },
    {
      id: 'settings',
      keys: ['Mod+,'],
      label: i18n._('Settings'),
      group: general,
      run: () => {
        go.settings();
      },
    },
    {
      id: 'side.close',
      keys: ['Escape'],
      label: i18n._('Close the pane at the side'),
      group: general,
      run: () => {
        if (side === undefined) return false;
        go.side(undefined);
        return true;
      },
    },
  ]);
  return (
    <Dialog
      title={i18n._('Keyboard shortcuts')}
      size="l"
      open={open}
      onClose={() => {
        isHelpOpen.set(false);
      }}
    >
      {/* Takes the focus, so that the arrow keys scroll. */}
      <div tabIndex={0} role="group" aria-label={i18n._('Keyboard shortcuts')}>
        <KeyList />
      </div>
    </Dialog>
  );
}

/** Every key, by group. */
export function KeyList(): ReactNode {
  const { i18n } = useLingui();
  const groups = byGroup([...useAllShortcuts(), ...otherKeys(i18n)]);
  return (
    <div className={styles.groups}>
      {groups.map(([group, shortcuts]) => (
        <section key={group}>
          <h3 className={styles.group}>{group}</h3>
          <dl className={styles.list}>
            {shortcuts.map((shortcut) => (
              <div key={shortcut.id} className={styles.row}>
                <dt>{shortcut.label}</dt>
                <dd>
                  {shortcut.keys.map((keys) => (
                    <span key={keys} className={styles.keys} dir="ltr">
                      {showKeys(keys).map((key) => (
                        <kbd key={key}>{key}</kbd>
                      ))}
                    </span>
                  ))}
                </dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
    </div>
  );
}

function byGroup(all: readonly ListedKey[]): readonly (readonly [string, readonly ListedKey[]])[] {
  return [...Map.groupBy(all, ({ group }) => group)];
}

/** What lies over the page, opened from anywhere by open.ts. Once in a page. Each part is loaded when it is asked for. */
import { Suspense, useSyncExternalStore } from 'react';
import type { ReactNode } from 'react';
import { useLingui } from '@lingui/react';
import { Ahead } from '../../ui/ahead.tsx';
import { useShortcuts } from '../../ui/shortcuts.ts';
import { closeOverlay, openNew, openSwitcher, overlay } from './open.ts';
import { overlayPart } from '../../ui/part.tsx';

const Switcher = overlayPart(async () => (await import('../switcher/switcher.tsx')).Switcher);
const NewConversation = overlayPart(
  async () => (await import('../new/new-conversation.tsx')).NewConversation,
);
const Directory = overlayPart(async () => (await import('../directory/directory.tsx')).Directory);
const Contacts = overlayPart(async () => (await import('../people/contacts.tsx')).Contacts);

export function Overlays(): ReactNode {
  const { i18n } = useLingui();
  const shown = useSyncExternalStore(overlay.subscribe, overlay.get);
  useShortcuts([
    {
      id: 'switcher.open',
      keys: ['Mod+K'],
      label: i18n._('Go to a person, a group or a message'),
      group: i18n._('Conversations'),
      inFields: true,
      run: openSwitcher,
    },
    {
      id: 'conversation.new',
      keys: ['Alt+N'],
      label: i18n._('New conversation'),
      group: i18n._('Conversations'),
      inFields: true,
      run: openNew,
    },
  ]);
  return (
    <Suspense fallback={<Ahead onCancel={closeOverlay} />}>
      {shown === 'switcher' && <Switcher open onClose={closeOverlay} onFailed={closeOverlay} />}
      {shown === 'new' && <NewConversation open onClose={closeOverlay} onFailed={closeOverlay} />}
      {shown === 'directory' && <Directory open onClose={closeOverlay} onFailed={closeOverlay} />}
      {(shown === 'contacts' || shown === 'requests') && (
        <Contacts
          first={shown === 'requests' ? 'asking' : 'mutual'}
          open
          onClose={closeOverlay}
          onFailed={closeOverlay}
        />
      )}
    </Suspense>
  );
}

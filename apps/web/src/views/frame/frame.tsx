/**
 * The three panes: conversations, one of them, and what belongs to it. A phone shows one, a tablet two.
 *
 * @module
 */
import { Suspense, useEffect, useRef } from 'react';
import type { CSSProperties, ReactNode } from 'react';
import type { I18n } from '@lingui/core';
import { useLingui } from '@lingui/react';
import { Ahead } from '../../ui/ahead.tsx';
import { preloadDialogs } from '../../ui/dialog.tsx';
import { preloadMenus } from '../../ui/menu.tsx';
import { preloadPopovers } from '../../ui/popover.tsx';
import { Spinner } from '../../ui/spinner.tsx';
import { ChatView } from '../chat/chat-view.tsx';
import { Overlays } from '../list/overlays.tsx';
import { ConversationList } from '../list/conversation-list.tsx';
import { RequestToasts } from '../people/request-toasts.tsx';
import type { Route, Side } from '../../model/route.ts';
import styles from './frame.module.css';
import { useGo, useRoute, useSide } from './go.ts';
import { Keys } from './keys.tsx';
import { PageTitle } from './page-title.ts';
import { useIsPhone, useVisibleHeight } from './phone.ts';
import { useAlertSounds } from './sounds.ts';
import { Nothing } from './nothing.tsx';
import { Resizer, useListWidth } from './resizer.tsx';
import { StateBar } from './state-bar.tsx';
import { UpdateBar } from './update-bar.tsx';
import { part } from '../../ui/part.tsx';

const SettingsPage = part(async () => (await import('../../settings/settings-page.tsx')).SettingsPage);
const DetailsPane = part(async () => (await import('../details/details-body.tsx')).DetailsBody);
const JoinPage = part(async () => (await import('../group/join-page.tsx')).JoinPage);
const ProfilePage = part(async () => (await import('../people/profile-body.tsx')).ProfileBody);
const SearchPane = part(async () => (await import('../search/search-pane.tsx')).SearchPane);
const ThreadPane = part(async () => (await import('../thread/thread-pane.tsx')).ThreadPane);
const AdminPage = part(async () => (await import('../../admin/admin-page.tsx')).AdminPage);

export function Frame(): ReactNode {
  const { i18n } = useLingui();
  const route = useRoute();
  const asked = useSide();
  const side = route.kind === 'chat' || asked?.kind === 'search' ? asked : undefined;
  const [width, setWidth] = useListWidth();
  useVisibleHeight();
  useAlertSounds();
  usePreloads();
  const main = useRef<HTMLDivElement>(null);
  const shown = side !== undefined ? 'side' : route.kind === 'home' ? 'list' : 'main';
  // They stand above the conversation; on a phone above the pane that is shown.
  const barsIn = useIsPhone() ? shown : 'main';
  const bars = (
    <>
      <UpdateBar />
      <StateBar />
    </>
  );
  return (
    <div
      className={styles.frame}
      data-shown={shown}
      data-chat={route.kind === 'chat'}
      style={{ '--list': `${String(width)}px` } as CSSProperties}
    >
      <button type="button" className={styles.skip} onClick={() => main.current?.focus()}>
        {i18n._('Skip to the conversation')}
      </button>
      <div className={styles.list}>
        {barsIn === 'list' && bars}
        <ConversationList current={route.kind === 'chat' ? route.conversation : undefined} />
        <Resizer width={width} onChange={setWidth} />
      </div>
      <div className={styles.main} ref={main} tabIndex={-1}>
        {barsIn === 'main' && bars}
        <Suspense fallback={<Spinner page />}>
          <Main route={route} />
        </Suspense>
      </div>
      {side !== undefined && (
        <aside className={styles.side} aria-label={sideName(side, i18n)}>
          {barsIn === 'side' && bars}
          <Suspense fallback={<SideLoading side={side} />}>
            <SidePane side={side} conversation={route.kind === 'chat' ? route.conversation : undefined} />
          </Suspense>
        </aside>
      )}
      <PageTitle />
      <RequestToasts />
      <Overlays />
      <Keys />
    </div>
  );
}

function Main({ route }: { readonly route: Route }): ReactNode {
  switch (route.kind) {
    case 'chat':
      return <ChatView conversation={route.conversation} seq={route.seq} />;
    case 'join':
      return <JoinPage token={route.token} />;
    case 'person':
      return <ProfilePage name={route.name} />;
    case 'settings':
      return <SettingsPage page={route.page} />;
    case 'admin':
      return <AdminPage page={route.page} />;
    case 'home':
    case 'login':
    case 'register':
    case 'gallery':
      return <Nothing />;
    case 'unknown':
      return <Nothing unknown />;
  }
}

/** The search is opened to type in it. */
function SideLoading({ side }: { readonly side: Side }): ReactNode {
  const go = useGo();
  const spinner = <Spinner page />;
  return side.kind === 'search' ? <Ahead onCancel={() => go.side(undefined)}>{spinner}</Ahead> : spinner;
}

function SidePane({
  side,
  conversation,
}: {
  readonly side: Side;
  readonly conversation: number | undefined;
}): ReactNode {
  const go = useGo();
  const close = (): void => {
    go.side(undefined);
  };
  if (side.kind === 'search')
    return (
      <SearchPane
        {...(conversation === undefined ? {} : { conversation })}
        query={side.query}
        onClose={close}
      />
    );
  if (conversation === undefined) return undefined;
  if (side.kind === 'details')
    return <DetailsPane conversation={conversation} tab={side.tab} onClose={close} />;
  return <ThreadPane conversation={conversation} seq={side.seq} onClose={close} />;
}

/** Menus and windows are loaded when the page has nothing else to do, so that the first one opens at once. */
function usePreloads(): void {
  useEffect(() => {
    const timer = setTimeout(() => {
      // What cannot be loaded now is tried again when it is opened.
      void Promise.allSettled([preloadMenus(), preloadDialogs(), preloadPopovers()]);
    }, 1_500);
    return () => {
      clearTimeout(timer);
    };
  }, []);
}

function sideName(side: Side, i18n: I18n): string {
  switch (side.kind) {
    case 'details':
      return i18n._('Details');
    case 'thread':
      return i18n._('Thread');
    case 'search':
      return i18n._('Search');
  }
}

/**
 * What can be done with the messages of a chat, and what opens over them.
 *
 * @module
 */
import { useMemo, useRef, useState } from 'react';
import { useLingui } from '@lingui/react';
import type { Incoming } from '@posthorn/client';
import type { ChatSession } from '../../model/chat-session.ts';
import type { TimelineWindow } from '@posthorn/client/engine';
import { useEngine } from '@posthorn/react';
import { spotOf } from '../message/actions.ts';
import type { MessageActions, Place, Spot } from '../message/actions.ts';
import { useGo } from '../frame/go.ts';
import { attempt } from '../people/use-task.ts';
import type { StandingInfo } from '../../model/standing-info.ts';
import { errorWords } from '../../model/error-words.ts';
import { toClipboard } from '../../ui/clipboard.ts';
import { toast } from '../../ui/toast.tsx';
import { clipboardText } from './clipboard.ts';
import { messageDeeds } from './message-deeds.ts';
import type { Deeds } from './message-deeds.ts';
import { useChatSession } from './session.tsx';
import { useSelection } from './use-selection.ts';
import type { Selection } from './use-selection.ts';

/** What is open over the chat: a menu or a list beside a message, or a dialog about some. */
export type Overlay =
  | { readonly kind: OverlayKind; readonly message: Incoming; readonly place: Spot }
  | { readonly kind: 'forward'; readonly messages: readonly Incoming[] }
  | { readonly kind: 'report'; readonly message: Incoming };

export type OverlayKind = 'menu' | 'emoji' | 'readers' | 'reactions' | 'edits' | 'votes';

export interface OverlayState {
  readonly open: Overlay | undefined;
  readonly close: () => void;
}

export interface ChatActionsOptions {
  readonly info: StandingInfo;
  readonly view: TimelineWindow;
  readonly thread: number;
  readonly jump: (seq: number) => void;
  readonly markUnread: (seq: number) => void;
}

export interface ChatActionsState {
  readonly actions: MessageActions;
  readonly overlay: OverlayState;
  readonly selection: Selection;
}

export function useChatActions(options: ChatActionsOptions): ChatActionsState {
  const { info, view, thread } = options;
  const { i18n } = useLingui();
  const engine = useEngine();
  const session = useChatSession(info.id, thread);
  const go = useGo();
  const selection = useSelection(view);
  const [open, setOpen] = useState<Overlay>();
  // Rows are drawn once: the actions stay the same object, and look up what is new when they are called.
  const now = useRef({ ...options, go, i18n, selection });
  now.current = { ...options, go, i18n, selection };
  const actions = useMemo((): MessageActions => {
    const tell = async (task: () => Promise<unknown>, done?: string): Promise<void> => {
      const failure = await attempt(task);
      if (failure !== undefined) toast(errorWords(now.current.i18n, failure.cause), { kind: 'error' });
      else if (done !== undefined) toast(done);
    };
    const run: Deeds['run'] = (task, done) => void tell(task, done);
    const deeds: Deeds = { engine, run, now: () => now.current };
    const beside =
      (kind: OverlayKind) =>
      (message: Incoming, place: Place): void =>
        setOpen({ kind, message, place: spotOf(place) });
    return {
      ...messageDeeds(deeds),
      jump: (seq) => now.current.jump(seq),
      person: (name) => now.current.go.person(name),
      reply: (message) => session.startReply(message),
      edit: (message) => session.startEdit(message),
      forward: (messages) => setOpen({ kind: 'forward', messages }),
      report: (message) => setOpen({ kind: 'report', message }),
      copy: (messages) =>
        run(
          async () => toClipboard(clipboardText(messages, engine, now.current.i18n)),
          now.current.i18n._('Copied'),
        ),
      thread: ({ seq }) => now.current.go.side({ kind: 'thread', seq }),
      markUnread: ({ seq }) => {
        now.current.markUnread(seq);
        toast(now.current.i18n._('Marked as unread'));
      },
      select: (message, isRange) => now.current.selection.touch(message, isRange),
      openMenu: beside('menu'),
      openEmoji: beside('emoji'),
      showReaders: beside('readers'),
      showReactions: beside('reactions'),
      showEdits: beside('edits'),
      showVotes: beside('votes'),
    };
  }, [engine, session]);
  const overlay = useMemo(() => {
    const close = (): void => {
      // A menu closes after its item has opened something else.
      setOpen((shown) => (shown === open ? undefined : shown));
      keepFocus(session);
    };
    return { open, close };
  }, [open, session]);
  return { actions, overlay, selection };
}

/** Where the focus is lost, it goes back to the composer. */
function keepFocus(session: ChatSession): void {
  requestAnimationFrame(() => {
    const { activeElement } = document;
    if (activeElement === null || activeElement === document.body) session.focusComposer();
  });
}

/**
 * What opens over a chat: the menu of a message, lists beside it, and dialogs.
 *
 * @module
 */
import type { ReactNode } from 'react';
import { useLingui } from '@lingui/react';
import type { Incoming, Target } from '@posthorn/client';
import { useEngine } from '@posthorn/react';
import { newId } from '../../model/ids.ts';
import type { ChatInfo } from '../../model/message-rights.ts';
import { toast } from '../../ui/toast.tsx';
import { EmojiPicker } from '../emoji/emoji-picker.tsx';
import type { MessageActions } from '../message/actions.ts';
import { EditList } from '../message/edit-list.tsx';
import { Floating } from '../message/floating.tsx';
import { MessageMenu } from '../message/message-menu.tsx';
import { ReaderList, ReactionList, VoteList } from '../message/people-lists.tsx';
import { useGo } from '../frame/go.ts';
import { ReportDialog } from '../people/report-dialog.tsx';
import { useTask } from '../people/use-task.ts';
import { ConversationPicker } from '../switcher/conversation-picker.tsx';
import type { Overlay, OverlayState } from './use-chat-actions.ts';

export interface ChatOverlaysProps {
  readonly overlay: OverlayState;
  readonly info: ChatInfo;
  readonly actions: MessageActions;
}

export function ChatOverlays({ overlay, info, actions }: ChatOverlaysProps): ReactNode {
  const { i18n } = useLingui();
  const { open, close } = overlay;
  if (open === undefined) return null;
  switch (open.kind) {
    case 'menu':
      return (
        <MessageMenu
          message={open.message}
          place={open.place}
          info={info}
          actions={actions}
          onClose={close}
        />
      );
    case 'forward':
      return <ForwardDialog messages={open.messages} onClose={close} />;
    case 'report': {
      const { conversation, seq, sender } = open.message;
      return <ReportDialog open user={sender} message={{ conversation, seq }} onClose={close} />;
    }
    case 'emoji':
      return (
        <Floating label={i18n._('Emoji')} place={open.place} onClose={close} flush>
          <EmojiPicker
            onPick={(emoji) => {
              close();
              actions.react(open.message, emoji);
            }}
          />
        </Floating>
      );
    default:
      return (
        <Floating label={labelOf(open, i18n)} place={open.place} onClose={close}>
          <OverlayList kind={open.kind} message={open.message} />
        </Floating>
      );
  }
}

function labelOf({ kind }: Overlay, i18n: ReturnType<typeof useLingui>['i18n']): string {
  switch (kind) {
    case 'readers':
      return i18n._('Read by');
    case 'reactions':
      return i18n._('Reactions');
    case 'votes':
      return i18n._('Votes');
    default:
      return i18n._('What it said before');
  }
}

function OverlayList({
  kind,
  message,
}: {
  readonly kind: Overlay['kind'];
  readonly message: Incoming;
}): ReactNode {
  switch (kind) {
    case 'readers':
      return <ReaderList message={message} />;
    case 'reactions':
      return <ReactionList message={message} />;
    case 'votes':
      return <VoteList message={message} />;
    default:
      return <EditList message={message} />;
  }
}

function ForwardDialog(props: {
  readonly messages: readonly Incoming[];
  readonly onClose: () => void;
}): ReactNode {
  const { messages, onClose } = props;
  const { i18n } = useLingui();
  const engine = useEngine();
  const run = useTask();
  const go = useGo();
  const forward = async (target: Target): Promise<void> => {
    const [first] = messages;
    if (first === undefined) return;
    const { conversation } = await engine.call('forwardMessages', {
      conversation: first.conversation,
      seqs: messages.map(({ seq }) => seq),
      target: await placeOf(target, engine),
      clientId: newId(),
    });
    toast(
      i18n._('{count, plural, one {Message forwarded} other {# messages forwarded}}', {
        count: messages.length,
      }),
      {
        action: { label: i18n._('Open'), run: () => go.chat(conversation) },
      },
    );
  };
  return (
    <ConversationPicker
      open
      title={i18n._('{count, plural, one {Forward message} other {Forward # messages}}', {
        count: messages.length,
      })}
      onPick={(target) => {
        onClose();
        run(async () => forward(target));
      }}
      onClose={onClose}
    />
  );
}

type ForwardTarget =
  | { readonly case: 'toConversation'; readonly value: number }
  | { readonly case: 'to'; readonly value: number };

async function placeOf(target: Target, engine: ReturnType<typeof useEngine>): Promise<ForwardTarget> {
  if ('conversation' in target) return { case: 'toConversation', value: target.conversation };
  if (typeof target.to === 'number') return { case: 'to', value: target.to };
  const { users } = await engine.call('getUsers', { names: [target.to] });
  return { case: 'to', value: users[0]?.id ?? 0 };
}

/**
 * A message of the log in its bubble.
 *
 * @module
 */
import { memo, useCallback } from 'react';
import type { KeyboardEvent, MouseEvent, ReactNode } from 'react';
import { useLingui } from '@lingui/react';
import { Ban, Check } from 'lucide-react';
import type { Incoming } from '@posthorn/client';
import type { ShownMessage } from '@posthorn/client/engine';
import { useMe, useUser } from '@posthorn/react';
import { hue } from '../../model/initials.ts';
import { formatLocale } from '../../model/format-locale.ts';
import { rightsOf } from '../../model/message-rights.ts';
import type { ChatInfo, Rights } from '../../model/message-rights.ts';
import type { MessageStatus } from '../../model/message-status.ts';
import { momentWords } from '../../model/timeline-days.ts';
import { AppMark, BotMark } from '../bots/bot-mark.tsx';
import { ComponentRows } from '../bots/components.tsx';
import { MessageFiles } from '../files/message-files.tsx';
import { useName } from '../people/use-name.ts';
import { useSpeaker } from '../people/use-speaker.ts';
import { PollCard } from '../polls/poll.tsx';
import { useMessageActions } from './actions.ts';
import { Face } from './face.tsx';
import { HoverBar } from './hover-bar.tsx';
import { MarkupText } from './markup.tsx';
import { Meta } from './meta.tsx';
import { Previews } from './previews.tsx';
import { ForwardedFrom, QuotedMessage } from './quote.tsx';
import { Reactions } from './reactions.tsx';
import { ThreadSummary } from './thread-summary.tsx';
import { useHover } from './use-hover.ts';
import { useLongPress } from './use-long-press.ts';
import './hue.css';
import css from './message.module.css';

export interface MessageRowProps {
  readonly message: ShownMessage;
  /** The message that it answers, if that is loaded. */
  readonly quoted: Incoming | undefined;
  readonly isFirst: boolean;
  readonly isLast: boolean;
  /** Where it is; for what may be done. */
  readonly place: ChatInfo;
  readonly status: MessageStatus | undefined;
  readonly isFlashed: boolean;
  /** Undefined: nothing is being selected. */
  readonly isSelected: boolean | undefined;
  /** In a thread, nothing leads to a thread. */
  readonly isInThread: boolean;
}

export const MessageRow = memo(function MessageRow(props: MessageRowProps): ReactNode {
  const { message, isFirst, isLast, place, isFlashed, isSelected } = props;
  const { i18n } = useLingui();
  const me = useMe();
  const actions = useMessageActions();
  const [isActive, hover] = useHover();
  const press = useLongPress(
    useCallback((place) => actions.openMenu(message, place), [actions, message]),
    isSelected === undefined,
  );
  const { isMine } = message;
  const speaker = useSpeaker(message);
  const rights = rightsOf(message, place, me);
  const isDirect = place.kind === 'direct';
  const showsFace = !isMine && !isDirect;
  const sender = isMine ? i18n._('You') : speaker;
  return (
    <article
      className={css.message}
      data-seq={message.seq}
      data-client-id={message.clientId}
      data-mine={isMine}
      data-first={isFirst}
      data-last={isLast}
      data-face={showsFace}
      data-flash={isFlashed}
      data-selected={isSelected}
      aria-label={`${sender}, ${momentWords(message.time, formatLocale(i18n))}`}
      tabIndex={-1}
      onKeyDown={(event) => onKey(event, props, rights, actions)}
      onClick={(event) => {
        if (isSelected !== undefined) selectInstead(event, props, actions);
      }}
      onContextMenu={(event) => {
        if (isOnLink(event) || hasSelectedText()) return;
        event.preventDefault();
        actions.openMenu(message, { x: event.clientX, y: event.clientY });
      }}
      {...press}
      {...hover}
    >
      {isSelected !== undefined && <SelectMark isSelected={isSelected} />}
      {showsFace && <span className={css.face}>{isLast && <Face message={message} />}</span>}
      <div className={css.bubble}>
        {isActive && isSelected === undefined && <HoverBar message={message} rights={rights} />}
        {isFirst && showsFace && <SenderName message={message} name={sender} />}
        <Body {...props} rights={rights} />
      </div>
    </article>
  );
});

function SelectMark({ isSelected }: { readonly isSelected: boolean }): ReactNode {
  const { i18n } = useLingui();
  return (
    <span
      className={css.check}
      data-on={isSelected}
      role="checkbox"
      aria-checked={isSelected}
      aria-label={i18n._('Select')}
      tabIndex={-1}
    >
      {isSelected && <Check size={13} strokeWidth={3} />}
    </span>
  );
}

function Body(props: MessageRowProps & { readonly rights: Rights }): ReactNode {
  const { message, quoted, rights, status, isInThread } = props;
  const { conversation, seq, sender, content, state, quote } = message;
  const meta = <Meta message={message} status={status} />;
  return (
    <>
      {content.forward !== undefined && <ForwardedFrom forward={content.forward} />}
      {content.replyTo > 0 && content.kind?.case !== 'recalled' && (
        <QuotedMessage {...{ conversation, quoted, quote }} seq={content.replyTo} />
      )}
      {content.attachments.length > 0 && <MessageFiles message={message} />}
      <Words message={message} rights={rights} meta={meta} />
      <ComponentRows
        conversation={conversation}
        bot={sender}
        bearer={{ seq }}
        components={content.components}
      />
      {state !== undefined &&
        state.previews.length > 0 &&
        !content.noPreview &&
        content.kind === undefined && <Previews previews={state.previews} />}
      <Reactions message={message} canReact={rights.react} />
      {!isInThread && <ThreadSummary message={message} />}
    </>
  );
}

function Words(props: {
  readonly message: Incoming;
  readonly rights: Rights;
  readonly meta: ReactNode;
}): ReactNode {
  const { message, rights, meta } = props;
  const { i18n } = useLingui();
  const { content } = message;
  const by = content.kind?.case === 'recalled' ? content.kind.value.by : 0;
  const remover = useName(by === 0 || by === message.sender ? undefined : by);
  switch (content.kind?.case) {
    case undefined:
      return content.text === '' ? (
        <div className={css.line}>{meta}</div>
      ) : (
        <MarkupText content={content} end={meta} />
      );
    case 'poll':
      return <PollCard message={message} canVote={rights.reply} canClose={rights.closePoll} end={meta} />;
    case 'recalled': {
      const words =
        by === 0
          ? i18n._('This message was taken back')
          : by === message.sender
            ? message.isMine
              ? i18n._('You took this message back')
              : i18n._('This message was taken back')
            : i18n._('{name} removed this message', { name: remover });
      return <Gone words={words} meta={meta} />;
    }
    case 'erased':
      return <Gone words={i18n._('The account of the sender was erased')} meta={meta} />;
    default:
      return (
        <>
          {content.text !== '' && <MarkupText content={content} />}
          <Gone words={i18n._('Shown by a newer version')} meta={meta} />
        </>
      );
  }
}

function Gone({ words, meta }: { readonly words: string; readonly meta: ReactNode }): ReactNode {
  return (
    <div className={css.gone}>
      <Ban size={14} aria-hidden="true" /> {words}
      {meta}
    </div>
  );
}

function SenderName({
  message: { sender: user, content },
  name,
}: {
  readonly message: Incoming;
  readonly name: string;
}): ReactNode {
  const profile = useUser(user === 0 ? undefined : user);
  const actions = useMessageActions();
  return (
    <button
      type="button"
      className={css.who}
      data-hue={hue(content.author?.incoming ?? user)}
      tabIndex={-1}
      onClick={() => {
        if (profile !== undefined) actions.person(profile.name);
      }}
    >
      <bdi>{name}</bdi> <BotMark user={user} />
      <AppMark content={content} />
    </button>
  );
}

type Actions = ReturnType<typeof useMessageActions>;

/** Keys that act on the focused message. What is typed elsewhere in it is not ours. */
function onKey(
  event: KeyboardEvent<HTMLElement>,
  { message, isSelected }: MessageRowProps,
  rights: Rights,
  actions: Actions,
): void {
  if (event.target !== event.currentTarget || event.ctrlKey || event.metaKey || event.altKey) return;
  const act = KEYS[event.key.toLowerCase()];
  if (event.key === 'Enter' || event.key === 'ContextMenu' || (event.key === 'F10' && event.shiftKey)) {
    actions.openMenu(message, event.currentTarget);
  } else if (event.key === ' ' && isSelected !== undefined) actions.select(message, event.shiftKey);
  else if (act === undefined || !act(message, rights, actions, event.currentTarget)) return;
  event.preventDefault();
  event.stopPropagation();
}

/** False: it may not be done. */
type KeyAct = (message: Incoming, rights: Rights, actions: Actions, element: HTMLElement) => boolean;

const KEYS: Readonly<Record<string, KeyAct>> = {
  r: (message, { reply }, actions) => done(reply, () => actions.reply(message)),
  e: (message, { edit }, actions) => done(edit, () => actions.edit(message)),
  f: (message, { forward }, actions) => done(forward, () => actions.forward([message])),
  p: (message, { pin }, actions) => done(pin, () => actions.pin(message)),
  s: (message, { star }, actions) => done(star, () => actions.star([message])),
  c: (message, { copy }, actions) => done(copy, () => actions.copy([message])),
  t: (message, { thread }, actions) => done(thread, () => actions.thread(message)),
  u: (message, _, actions) => done(true, () => actions.markUnread(message)),
  x: (message, _, actions) => done(true, () => actions.select(message, false)),
  '+': (message, { react }, actions, element) => done(react, () => actions.openEmoji(message, element)),
  delete: (message, { recall }, actions) => done(recall, () => actions.recall([message])),
};

function done(may: boolean, act: () => void): boolean {
  if (may) act();
  return may;
}

function selectInstead(event: MouseEvent, { message }: MessageRowProps, actions: Actions): void {
  event.preventDefault();
  event.stopPropagation();
  actions.select(message, event.shiftKey);
}

/** The browser's own menu is the better one there. */
function isOnLink({ target }: MouseEvent): boolean {
  return target instanceof Element && target.closest('a[href], img, video, audio, input, textarea') !== null;
}

function hasSelectedText(): boolean {
  return (document.getSelection()?.toString() ?? '') !== '';
}

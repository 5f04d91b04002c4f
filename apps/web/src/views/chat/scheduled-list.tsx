/**
 * The messages that one has scheduled: to change, to send now, to cancel.
 *
 * @module
 */
import { useEffect, useState } from 'react';
import type { ReactNode } from 'react';
import { useLingui } from '@lingui/react';
import { Clock, Pencil, SendHorizontal, Trash2 } from 'lucide-react';
import { decodeContent } from '@posthorn/protocol';
import { useConversation, useEngine, useMe } from '@posthorn/react';
import { formatLocale } from '../../model/format-locale.ts';
import { pagesOf } from '../../model/pages.ts';
import { isOnItsWay, nextDue } from '../../model/send-later.ts';
import { momentWords } from '../../model/timeline-days.ts';
import { IconButton } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { callAfter } from '../../ui/timer.ts';
import { useGo } from '../frame/go.ts';
import { MessageCard, MessageCards } from '../message/message-card.tsx';
import { AskedView } from '../message/people-lists.tsx';
import { useAsked } from '../message/use-asked.ts';
import { useTask } from '../people/use-task.ts';
import { ScheduledDialog } from './scheduled-dialog.tsx';
import type { ScheduledMessage } from './scheduled-dialog.tsx';

export interface ScheduledListProps {
  /** Undefined: of all conversations. */
  readonly conversation?: number;
}

export function ScheduledList({ conversation }: ScheduledListProps): ReactNode {
  const { i18n } = useLingui();
  const engine = useEngine();
  const [turn, setTurn] = useState(0);
  const [changed, setChanged] = useState<ScheduledMessage>();
  const last = useConversation(conversation)?.lastMessage;
  // One's own message may have been one of them, sent by another device.
  const sent = last?.isMine === true ? last.seq : 0;
  const asked = useAsked(`${conversation ?? 0} ${turn} ${sent}`, async () => allScheduled(engine));
  const now = useDueClock(asked.state === 'here' ? asked.value : NONE);
  const again = (): void => setTurn((before) => before + 1);
  return (
    <AskedView asked={asked} isPane>
      {(all) => {
        const shown = all.filter(
          (each) =>
            (conversation === undefined || each.conversation === conversation) && !isOnItsWay(each, now),
        );
        if (shown.length === 0)
          return (
            <EmptyState
              icon={Clock}
              title={i18n._('Nothing is scheduled')}
              text={i18n._('What is to be sent later stands here until then.')}
            />
          );
        return (
          <MessageCards label={i18n._('Scheduled messages')}>
            {shown.map((each) => (
              <ScheduledCard
                key={each.id}
                message={each}
                showsPlace={conversation === undefined}
                onChange={() => setChanged(each)}
                onDone={again}
              />
            ))}
            {changed !== undefined && (
              <ScheduledDialog
                message={changed}
                onClose={(isChanged) => {
                  setChanged(undefined);
                  if (isChanged) again();
                }}
              />
            )}
          </MessageCards>
        );
      }}
    </AskedView>
  );
}

interface CardProps {
  readonly message: ScheduledMessage;
  readonly showsPlace: boolean;
  readonly onChange: () => void;
  /** It is sent, or cancelled. */
  readonly onDone: () => void;
}

function ScheduledCard({ message, showsPlace, onChange, onDone }: CardProps): ReactNode {
  const { i18n } = useLingui();
  const engine = useEngine();
  const me = useMe();
  const go = useGo();
  const run = useTask();
  const { at, refused, waiting } = message;
  const time = momentWords(at, formatLocale(i18n));
  const note =
    refused !== 0
      ? i18n._('Could not be sent {time}', { time })
      : waiting === 0
        ? time
        : i18n._('{time}, tried again until it is sent', { time });
  const change = (told: { at?: number; cancel?: boolean }, done: string) => (): void =>
    run(async () => {
      await engine.call('changeScheduled', { scheduled: message.id, ...told });
      onDone();
    }, done);
  return (
    <MessageCard
      message={{ ...message, seq: 0, sender: me?.id ?? 0, time: at }}
      showsPlace={showsPlace}
      note={note}
      onOpen={() => go.chat(message.conversation)}
      actions={
        <>
          {refused === 0 && (
            <>
              <IconButton icon={Pencil} size="s" label={i18n._('Change')} onClick={onChange} />
              <IconButton
                icon={SendHorizontal}
                size="s"
                label={i18n._('Send now')}
                onClick={change({ at: DUE }, i18n._('Sent'))}
              />
            </>
          )}
          <IconButton
            icon={Trash2}
            size="s"
            kind="danger"
            label={i18n._('Cancel message')}
            onClick={change({ cancel: true }, i18n._('It will not be sent'))}
          />
        </>
      }
    />
  );
}

const NONE: readonly ScheduledMessage[] = [];

/** Unix ms of now; changes when one of the messages is due. */
function useDueClock(all: readonly ScheduledMessage[]): number {
  const [, setTurn] = useState(0);
  const now = Date.now();
  const next = nextDue(all, now);
  useEffect(() => {
    if (next === undefined) return undefined;
    return callAfter(next, () => setTurn((before) => before + 1));
  });
  return now;
}

/** A time long past: what is due is sent at once. */
const DUE = 1;

/** With times of the device's clock. */
async function allScheduled(engine: ReturnType<typeof useEngine>): Promise<readonly ScheduledMessage[]> {
  const { clockOffsetMs } = engine.status.get();
  const all: ScheduledMessage[] = [];
  for await (const { scheduled } of pagesOf((cursor) => engine.call('listScheduled', { cursor })))
    for (const each of scheduled)
      all.push({ ...each, at: each.at - clockOffsetMs, content: decodeContent(each.content) });
  return all.sort((a, b) => a.at - b.at);
}

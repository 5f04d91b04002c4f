/**
 * The messages that one has scheduled: to change, to send now, to cancel.
 *
 * @module
 */
import { useState } from 'react';
import type { ReactNode } from 'react';
import { useLingui } from '@lingui/react';
import { Clock, Pencil, SendHorizontal, Trash2 } from 'lucide-react';
import { decodeContent } from '@posthorn/protocol';
import { useEngine, useMe } from '@posthorn/react';
import { formatLocale } from '../../model/format-locale.ts';
import { momentWords } from '../../model/timeline-days.ts';
import { IconButton } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/states.tsx';
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
  const asked = useAsked(`${conversation ?? 0} ${turn}`, async () => allScheduled(engine));
  const again = (): void => setTurn((before) => before + 1);
  return (
    <AskedView asked={asked} isPane>
      {(all) => {
        const shown =
          conversation === undefined ? all : all.filter((each) => each.conversation === conversation);
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
          <IconButton icon={Pencil} size="s" label={i18n._('Change')} onClick={onChange} />
          <IconButton
            icon={SendHorizontal}
            size="s"
            label={i18n._('Send now')}
            onClick={change({ at: DUE }, i18n._('Sent'))}
          />
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

/** A time long past: what is due is sent at once. */
const DUE = 1;

async function allScheduled(engine: ReturnType<typeof useEngine>): Promise<readonly ScheduledMessage[]> {
  const all: ScheduledMessage[] = [];
  for (let cursor = ''; ;) {
    const { scheduled, next } = await engine.call('listScheduled', { cursor });
    all.push(...scheduled.map((each) => ({ ...each, content: decodeContent(each.content) })));
    if (next === '') return all.sort((a, b) => a.at - b.at);
    cursor = next;
  }
}

/**
 * The threads that one follows, in all conversations or in one.
 *
 * @module
 */
import { useState } from 'react';
import type { ReactNode } from 'react';
import type { I18n } from '@lingui/core';
import { useLingui } from '@lingui/react';
import { BellOff, MessagesSquare } from 'lucide-react';
import { decodeContent } from '@posthorn/protocol';
import type { Message } from '@posthorn/protocol';
import { useConversation, useEngine, useLive } from '@posthorn/react';
import { threadMark } from '../../model/chat-places.ts';
import { pagesOf } from '../../model/pages.ts';
import { chatPath } from '../../model/route.ts';
import { IconButton } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { useGo } from '../frame/go.ts';
import { MessageCard, MessageCards } from '../message/message-card.tsx';
import { AskedView } from '../message/people-lists.tsx';
import { useAsked } from '../message/use-asked.ts';
import { useSettled } from '../people/use-settled.ts';
import { useTask } from '../people/use-task.ts';

export interface ThreadListProps {
  /** Undefined: of all conversations. */
  readonly conversation?: number;
}

/** The one in which something was said last comes first. */
export function ThreadList({ conversation }: ThreadListProps): ReactNode {
  const { i18n } = useLingui();
  const engine = useEngine();
  const go = useGo();
  const run = useTask();
  const mine = useLive(engine.mine);
  const [turn, setTurn] = useState(0);
  // Asked again after what was said, and when one is followed no more.
  const head = useSettled(useConversation(conversation)?.head, ASK_AGAIN_MS);
  const asked = useAsked(`${conversation ?? 0} ${head} ${turn}`, async () => allThreads(engine));
  return (
    <AskedView asked={asked} isPane>
      {(all) => {
        const messages =
          conversation === undefined ? all : all.filter((each) => each.conversation === conversation);
        if (messages.length === 0)
          return (
            <EmptyState
              icon={MessagesSquare}
              title={i18n._('No threads yet')}
              text={i18n._('Threads that you begin, write in or are named in stand here.')}
            />
          );
        return (
          <MessageCards label={i18n._('Threads')}>
            {messages.map((each) => (
              <MessageCard
                key={`${each.conversation}/${each.seq}`}
                message={{ ...each, content: decodeContent(each.content) }}
                showsPlace={conversation === undefined}
                note={noteOf(each, mine.has(threadMark(each.conversation, each.seq)), i18n)}
                actions={
                  <IconButton
                    icon={BellOff}
                    size="s"
                    label={i18n._('Stop following')}
                    onClick={() => stopFollowing(each)}
                  />
                }
                onOpen={() =>
                  go.to(chatPath(each.conversation, undefined, { kind: 'thread', seq: each.seq }))
                }
              />
            ))}
          </MessageCards>
        );
      }}
    </AskedView>
  );

  function stopFollowing({ conversation: place, seq }: Message): void {
    run(async () => {
      await engine.call('setThread', { conversation: place, seq, follow: false });
      setTurn((before) => before + 1);
    }, i18n._('You do not follow this thread any more'));
  }
}

function noteOf({ state }: Message, isMarked: boolean, i18n: I18n): string {
  const count = state?.thread?.count ?? 0;
  const unread = state?.own?.unread ?? 0;
  const replies = i18n._('{count, plural, one {# reply} other {# replies}}', { count });
  if (unread > 0) return `${replies} · ${i18n._('{count} new', { count: unread })}`;
  return isMarked ? `${replies} · ${i18n._('Unread')}` : replies;
}

const MAX_PAGES = 4;
const ASK_AGAIN_MS = 1000;

async function allThreads(engine: ReturnType<typeof useEngine>): Promise<readonly Message[]> {
  const all: Message[] = [];
  let pages = 0;
  for await (const { messages } of pagesOf((cursor) => engine.call('listThreads', { limit: 50, cursor }))) {
    all.push(...messages);
    if (++pages === MAX_PAGES) break;
  }
  return all;
}

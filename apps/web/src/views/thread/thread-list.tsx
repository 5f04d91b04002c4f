/**
 * The threads that one follows, in all conversations or in one.
 *
 * @module
 */
import type { ReactNode } from 'react';
import { useLingui } from '@lingui/react';
import { MessagesSquare } from 'lucide-react';
import { decodeContent } from '@posthorn/protocol';
import type { Message } from '@posthorn/protocol';
import { useEngine } from '@posthorn/react';
import { chatPath } from '../../model/route.ts';
import { EmptyState } from '../../ui/states.tsx';
import { useGo } from '../frame/go.ts';
import { MessageCard, MessageCards } from '../message/message-card.tsx';
import { AskedView } from '../message/people-lists.tsx';
import { useAsked } from '../message/use-asked.ts';

export interface ThreadListProps {
  /** Undefined: of all conversations. */
  readonly conversation?: number;
}

/** The one in which something was said last comes first. */
export function ThreadList({ conversation }: ThreadListProps): ReactNode {
  const { i18n } = useLingui();
  const engine = useEngine();
  const go = useGo();
  const asked = useAsked(`${conversation ?? 0}`, async () => allThreads(engine));
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
                note={noteOf(each)}
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

  function noteOf({ state }: Message): string {
    const count = state?.thread?.count ?? 0;
    const unread = state?.own?.unread ?? 0;
    const replies = i18n._('{count, plural, one {# reply} other {# replies}}', { count });
    return unread === 0 ? replies : `${replies} · ${i18n._('{count} new', { count: unread })}`;
  }
}

const MAX_PAGES = 4;

async function allThreads(engine: ReturnType<typeof useEngine>): Promise<readonly Message[]> {
  const all: Message[] = [];
  let cursor = '';
  for (let page = 0; page < MAX_PAGES; page++) {
    const { messages, next } = await engine.call('listThreads', { limit: 50, cursor });
    all.push(...messages);
    cursor = next;
    if (cursor === '') break;
  }
  return all;
}

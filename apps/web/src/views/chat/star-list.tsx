/**
 * The messages that one has starred.
 *
 * @module
 */
import type { ReactNode } from 'react';
import { useLingui } from '@lingui/react';
import { Star, StarOff } from 'lucide-react';
import { decodeContent } from '@posthorn/protocol';
import { useEngine, useLive } from '@posthorn/react';
import { starsIn } from '../../model/stars.ts';
import type { StarredPlace } from '../../model/stars.ts';
import { IconButton } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { useGo } from '../frame/go.ts';
import { MessageCard, MessageCards } from '../message/message-card.tsx';
import type { CardMessage } from '../message/message-card.tsx';
import { AskedView } from '../message/people-lists.tsx';
import { useAsked } from '../message/use-asked.ts';

export interface StarListProps {
  /** Undefined: of all conversations. */
  readonly conversation?: number;
}

const MAX_SHOWN = 100;

export function StarList({ conversation = 0 }: StarListProps): ReactNode {
  const { i18n } = useLingui();
  const engine = useEngine();
  const go = useGo();
  const stars = starsIn(useLive(engine.mine), conversation).slice(0, MAX_SHOWN);
  const key = stars.map((star) => `${star.conversation}/${star.seq}`).join(' ');
  const asked = useAsked(key, async () => messagesAt(engine, stars));
  if (stars.length === 0)
    return (
      <EmptyState
        icon={Star}
        title={i18n._('Nothing is starred')}
        text={i18n._('Star a message to find it again. Nobody else sees it.')}
      />
    );
  return (
    <AskedView asked={asked} isPane>
      {(messages) => (
        <MessageCards label={i18n._('Starred messages')}>
          {messages.map((each) => (
            <MessageCard
              key={`${each.conversation}/${each.seq}`}
              message={each}
              showsPlace={conversation === 0}
              onOpen={() => go.chat(each.conversation, each.seq)}
              actions={
                <IconButton
                  icon={StarOff}
                  size="s"
                  label={i18n._('Unstar')}
                  onClick={() =>
                    void engine.setMine(`star/${each.conversation}/${each.seq}`, undefined).catch(() => {})
                  }
                />
              }
            />
          ))}
        </MessageCards>
      )}
    </AskedView>
  );
}

/** Those that may still be read. */
async function messagesAt(
  engine: ReturnType<typeof useEngine>,
  stars: readonly StarredPlace[],
): Promise<readonly CardMessage[]> {
  if (stars.length === 0) return [];
  const ranges = stars.map(({ conversation, seq }) => ({ conversation, after: seq - 1, limit: 1 }));
  const { batches } = await engine.call('pull', { ranges });
  return batches.flatMap(({ messages }, index) => {
    const [message] = messages;
    if (message === undefined || message.seq !== stars[index]?.seq) return [];
    return [{ ...message, content: decodeContent(message.content) }];
  });
}

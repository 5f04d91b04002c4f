/**
 * What is pinned in a conversation, as it is now.
 *
 * @module
 */
import { useEffect, useState } from 'react';
import { decodeContent } from '@posthorn/protocol';
import type { Content } from '@posthorn/protocol';
import type { TimelineWindow } from '@posthorn/client/engine';
import { useEngine, useLive, useStatus } from '@posthorn/react';

export interface PinnedMessage {
  readonly seq: number;
  readonly sender: number;
  readonly time: number;
  readonly content: Content;
}

const NONE: readonly PinnedMessage[] = [];

/** The last one that was pinned comes first. Asked anew after reconnects, and when `turn` is another one. */
export function usePins(conversation: number, turn = 0): readonly PinnedMessage[] {
  const engine = useEngine();
  const { connection } = useStatus();
  const [pins, setPins] = useState(NONE);
  useEffect(() => {
    if (connection !== 'online') return undefined;
    let isOver = false;
    void engine.call('listPins', { conversation }).then(
      ({ messages }) => {
        if (!isOver) setPins(messages.map((each) => ({ ...each, content: decodeContent(each.content) })));
      },
      // The bar is a convenience: without it the chat is whole.
      () => {},
    );
    return () => {
      isOver = true;
    };
  }, [engine, conversation, connection, turn]);
  return pins;
}

/** Another number when something that is loaded was pinned or unpinned. */
export function usePinTurn(view: TimelineWindow): number {
  const { messages } = useLive(view.slice);
  return messages.reduce((sum, { state }) => sum + (state?.pinned ?? 0), 0);
}

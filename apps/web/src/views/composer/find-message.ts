/**
 * Finds messages that the composer needs.
 *
 * @module
 */
import type { Incoming } from '@posthorn/client';
import type { Engine, TimelineWindow } from '@posthorn/client/engine';

/** How far back the last message of one's own is looked for. */
const RECENT = 60;

/** The last message of the user whose words can be changed. */
export async function lastOwn(
  engine: Engine,
  conversation: number,
  thread: number,
): Promise<Incoming | undefined> {
  return inWindow(engine, conversation, thread, async (window) => {
    await window.showNewest();
    return window.slice.get().messages.findLast(isChangeable);
  });
}

export async function messageAt(
  engine: Engine,
  conversation: number,
  thread: number,
  seq: number,
): Promise<Incoming | undefined> {
  return inWindow(engine, conversation, thread, async (window) => {
    await window.showAround(seq);
    return window.slice.get().messages.find((message) => message.seq === seq);
  });
}

/** Words of one's own can be changed, but not those of a poll or of what somebody else has said first. */
function isChangeable({ isMine, content }: Incoming): boolean {
  return isMine && content.kind === undefined && content.forward === undefined;
}

async function inWindow(
  engine: Engine,
  conversation: number,
  thread: number,
  find: (window: TimelineWindow) => Promise<Incoming | undefined>,
): Promise<Incoming | undefined> {
  const window = engine.timeline(conversation, { maxRows: RECENT, ...(thread !== 0 && { thread }) });
  try {
    return await find(window);
  } catch {
    // It is not on the device, and the server cannot be asked.
    return undefined;
  } finally {
    window.close();
  }
}

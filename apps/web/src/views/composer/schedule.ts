/**
 * Leaves a message with the server, to be sent later.
 *
 * @module
 */
import type { Engine } from '@posthorn/client/engine';
import { newId } from '../../model/ids.ts';
import { contentOf } from './say.ts';
import type { Saying } from './say.ts';

/** Files are uploaded first. Rejects with what the server refuses, or UNAVAILABLE: it needs the server. */
export async function schedule(engine: Engine, saying: Saying, at: number): Promise<void> {
  const content = await contentOf(engine, saying);
  const attachments = await Promise.all(saying.files.map(async (file) => engine.upload(file)));
  await engine.call('schedule', {
    target: { case: 'conversation', value: saying.conversation },
    clientId: newId(),
    content: { ...content, ...(attachments.length > 0 && { attachments }) },
    // By the server's clock.
    at: at + engine.status.get().clockOffsetMs,
  });
}

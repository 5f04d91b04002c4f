/**
 * Conversations that were held before the curtain rises.
 *
 * @module
 */
import type { Attachment, Client } from '@posthorn/client';
import { files } from '@posthorn/client/files';
import { beat } from '@posthorn/testing/beat';
import sharp from 'sharp';
import type { Stage } from './stage.ts';

export interface Talk {
  readonly conversation: number;
  readonly romeo: Client;
  readonly juliet: Client;
}

/**
 * Juliet has told Romeo so many lines: `line 1`, `line 2` and so on, and he has read them. Both have the SDK, for what comes
 * later.
 */
export async function talk(stage: Stage, count: number): Promise<Talk> {
  const romeo = await stage.client('romeo');
  const juliet = await stage.client('juliet');
  const { conversation } = await juliet.send({ to: 'romeo' }, 'line 1').done;
  const lines = Array.from({ length: count - 1 }, (_, index) => `line ${index + 2}`);
  await Promise.all(lines.map((text) => juliet.send({ conversation }, text).done));
  await readAll(romeo, conversation);
  return { conversation, romeo, juliet };
}

/** A picture of one colour, as a photo that was uploaded. */
export async function picture(
  client: Client,
  colour: string,
  size = { width: 800, height: 600 },
): Promise<Attachment> {
  const bytes = await sharp({ create: { ...size, channels: 3, background: colour } })
    .jpeg()
    .toBuffer();
  return files(client).upload(new File([new Uint8Array(bytes)], `${colour}.jpg`, { type: 'image/jpeg' }))
    .done;
}

/** Marks all of a conversation as read, and waits until the server says so. */
export async function readAll(reader: Client, conversation: number): Promise<void> {
  const ask = () => reader.call('getConversation', { conversation });
  const { head } = await ask();
  reader.markRead(conversation, head);
  while ((await ask()).read < head) await beat();
}

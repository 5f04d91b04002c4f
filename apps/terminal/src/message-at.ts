/**
 * One message of the log.
 *
 * @module
 */
import type { Client, Incoming } from '@posthorn/client';

/** Undefined: there is none of this number. Rejects with NOT_A_MEMBER if the user may not read the conversation. */
export async function messageAt(
  client: Client,
  { conversation, seq }: { readonly conversation: number; readonly seq: number },
): Promise<Incoming | undefined> {
  const [message] = await client.history(conversation, { after: seq - 1, limit: 1 });
  return message?.seq === seq ? message : undefined;
}

/**
 * Tries to attach a connection with a token that is no login's.
 *
 * @module
 */
import { errorName } from '@posthorn/protocol';
import { RawClient } from '@posthorn/testing/raw-client';

/** The code and the words of the refusal; `attached` if there is none. */
export async function attachAt(url: string, token: string): Promise<string> {
  const client = await RawClient.connect(url);
  try {
    await client.ask({ case: 'hello', value: { version: 1 } });
    const answer = await client.ask({ case: 'attach', value: { token } });
    return answer.case === 'error' ? `${errorName(answer.value.code)}: ${answer.value.message}` : 'attached';
  } finally {
    client.socket.destroy();
  }
}

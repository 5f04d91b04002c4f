/** A message as the SDK gives it: user 9's, in conversation 4. */
import type { ContentInit, Incoming } from '@posthorn/client';
import { completeContent, decodeState, encodeState } from '@posthorn/protocol';
import type { StateInit } from '@posthorn/protocol';

export interface IncomingInit extends Partial<Omit<Incoming, 'content' | 'state'>> {
  readonly seq: number;
  readonly content: ContentInit;
  readonly state?: StateInit;
}

export function incoming({ content, state, ...rest }: IncomingInit): Incoming {
  return {
    conversation: 4,
    sender: 9,
    time: 0,
    isMine: false,
    clientId: undefined,
    quote: undefined,
    ...rest,
    content: completeContent(content),
    state: state === undefined ? undefined : decodeState(encodeState(state)),
  };
}

/**
 * The native protocol in a closed loop.
 *
 * @module
 */
import { errorNameOf, onFrames, sendFrame } from './client.ts';
import type { Pipe, SendTarget } from './client.ts';
import type { Listener, Talker } from './closed-loop.ts';

/** Codes of an overloaded server: for a refused message, and for those behind it. */
const MAY_RETRY = new Set(['OVERLOADED', 'HELD']);
/** Used if the server names no delay. */
const RETRY_MS = 100;

/** A refused message is sent again under its client id, in order, like the SDK. */
export function nativeTalker(pipe: Pipe, target: SendTarget): Talker {
  const unanswered = new Map<number, Uint8Array>();
  let [outgoing, refused]: [Uint8Array[], number[]] = [[], []];
  let [acked, heard] = [0, 0];
  const made: Talker = {
    say(id, text) {
      const frame = sendFrame(id, target, { clientId: `p${id}`, text });
      unanswered.set(id, frame);
      outgoing.push(frame);
    },
    flush: () => {
      if (outgoing.length > 0) pipe.write(Buffer.concat(outgoing));
      outgoing = [];
    },
    onAcked: () => {},
    onHeard: () => {},
    close: () => pipe.close(),
  };
  const sendAgain = (): void => {
    outgoing.push(...refused.flatMap((id) => unanswered.get(id) ?? []));
    refused = [];
    made.flush();
  };
  onFrames(pipe, ({ re, body }) => {
    if (re === 0) heard += body?.case === 'message' ? 1 : 0;
    else if (body?.case === 'ack') acked += unanswered.delete(re) ? 1 : 0;
    else if (body?.case === 'error' && MAY_RETRY.has(errorNameOf(body.value.code))) {
      if (refused.length === 0) setTimeout(sendAgain, body.value.retryAfterMs || RETRY_MS);
      refused.push(re);
    } else throw new Error(`the server refused a message: ${JSON.stringify(body)}`);
  });
  const parse = pipe.onBytes;
  // Once per chunk, like every other driver.
  pipe.onBytes = (bytes) => {
    parse(bytes);
    const [ackedNow, heardNow] = [acked, heard];
    [acked, heard] = [0, 0];
    if (heardNow > 0) made.onHeard(heardNow);
    if (ackedNow > 0) made.onAcked(ackedNow);
  };
  return made;
}

export function nativeListener(pipe: Pipe): Listener {
  const made: Listener = { onBytes: () => {}, close: () => pipe.close() };
  pipe.onBytes = (bytes) => made.onBytes(bytes.length);
  return made;
}

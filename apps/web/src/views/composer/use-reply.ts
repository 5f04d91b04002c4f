/**
 * Keeps which message is answered beside the draft.
 *
 * @module
 */
import { useEffect, useRef } from 'react';
import { useEngine } from '@posthorn/react';
import type { ChatSession } from '../../model/chat-session.ts';
import { useChatSessionState } from '../chat/session.tsx';
import { messageAt } from './find-message.ts';
import type { KeptDraft } from './use-draft.ts';

export function useReply(
  session: ChatSession,
  conversation: number,
  thread: number,
  { draft, setDraft }: KeptDraft,
): void {
  const engine = useEngine();
  const { replyTo, editing } = useChatSessionState(session);
  const latest = useRef(draft);
  latest.current = draft;
  const isRestoring = useRef(false);

  useEffect(() => {
    const { replyTo: seq } = latest.current;
    if (seq === 0 || session.get().replyTo !== undefined || session.get().editing !== undefined)
      return undefined;
    let isCurrent = true;
    isRestoring.current = true;
    void messageAt(engine, conversation, thread, seq).then((message) => {
      isRestoring.current = false;
      const { replyTo: chosen, editing: changing } = session.get();
      const isFree = chosen === undefined && changing === undefined;
      if (isCurrent && isFree && message !== undefined) session.startReply(message);
    });
    return () => {
      isCurrent = false;
    };
  }, [engine, session, conversation, thread]);

  const seq = replyTo?.seq ?? 0;
  const isIdle = editing === undefined;
  useEffect(() => {
    if (isRestoring.current || !isIdle || latest.current.replyTo === seq) return;
    setDraft({ ...latest.current, replyTo: seq });
    // A change of the draft alone changes no reply.
  }, [seq, isIdle]);
}

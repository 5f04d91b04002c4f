/**
 * What matters of a conversation for its messages.
 *
 * @module
 */
import { useMemo } from 'react';
import type { ChatInfo } from '../../model/message-rights.ts';
import type { StandingInfo } from '../../model/standing-info.ts';

/** The same object as long as what matters is the same, so that rows are not drawn again. */
export function useChatInfo(info: StandingInfo): ChatInfo {
  const { kind, role, left, silenced, settings, memberCount } = info;
  // Each message brings another object that says the same.
  const said = JSON.stringify(settings);
  return useMemo(
    () => ({ kind, role, left, silenced, settings, memberCount }),
    [kind, role, left, silenced, said, memberCount],
  );
}

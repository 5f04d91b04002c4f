/**
 * The words of the state bar.
 *
 * @module
 */
import type { I18n } from '@lingui/core';
import type { Status } from '@posthorn/client/engine';

export interface StateLine {
  readonly kind: 'connecting' | 'offline' | 'failed';
  readonly text: string;
  readonly canRetry: boolean;
  /** Nothing waits for it: it need not be shown at once. */
  readonly isCalm: boolean;
}

/** Undefined: all is well. */
export function stateLine(
  status: Pick<Status, 'connection' | 'isSynced' | 'waiting' | 'failed'>,
  i18n: I18n,
  /** It was connected before. */
  isAgain = true,
): StateLine | undefined {
  const { connection, waiting, failed } = status;
  if (connection === 'signed-out') return undefined;
  if (connection === 'online') {
    if (failed === 0) return undefined;
    const text = i18n._(
      '{failed, plural, one {# message could not be sent} other {# messages could not be sent}}',
      {
        failed,
      },
    );
    return { kind: 'failed', text, canRetry: false, isCalm: false };
  }
  const state =
    connection === 'offline' ? i18n._('Offline.') : isAgain ? i18n._('Reconnecting…') : i18n._('Connecting…');
  const queue = i18n._('{waiting, plural, one {# message waiting} other {# messages waiting}}', { waiting });
  return {
    kind: connection,
    text: waiting === 0 ? state.replace(/\.$/, '') : `${state} ${queue}`,
    canRetry: connection === 'offline',
    isCalm: waiting === 0 && connection === 'connecting',
  };
}

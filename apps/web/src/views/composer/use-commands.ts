/**
 * Commands that send no text themselves.
 *
 * @module
 */
import { useLingui } from '@lingui/react';
import { useEngine } from '@posthorn/react';
import { errorWords } from '../../model/error-words.ts';
import type { SlashCommandName } from '../../model/slash-command.ts';
import { toast } from '../../ui/toast.tsx';
import { useGo } from '../frame/go.ts';
import type { OpenWindow } from './windows.tsx';

export function useCommands(
  conversation: number,
  onWindow: (window: OpenWindow) => void,
): (name: SlashCommandName, rest: string) => void {
  const { i18n } = useLingui();
  const engine = useEngine();
  const go = useGo();
  const mute = async (muted: boolean): Promise<void> => {
    try {
      await engine.call('muteConversation', { conversation, muted });
      toast(muted ? i18n._('No alerts from here any more.') : i18n._('Alerts from here are on.'));
    } catch (error) {
      toast(errorWords(i18n, error), { kind: 'error' });
    }
  };
  return (name, rest) => {
    switch (name) {
      case 'poll':
        return onWindow({ kind: 'poll', question: rest });
      case 'schedule':
        return onWindow({ kind: 'schedule', text: rest });
      case 'search':
        return go.side({ kind: 'search', query: rest });
      case 'mute':
      case 'unmute':
        return void mute(name === 'mute');
      case 'me':
      case 'shrug':
        return;
    }
  };
}

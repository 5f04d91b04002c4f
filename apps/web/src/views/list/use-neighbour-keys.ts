/** Alt and an arrow key, from anywhere on the page: the conversation above or below the one that is shown. */
import { useLingui } from '@lingui/react';
import { useShortcuts } from '../../ui/shortcuts.ts';
import { useGo } from '../frame/go.ts';

/** `ids`: as they stand in the list. */
export function useNeighbourKeys(ids: readonly number[], current: number | undefined): void {
  const { i18n } = useLingui();
  const go = useGo();
  const step = (by: number) => (): boolean => {
    const at = current === undefined ? -1 : ids.indexOf(current);
    const next = ids[at < 0 ? (by > 0 ? 0 : ids.length - 1) : at + by];
    if (next === undefined) return false;
    go.chat(next);
    return true;
  };
  const group = i18n._('Conversations');
  useShortcuts([
    {
      id: 'conversation.previous',
      keys: ['Alt+ArrowUp'],
      label: i18n._('Conversation above'),
      group,
      run: step(-1),
    },
    {
      id: 'conversation.next',
      keys: ['Alt+ArrowDown'],
      label: i18n._('Conversation below'),
      group,
      run: step(1),
    },
  ]);
}

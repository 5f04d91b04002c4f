/**
 * Other ways to send, and other things than a text.
 *
 * @module
 */
import type { ReactNode } from 'react';
import { useLingui } from '@lingui/react';
import type { I18n } from '@lingui/core';
import { CalendarClock, ChartNoAxesColumn, ChevronDown, Timer } from 'lucide-react';
import { formatLocale } from '../../model/format-locale.ts';
import { usualTimes, VANISH_TIMES } from '../../model/send-later.ts';
import type { LaterName } from '../../model/send-later.ts';
import { spanWords } from '../../model/span-words.ts';
import css from './composer.module.css';
import { IconButton } from '../../ui/button.tsx';
import { Menu, MenuItem, MenuSeparator, SubMenu } from '../../ui/menu.tsx';

export interface MoreMenuProps {
  readonly canSend: boolean;
  /** Unix ms. */
  readonly onLater: (at: number) => void;
  readonly onChooseTime: () => void;
  readonly onPoll: () => void;
  /** Of the next message, in ms; 0: as the conversation's setting says. */
  readonly vanishAfterMs: number;
  readonly onVanish: (afterMs: number) => void;
}

export function MoreMenu(props: MoreMenuProps): ReactNode {
  const { i18n } = useLingui();
  return (
    <Menu
      trigger={
        <IconButton className={css.more} icon={ChevronDown} size="s" label={i18n._('More ways to send')} />
      }
      side="top"
      align="end"
    >
      <Items {...props} />
    </Menu>
  );
}

/** Made only when the menu is open. */
function Items(props: MoreMenuProps): ReactNode {
  const { canSend, onLater, onChooseTime, onPoll, vanishAfterMs, onVanish } = props;
  const { i18n } = useLingui();
  const format = new Intl.DateTimeFormat(formatLocale(i18n), {
    weekday: 'short',
    hour: 'numeric',
    minute: '2-digit',
  });
  return (
    <>
      <SubMenu label={i18n._('Send later')} icon={CalendarClock} disabled={!canSend}>
        {usualTimes(new Date()).map(({ name, at }) => (
          <MenuItem key={name} hint={format.format(at)} onSelect={() => onLater(at)}>
            {laterName(i18n, name)}
          </MenuItem>
        ))}
        <MenuSeparator />
        <MenuItem onSelect={onChooseTime}>{i18n._('Choose a time…')}</MenuItem>
      </SubMenu>
      <SubMenu label={i18n._('Vanishes after')} icon={Timer}>
        <MenuItem checked={vanishAfterMs === 0} onSelect={() => onVanish(0)}>
          {i18n._('As set for this conversation')}
        </MenuItem>
        {VANISH_TIMES.map((ms) => (
          <MenuItem key={ms} checked={vanishAfterMs === ms} onSelect={() => onVanish(ms)}>
            {spanWords(i18n, ms)}
          </MenuItem>
        ))}
      </SubMenu>
      <MenuItem icon={ChartNoAxesColumn} onSelect={onPoll}>
        {i18n._('Poll…')}
      </MenuItem>
    </>
  );
}

function laterName(i18n: I18n, name: LaterName): string {
  switch (name) {
    case 'in-1-hour':
      return i18n._('In an hour');
    case 'this-evening':
      return i18n._('This evening');
    case 'tomorrow-morning':
      return i18n._('Tomorrow morning');
    case 'monday-morning':
      return i18n._('Monday morning');
  }
}

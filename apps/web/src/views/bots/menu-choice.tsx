/**
 * A menu of a bot: one choice, or several. Loaded with the first one.
 *
 * @module
 */
import { useState } from 'react';
import type { ReactNode } from 'react';
import { useLingui } from '@lingui/react';
import { ChevronDown } from 'lucide-react';
import type { Choice, Menu as BotMenu } from '@posthorn/protocol';
import { choiceLabel } from '../../model/bot-form.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Menu, MenuItem } from '../../ui/menu.tsx';
import { Checkbox } from '../../ui/toggle.tsx';
import css from './bots.module.css';

export interface MenuChoiceProps {
  readonly menu: BotMenu;
  readonly isBusy: boolean;
  readonly onChoose: (values: readonly string[]) => void;
}

export function MenuChoice({ menu, isBusy, onChoose }: MenuChoiceProps): ReactNode {
  const { i18n } = useLingui();
  const [isOpen, setOpen] = useState(false);
  const { placeholder, options, multiple, disabled } = menu;
  const title = placeholder === '' ? i18n._('Choose…') : placeholder;
  const button = (
    <Button size="s" busy={isBusy} disabled={disabled} onClick={multiple ? () => setOpen(true) : undefined}>
      <bdi>{title}</bdi>
      <ChevronDown aria-hidden="true" size={14} />
    </Button>
  );
  if (multiple)
    return (
      <>
        {button}
        {isOpen && <Several {...{ title, options, onChoose }} onClose={() => setOpen(false)} />}
      </>
    );
  return (
    <Menu trigger={button} align="start">
      {options.map((option) => (
        <MenuItem
          key={option.value}
          {...(option.description !== '' && { hint: option.description })}
          onSelect={() => onChoose([option.value])}
        >
          {choiceLabel(option)}
        </MenuItem>
      ))}
    </Menu>
  );
}

interface SeveralProps {
  readonly title: string;
  readonly options: readonly Choice[];
  readonly onChoose: (values: readonly string[]) => void;
  readonly onClose: () => void;
}

function Several({ title, options, onChoose, onClose }: SeveralProps): ReactNode {
  const { i18n } = useLingui();
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const set = (value: string, isOn: boolean): void =>
    setChosen((before) => new Set(isOn ? [...before, value] : [...before].filter((each) => each !== value)));
  return (
    <Dialog
      title={title}
      size="s"
      open
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{i18n._('Cancel')}</Button>
          <Button
            kind="primary"
            disabled={chosen.size === 0}
            onClick={() => {
              onChoose(options.filter(({ value }) => chosen.has(value)).map(({ value }) => value));
              onClose();
            }}
          >
            {i18n._('Choose')}
          </Button>
        </>
      }
    >
      <div className={css.form}>
        {options.map((option) => (
          <Checkbox
            key={option.value}
            label={choiceLabel(option)}
            hint={option.description === '' ? undefined : option.description}
            checked={chosen.has(option.value)}
            onChange={(isOn) => set(option.value, isOn)}
          />
        ))}
      </div>
    </Dialog>
  );
}

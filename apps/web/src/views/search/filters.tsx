/**
 * Filters of the search: those that hold, and those that one can add.
 *
 * @module
 */
import { useState } from 'react';
import type { ReactNode } from 'react';
import { useLingui } from '@lingui/react';
import type { I18n } from '@lingui/core';
import { useEngine, useLive } from '@posthorn/react';
import { CalendarDays, File, Hash, UserRound, X } from 'lucide-react';
import { ranked } from '../../model/completion.ts';
import { filtersIn, withFilter, withoutFilter } from '../../model/search-query.ts';
import type { Filter, FilterName } from '../../model/search-query.ts';
import { Button } from '../../ui/button.tsx';
import { TextField } from '../../ui/field.tsx';
import { Menu, MenuItem } from '../../ui/menu.tsx';
import { Popover } from '../../ui/popover.tsx';
import { PersonFace } from '../people/face.tsx';
import css from './search.module.css';

export interface FiltersProps {
  readonly query: string;
  readonly onChange: (query: string) => void;
  /** The title of the conversation that is searched; undefined: everywhere. */
  readonly place: string | undefined;
  readonly onEverywhere: () => void;
}

export function Filters({ query, onChange, place, onEverywhere }: FiltersProps): ReactNode {
  const { i18n } = useLingui();
  const filters = filtersIn(query);
  const add = (name: FilterName, value: string): void => onChange(withFilter(query, name, value));
  return (
    <div className={css.filters}>
      {place !== undefined && (
        <button type="button" className={css.chip} data-on="true" onClick={onEverywhere}>
          <Hash aria-hidden="true" />
          <span dir="auto">{place}</span>
          <X aria-label={i18n._('Search everywhere')} />
        </button>
      )}
      {filters.map((filter) => (
        <button
          key={`${filter.from}`}
          type="button"
          className={css.chip}
          data-on="true"
          onClick={() => onChange(withoutFilter(query, filter))}
        >
          <span dir="auto">{filterText(i18n, filter)}</span>
          <X aria-label={i18n._('Remove')} />
        </button>
      ))}
      <FromFilter onPick={(name) => add('from', name)} />
      <Menu
        align="start"
        trigger={
          <button type="button" className={css.chip}>
            <File aria-hidden="true" />
            {i18n._('Kind')}
          </button>
        }
      >
        {KINDS.map(([name, value]) => (
          <MenuItem key={value} onSelect={() => add(name, value)}>
            {kindText(i18n, value)}
          </MenuItem>
        ))}
      </Menu>
      <DateFilter onPick={add} />
    </div>
  );
}

const KINDS: readonly (readonly [FilterName, string])[] = [
  ['kind', 'image'],
  ['kind', 'video'],
  ['kind', 'voice'],
  ['kind', 'audio'],
  ['kind', 'file'],
  ['kind', 'poll'],
  ['has', 'link'],
  ['has', 'file'],
];

function kindText(i18n: I18n, value: string): string {
  switch (value) {
    case 'image':
      return i18n._('Pictures');
    case 'video':
      return i18n._('Videos');
    case 'voice':
      return i18n._('Voice messages');
    case 'audio':
      return i18n._('Sounds');
    case 'file':
      return i18n._('Files');
    case 'poll':
      return i18n._('Polls');
    case 'link':
      return i18n._('Links');
    case 'text':
      return i18n._('Texts');
    default:
      return value;
  }
}

function filterText(i18n: I18n, { name, value, isNegative }: Filter): string {
  const text = filterWords(i18n, name, value);
  return isNegative ? i18n._('Not: {text}', { text }) : text;
}

function filterWords(i18n: I18n, name: FilterName, value: string): string {
  switch (name) {
    case 'from':
      return i18n._('From {value}', { value });
    case 'in':
      return i18n._('In {value}', { value });
    case 'kind':
    case 'has':
      return kindText(i18n, value);
    case 'before':
      return i18n._('Before {value}', { value });
    case 'after':
      return i18n._('After {value}', { value });
  }
}

function FromFilter({ onPick }: { readonly onPick: (name: string) => void }): ReactNode {
  const { i18n } = useLingui();
  const [isOpen, setOpen] = useState(false);
  return (
    <Popover
      open={isOpen}
      onOpenChange={setOpen}
      align="start"
      label={i18n._('From')}
      trigger={
        <button type="button" className={css.chip}>
          <UserRound aria-hidden="true" />
          {i18n._('From')}
        </button>
      }
    >
      <People
        onPick={(name) => {
          setOpen(false);
          onPick(name);
        }}
      />
    </Popover>
  );
}

function People({ onPick }: { readonly onPick: (name: string) => void }): ReactNode {
  const { i18n } = useLingui();
  const users = useLive(useEngine().users);
  const [text, setText] = useState('');
  const found = ranked(users.values(), text, ({ name, displayName }) => [name, displayName]);
  return (
    <div className={css.people}>
      <TextField
        label={i18n._('Find a person')}
        hideLabel
        placeholder={i18n._('Find a person')}
        value={text}
        onChange={setText}
      />
      <ul>
        {found.map(({ id, name, displayName }) => (
          <li key={id}>
            <button type="button" className={css.person} onClick={() => onPick(name)}>
              <PersonFace user={id} size="s" />
              <span>
                <bdi>{displayName || name}</bdi>
              </span>
              <small>@{name}</small>
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}

function DateFilter({ onPick }: { readonly onPick: (name: FilterName, value: string) => void }): ReactNode {
  const { i18n } = useLingui();
  const [isOpen, setOpen] = useState(false);
  const [{ after, before }, setDays] = useState({ after: '', before: '' });
  const add = (): void => {
    setOpen(false);
    if (after !== '') onPick('after', after);
    else if (before !== '') onPick('before', before);
  };
  return (
    <Popover
      open={isOpen}
      onOpenChange={setOpen}
      align="start"
      label={i18n._('Date')}
      trigger={
        <button type="button" className={css.chip}>
          <CalendarDays aria-hidden="true" />
          {i18n._('Date')}
        </button>
      }
    >
      <div className={css.people}>
        <TextField
          type="date"
          label={i18n._('After')}
          value={after}
          onChange={(day) => setDays({ after: day, before: '' })}
        />
        <TextField
          type="date"
          label={i18n._('Before')}
          value={before}
          onChange={(day) => setDays({ after: '', before: day })}
        />
        <Button kind="primary" disabled={after === '' && before === ''} onClick={add}>
          {i18n._('Add')}
        </Button>
      </div>
    </Popover>
  );
}

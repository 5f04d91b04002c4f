/** Chooses several people: those who are chosen stand before what one types. */
import { useMemo, useState } from 'react';
import type { ReactNode } from 'react';
import { useLingui } from '@lingui/react';
import { Check, X } from 'lucide-react';
import { useStatus } from '@posthorn/react';
import { Finder } from '../switcher/finder.tsx';
import { personItem, placeItem } from '../switcher/place-items.tsx';
import type { PlaceItem } from '../switcher/place-items.tsx';
import { usePlaces } from '../switcher/use-places.ts';
import { useNames } from '../people/use-names.ts';
import styles from './new.module.css';

export interface PeoplePickerProps {
  readonly chosen: readonly number[];
  readonly onChange: (chosen: readonly number[]) => void;
  /** These are in already. */
  readonly without?: ReadonlySet<number>;
}

export function PeoplePicker({ chosen, onChange, without }: PeoplePickerProps): ReactNode {
  const { i18n } = useLingui();
  const { connection } = useStatus();
  const [query, setQuery] = useState('');
  const { here, people, isLoading } = usePlaces(query, { limit: 30, onlyPeople: true });
  const items = useMemo(() => {
    const all = [...here.map(placeItem), ...people.map(personItem)];
    return all.map((item): PlaceItem => {
      const isChosen = chosen.includes(item.user ?? 0);
      if (without?.has(item.user ?? 0) === true)
        return { ...item, disabled: true, note: i18n._('Is in already') };
      return isChosen
        ? { ...item, isChosen, end: <Check aria-hidden size={17} className={styles.chosen} /> }
        : { ...item, isChosen };
    });
  }, [here, people, chosen, without, i18n]);
  const toggle = (user: number): void => {
    onChange(chosen.includes(user) ? chosen.filter((id) => id !== user) : [...chosen, user]);
  };
  return (
    <Finder
      compact
      multiple
      label={i18n._('Find people')}
      query={query}
      onQuery={setQuery}
      groups={[{ title: undefined, items }]}
      isLoading={isLoading}
      empty={
        query.trim() === ''
          ? i18n._('Type somebody’s name.')
          : connection === 'online'
            ? i18n._('Nobody is called so.')
            : i18n._('Nobody on this device is called so.')
      }
      before={<Chips chosen={chosen} onRemove={toggle} />}
      onBackspace={() => onChange(chosen.slice(0, -1))}
      onPick={({ user }) => {
        if (user === undefined) return;
        toggle(user);
        setQuery('');
      }}
    />
  );
}

function Chips({
  chosen,
  onRemove,
}: {
  readonly chosen: readonly number[];
  readonly onRemove: (user: number) => void;
}): ReactNode {
  const { i18n } = useLingui();
  const nameOf = useNames(chosen);
  return chosen.map((user) => (
    <span key={user} className={styles.chip}>
      <span dir="auto">{nameOf(user)}</span>
      <button
        type="button"
        aria-label={i18n._('Remove {name}', { name: nameOf(user) })}
        onClick={() => onRemove(user)}
      >
        <X aria-hidden size={13} />
      </button>
    </span>
  ));
}

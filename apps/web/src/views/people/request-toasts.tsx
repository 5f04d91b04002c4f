/**
 * Says in the page who wants to be a contact, when they ask. The engine says when, and in which tab.
 *
 * @module
 */
import { useEffect, useState } from 'react';
import type { ReactNode } from 'react';
import { useLingui } from '@lingui/react';
import { useEngine, useMine, useUser } from '@posthorn/react';
import { isContactRequest } from '../../model/contact-request.ts';
import { contactNote, personName } from '../../model/names.ts';
import { toast } from '../../ui/toast.tsx';
import { useGo } from '../frame/go.ts';

/** Shows nothing itself. */
export function RequestToasts(): ReactNode {
  const engine = useEngine();
  const [askers, setAskers] = useState<readonly number[]>([]);
  useEffect(
    () =>
      engine.onAlert((message) => {
        if (isContactRequest(message)) setAskers((others) => [...new Set([...others, message.sender])]);
      }),
    [engine],
  );
  return askers.map((user) => (
    <RequestToast
      key={user}
      user={user}
      onShown={() => {
        setAskers((others) => others.filter((each) => each !== user));
      }}
    />
  ));
}

/** Waits until it is known who asks. */
function RequestToast({ user, onShown }: { readonly user: number; readonly onShown: () => void }): ReactNode {
  const { i18n } = useLingui();
  const go = useGo();
  const asker = useUser(user);
  const { remark } = contactNote(useMine(`contact/${user}`));
  useEffect(() => {
    if (asker === undefined) return;
    toast(i18n._('{name} wants to be your contact.', { name: personName(asker, remark) }), {
      action: { label: i18n._('Answer'), run: () => go.person(asker.name) },
    });
    onShown();
  }, [asker]);
  return undefined;
}

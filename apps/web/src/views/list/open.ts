/**
 * Opens what lies over the page: the quick switcher, a new conversation, the directory, the contacts.
 *
 * @module
 */
import { Signal } from '../../ui/signal.ts';

export type Overlay = 'switcher' | 'new' | 'directory' | 'contacts' | 'requests';

/** What is open over the page; one at a time. */
export const overlay = new Signal<Overlay | undefined>(undefined);

export function openSwitcher(): void {
  overlay.set('switcher');
}

export function openNew(): void {
  overlay.set('new');
}

export function openDirectory(): void {
  overlay.set('directory');
}

export function openContacts(): void {
  overlay.set('contacts');
}

/** The contacts, with those who ask to be one. */
export function openRequests(): void {
  overlay.set('requests');
}

export function closeOverlay(): void {
  overlay.set(undefined);
}

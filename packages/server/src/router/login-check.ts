/**
 * What a login with name and password has to show besides. A feature registers it (`Feature.loginCheck`); accounts ask it
 * before they open a session.
 *
 * @module
 */
import type { Device, Login } from '@posthorn/protocol';
import type { Origin } from '../store/audit.ts';

/** A login whose password is right. */
export interface CheckedLogin extends Pick<Login, 'secondFactor' | 'passkey'> {
  readonly user: { readonly id: number; readonly name: string; readonly admin: boolean };
  readonly device: Device;
  readonly origin: Origin;
}

/** Rejects with a PosthornError if the login is not enough. */
export type LoginCheck = (login: CheckedLogin) => Promise<void>;

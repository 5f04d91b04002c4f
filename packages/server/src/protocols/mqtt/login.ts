/**
 * Who a CONNECT is from. The client id is the device; what comes as the password is one, a token of ours, or a JWT. Without
 * any, the TLS certificate of the client says who it is.
 *
 * @module
 */
import { createHash } from 'node:crypto';
import { LIMITS, PosthornError, PROTOCOL_VERSION } from '@posthorn/protocol';
import type { Attached, Device } from '@posthorn/protocol';
import type { Random } from '../../clock.ts';
import { MqttError } from './error.ts';
import { MQTT } from './name.ts';
import type { ConnectPacket } from './packets.ts';
import type { ProtocolHost } from '../protocol.ts';
import { REASON } from './reason-codes.ts';

/** A client that has logged in. */
export interface Entry {
  readonly user: number;
  readonly name: string;
  readonly lobby: number;
  readonly inbox: number;
  /** Of the log. */
  readonly epoch: string;
  readonly clientId: string;
  /** The client had none, and was given this one. */
  readonly isAssigned: boolean;
  /** The login was for this connection: it began by a password, a JWT or a certificate, not by a token. */
  readonly isOwnLogin: boolean;
}

/** Longer ones are of no use, and each costs memory. */
const MAX_CLIENT_ID_BYTES = 128;
const TOKEN = /^phb?_/;
/** Header, payload and signature. */
const JWT = /^eyJ[A-Za-z0-9_-]*\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+$/;
const UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Logs in and attaches. Rejects with a PosthornError. */
export async function enter(host: ProtocolHost, connect: ConnectPacket, random: Random): Promise<Entry> {
  const { username = '', properties } = connect;
  if (properties?.authenticationMethod !== undefined)
    throw new MqttError(REASON.badAuthenticationMethod, 'there is no method but user name and password');
  const isAssigned = connect.clientId === '';
  const clientId = isAssigned ? assigned(connect, random) : checkedId(connect.clientId);
  const certified = certifiedName(host, username);
  const secret = secretOf(connect, certified);
  const welcome = await host.request({
    case: 'hello',
    value: { version: PROTOCOL_VERSION, client: MQTT },
  });
  const epoch = welcome.case === 'welcome' ? (welcome.value.epoch ?? '') : '';
  const isOwnLogin = !TOKEN.test(secret);
  const credentials = { username, secret, device: deviceOf(clientId), certified };
  const {
    user,
    lobby = 0,
    inbox = 0,
  } = isOwnLogin ? await attachAnew(host, credentials) : await attach(host, secret, { username, certified });
  const { id = 0, name = '' } = user ?? {};
  return { user: id, name, lobby, inbox, epoch, clientId, isAssigned, isOwnLogin };
}

interface Credentials {
  /** Whom the certificate names. */
  readonly certified: string | undefined;
  readonly username: string;
  readonly secret: string;
  readonly device: Device;
}

/** Logs in for this connection. */
async function attachAnew(host: ProtocolHost, credentials: Credentials): Promise<Partial<Attached>> {
  const { username, secret, certified } = credentials;
  const isCertified = certified !== undefined && secret === '';
  const token = await logIn(host, { ...credentials, username: isCertified ? '' : username });
  try {
    return await attach(host, token, { username: '', certified });
  } catch (error) {
    host.request({ case: 'logout', value: {} }).catch(() => {});
    throw error;
  }
}

async function logIn(host: ProtocolHost, { username, secret, device }: Credentials): Promise<string> {
  const isJwt = JWT.test(secret);
  const reply = await host.request({
    case: 'login',
    value: {
      name: isJwt ? '' : username,
      password: isJwt ? '' : secret,
      jwt: isJwt ? secret : '',
      device,
      secondFactor: '',
      passkey: '',
    },
  });
  return reply.case === 'loggedIn' ? (reply.value.token ?? '') : '';
}

/** Rejects with BAD_CREDENTIALS if it is another user than the one who is named. */
async function attach(
  host: ProtocolHost,
  token: string,
  { username, certified }: Pick<Credentials, 'username' | 'certified'>,
): Promise<Partial<Attached>> {
  const reply = await host.request({ case: 'attach', value: { token } });
  // The types of answers leave out what is empty.
  const attached = reply.case === 'attached' ? (reply.value as Partial<Attached>) : {};
  const { name = '' } = attached.user ?? {};
  if (username !== '' && !isSameName(username, name))
    throw new PosthornError('BAD_CREDENTIALS', 'the token is not of the user who is named');
  if (certified !== undefined && !isSameName(certified, name))
    throw new PosthornError('BAD_CREDENTIALS', 'the certificate is of another user than the token');
  return attached;
}

/** Whom the client's certificate names. Throws BAD_CREDENTIALS if it does not count, or names another user. */
function certifiedName({ certificate }: ProtocolHost, username: string): string | undefined {
  if (certificate instanceof PosthornError) throw certificate;
  if (certificate === undefined) return undefined;
  const { name } = certificate;
  if (username === '' || isSameName(username, name)) return name;
  throw new PosthornError('BAD_CREDENTIALS', 'the certificate is of another user than the user name');
}

/** Empty: the certificate is enough. */
function secretOf({ username, password }: ConnectPacket, certified: string | undefined): string {
  if (certified !== undefined && password === undefined) return '';
  if (username === undefined || password === undefined) {
    throw new PosthornError(
      'BAD_CREDENTIALS',
      'log in with your user name and your password, or a token instead of the password',
    );
  }
  try {
    return UTF8.decode(password);
  } catch (cause) {
    throw new PosthornError('BAD_CREDENTIALS', 'the password is not a text in UTF-8', { cause });
  }
}

/** 3.1.1 lets only clients that keep nothing go without an id [MQTT-3.1.3-8 of 3.1.1]. */
function assigned({ protocolVersion, clean }: ConnectPacket, random: Random): string {
  if (protocolVersion === 4 && !clean)
    throw new MqttError(REASON.clientIdNotValid, 'a session that is kept needs a client id');
  return `auto-${Buffer.from(random.bytes(12)).toString('base64url')}`;
}

function checkedId(clientId: string): string {
  if (Buffer.byteLength(clientId) <= MAX_CLIENT_ID_BYTES) return clientId;
  throw new MqttError(REASON.clientIdNotValid, `a client id has at most ${MAX_CLIENT_ID_BYTES} bytes`);
}

function deviceOf(clientId: string): Device {
  const isShort = Buffer.byteLength(clientId) <= LIMITS.maxDeviceIdBytes;
  const id = isShort ? clientId : createHash('sha256').update(clientId).digest('base64url');
  return { id, class: 'unspecified', label: labelOf(clientId) };
}

/** One line, in the user's list of devices. */
function labelOf(clientId: string): string {
  const printable = clientId.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, ' ').trim();
  return `MQTT ${printable}`.slice(0, LIMITS.maxLabelChars).replace(/[\uD800-\uDBFF]$/, '');
}

function isSameName(given: string, name: string): boolean {
  return given.normalize('NFKC').toLowerCase() === name.normalize('NFKC').toLowerCase();
}

/**
 * The options of a cluster: what joins its processes. Part of the table in options.ts.
 *
 * @module
 */
import { busAddress, text } from './kinds.ts';
import { option, optional } from './option.ts';
import type { Option } from './option.ts';

const path = text('PATH', { min: 1, max: 4096 });

export const CLUSTER_OPTIONS = {
  bus: option({
    group: 'cluster',
    kind: busAddress,
    default: 'memory',
    description:
      'What carries messages between the processes of a cluster: `memory` for one process alone, or a NATS server, ' +
      'several of one NATS cluster separated by commas. `nats://` uses TLS when the server asks for it, `tls://` always; ' +
      'a token goes before the host like a user without a password.',
    example: 'nats://posthorn:secret@nats-1:4222,nats://nats-2:4222',
    secret: true,
  }),
  busCredentials: optional({
    group: 'cluster',
    kind: path,
    absent: 'none',
    description: 'A NATS credentials file (`.creds`), instead of a login in the URL.',
    example: '/etc/posthorn/nats.creds',
  }),
  busCa: optional({
    group: 'cluster',
    kind: path,
    absent: 'the system’s authorities',
    description: 'PEM file with the authority that signed the certificate of NATS.',
    example: '/etc/posthorn/nats-ca.pem',
  }),
  busCert: optional({
    group: 'cluster',
    kind: path,
    absent: 'none',
    description: 'PEM file with the certificate that we show to NATS.',
    example: '/etc/posthorn/nats-cert.pem',
  }),
  busKey: optional({
    group: 'cluster',
    kind: path,
    absent: 'none',
    description: 'PEM file with the private key of that certificate.',
    example: '/etc/posthorn/nats-key.pem',
  }),
} as const satisfies Record<string, Option>;

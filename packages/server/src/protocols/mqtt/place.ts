/**
 * What all connections of this wire on a gateway share.
 *
 * @module
 */
import type { Clock, Random } from '../../clock.ts';
import type { Contents } from '../../router/contents.ts';
import type { ContentReader } from './content-reader.ts';
import type { PullReader } from './pull.ts';
import type { Known } from './known.ts';
import type { SharedPayloads } from './shared-payloads.ts';
import type { Takeovers } from './takeovers.ts';

export interface MqttPlace {
  /** This gateway. */
  readonly node: string;
  /** How content reads that has no text. */
  readonly contents: Contents;
  readonly clock: Clock;
  readonly random: Random;
  readonly contentReader: ContentReader;
  readonly pullReader: PullReader;
  readonly payloads: SharedPayloads;
  readonly known: Known;
  readonly takeovers: Takeovers;
  /** Largest packet of a client that has logged in. */
  readonly maxPacketBytes: number;
  /** How long the server lets a client be silent. */
  readonly silenceMs: number;
}

import { MqttError } from '../../../src/protocols/mqtt/error.ts';
import { PacketReader } from '../../../src/protocols/mqtt/packet-reader.ts';
import type { ClientPacket, MqttVersion } from '../../../src/protocols/mqtt/packets.ts';
import { connectBytes } from './samples.ts';

export const MAX_BYTES = 262_144;

/** What a stream of bytes is to the server: packets, and at its end maybe what is wrong. */
export interface Reading {
  readonly packets: readonly ClientPacket[];
  readonly error?: MqttError;
}

/** Reads chunks. Throws whatever is no MqttError. */
export function readAll(chunks: Iterable<Uint8Array>, reader = new PacketReader(MAX_BYTES)): Reading {
  const packets: ClientPacket[] = [];
  try {
    for (const chunk of chunks) reader.push(chunk, (packet) => packets.push(packet));
  } catch (error) {
    if (error instanceof MqttError) return { packets, error };
    throw error;
  }
  return { packets };
}

/** Reads a packet of a client that has connected, unless it is a CONNECT itself. */
export function readOne(bytes: Uint8Array, version: MqttVersion): Reading {
  if (bytes[0] !== undefined && bytes[0] >>> 4 === 1) return readAll([bytes]);
  const { packets, error } = readAll([connectBytes(version), bytes]);
  return { packets: packets.slice(1), ...(error && { error }) };
}

/** The reason code that a packet is refused with; undefined: it is not. */
export function refusalOf(bytes: Uint8Array, version: MqttVersion): number | undefined {
  return readOne(bytes, version).error?.reasonCode;
}

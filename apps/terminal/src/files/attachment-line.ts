/**
 * The files of a message: as fields for programs, as words for people.
 *
 * @module
 */
import type { Attachment } from '@posthorn/client';
import { sanitiseLine } from '../sanitise.ts';
import { sizeOf } from './names.ts';

/** For JSON: nothing if there are none. */
export function attachmentFields(attachments: readonly Attachment[]): Readonly<Record<string, unknown>> {
  return attachments.length === 0 ? {} : { attachments: attachments.map(fieldsOf) };
}

function fieldsOf({ id, name, type, bytes, width, height, durationMs, voice, alt }: Attachment): object {
  return {
    ...shortFields({ id, name, type, bytes }),
    ...(width > 0 && { width, height }),
    ...(durationMs > 0 && { durationMs }),
    ...(voice && { voice }),
    ...(alt !== '' && { alt }),
  };
}

/** For an ack. */
export function shortFields({
  id,
  name,
  type,
  bytes,
}: Pick<Attachment, 'id' | 'name' | 'type' | 'bytes'>): object {
  return { id, name, type, bytes };
}

/** In one line, without the picture: "📎 view.jpg · 2.3 MB · image/jpeg · 4032 × 3024". */
export function attachmentWords(attachment: Attachment): string {
  const { name, type, bytes, width, height, durationMs, voice, waveform, alt } = attachment;
  const parts = voice
    ? [durationOf(durationMs), waveOf(waveform), sizeOf(bytes)]
    : [
        sanitiseLine(name),
        sizeOf(bytes),
        type === UNKNOWN ? '' : sanitiseLine(type),
        width > 0 ? `${width} × ${height}` : '',
        durationMs > 0 ? durationOf(durationMs) : '',
      ];
  const words = [...parts, alt === '' ? '' : `“${sanitiseLine(alt)}”`].filter((part) => part !== '');
  return `${voice ? '🎤' : signOf(type)} ${words.join(' · ')}`;
}

function signOf(type: string): string {
  if (type.startsWith('image/')) return '🖼';
  if (type.startsWith('video/')) return '🎬';
  return type.startsWith('audio/') ? '🎵' : '📎';
}

/** "0:07", "1:02:03". */
export function durationOf(ms: number): string {
  const seconds = Math.round(ms / 1000);
  const [hours, minutes, rest] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const parts = hours > 0 ? [hours, String(minutes).padStart(2, '0')] : [minutes];
  return [...parts, String(rest).padStart(2, '0')].join(':');
}

/** Says nothing. */
const UNKNOWN = 'application/octet-stream';
const BARS = '▁▂▃▄▅▆▇█';
const WAVE_COLUMNS = 32;

/** Amplitudes as bars: the highest of each part, against the highest of all. */
export function waveOf(amplitudes: Uint8Array): string {
  const columns = Math.min(WAVE_COLUMNS, amplitudes.length);
  const most = Math.max(1, ...amplitudes);
  return Array.from({ length: columns }, (_, at) => {
    const [from, to] = [at, at + 1].map((edge) => Math.floor((edge * amplitudes.length) / columns));
    const peak = Math.max(...amplitudes.subarray(from, to)) / most;
    return BARS[Math.min(BARS.length - 1, Math.floor(peak * BARS.length))];
  }).join('');
}

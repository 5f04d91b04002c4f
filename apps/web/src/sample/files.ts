/**
 * Files of the sample. Their pictures are drawn by the development server (scripts/sample-files.ts).
 *
 * @module
 */
import type { AttachmentInit } from '@posthorn/protocol';

export const PDF: AttachmentInit = {
  id: 'sample-plan',
  name: 'seating-and-power.pdf',
  type: 'application/pdf',
  bytes: 1_812_000,
};

export const VOICE: AttachmentInit = {
  id: 'sample-voice',
  name: 'voice.ogg',
  type: 'audio/ogg',
  bytes: 92_000,
  durationMs: 23_000,
  voice: true,
  waveform: Uint8Array.from({ length: 64 }, (_, at) =>
    Math.round(128 + 120 * Math.sin(at * 0.9) * Math.sin(at * 0.23)),
  ),
};

export const SONG: AttachmentInit = {
  id: 'sample-song',
  name: 'Overture.mp3',
  type: 'audio/mpeg',
  bytes: 4_200_000,
  durationMs: 187_000,
};

export const CLIP: AttachmentInit = {
  id: 'sample-clip',
  name: 'entrance.mp4',
  type: 'video/mp4',
  bytes: 18_400_000,
  width: 1280,
  height: 720,
  durationMs: 42_000,
  thumbnails: [320, 1280],
};

/** `hue` colours it. */
export function photo(hue: number, width: number, height: number, alt: string): AttachmentInit {
  return {
    id: `sample-photo-${String(hue)}-${String(width)}x${String(height)}`,
    name: `venue-${String(hue)}.jpg`,
    type: 'image/jpeg',
    bytes: 2_400_000 + hue,
    width,
    height,
    alt,
    thumbnails: [320, 1280],
  };
}

/**
 * Whether voice messages can be recorded here.
 *
 * @module
 */

/** Whether this browser can record at all: only in a secure page. */
export function canRecord(): boolean {
  return typeof MediaRecorder !== 'undefined' && 'mediaDevices' in navigator;
}

/**
 * A short sound for messages that alert, in one tab alone: the engine chooses it.
 *
 * @module
 */
import { useEffect, useSyncExternalStore } from 'react';
import { useEngine } from '@posthorn/react';
import { readLocal, writeLocal } from '../../ui/local-store.ts';
import { Signal } from '../../ui/signal.ts';

const KEY = 'posthorn/sounds';
/** Several messages at once sound once. */
const PAUSE_MS = 1_500;

// Of this device.
const areOn = new Signal(readLocal(KEY) !== 'off');
let context: AudioContext | undefined;
let lastAt = -Infinity;

export function useSounds(): boolean {
  return useSyncExternalStore(areOn.subscribe, areOn.get);
}

export function setSounds(on: boolean): void {
  areOn.set(on);
  writeLocal(KEY, on ? 'on' : 'off');
}

/** Sounds for what alerts. The engine says when: not in quiet hours. */
export function useAlertSounds(): void {
  const engine = useEngine();
  useEffect(
    () =>
      engine.onAlert(() => {
        const now = Date.now();
        if (!areOn.get() || now - lastAt < PAUSE_MS) return;
        lastAt = now;
        playSound();
      }),
    [engine],
  );
}

/** Two soft notes of a horn, a fourth apart. Nothing where the browser wants a click first. */
export function playSound(): void {
  context ??= new AudioContext();
  const start = context.currentTime + 0.02;
  for (const [at, frequency] of [
    [0, 523.25],
    [0.11, 698.46],
  ] as const) {
    const tone = context.createOscillator();
    const volume = context.createGain();
    tone.type = 'triangle';
    tone.frequency.value = frequency;
    volume.gain.setValueAtTime(0.0001, start + at);
    volume.gain.exponentialRampToValueAtTime(0.12, start + at + 0.02);
    volume.gain.exponentialRampToValueAtTime(0.0001, start + at + 0.28);
    tone.connect(volume).connect(context.destination);
    tone.start(start + at);
    tone.stop(start + at + 0.3);
  }
}

import type { StreamDetector, StreamState } from './streamDetector.ts';

export interface StreamEvent {
  /** 0-based place of the value in the stream. */
  readonly index: number;
  readonly state: Exclude<StreamState, 'none'>;
}

/** Every place of a stream at which the detector is not content, in order. */
export function detectAlong(values: Iterable<number>, detector: StreamDetector): StreamEvent[] {
  const events: StreamEvent[] = [];
  let index = 0;
  for (const value of values) {
    const state = detector.update(value);
    if (state !== 'none') events.push({ index, state });
    index += 1;
  }
  return events;
}

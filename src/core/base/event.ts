import { disposable, type Disposable } from './disposable.ts';

export type Listener<T> = (value: T) => void;
/** Subscribe; the returned disposable ends the subscription. Same shape as VS Code's Event. */
export type Event<T> = (listener: Listener<T>) => Disposable;

export class Emitter<T> implements Disposable {
  #listeners = new Set<Listener<T>>();

  readonly event: Event<T> = (listener) => {
    this.#listeners.add(listener);
    return disposable(() => this.#listeners.delete(listener));
  };

  get hasListeners(): boolean {
    return this.#listeners.size > 0;
  }

  fire(value: T): void {
    for (const listener of [...this.#listeners]) listener(value);
  }

  dispose(): void {
    this.#listeners.clear();
  }
}

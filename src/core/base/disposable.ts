export interface Disposable {
  dispose(): void;
}

export function disposable(dispose: () => void): Disposable {
  return { dispose };
}

/** Owns disposables and ends them together, last added first. */
export class DisposableStore implements Disposable {
  #items: Disposable[] = [];
  #isDisposed = false;

  add<T extends Disposable>(item: T): T {
    if (this.#isDisposed) item.dispose();
    else this.#items.push(item);
    return item;
  }

  dispose(): void {
    this.#isDisposed = true;
    for (const item of this.#items.splice(0).reverse()) item.dispose();
  }
}

import { disposable } from '../../../src/core/base/disposable.ts';
import type { Contract, Port, ToHost } from '../../../src/protocol/rpc/wire.ts';
import { ViewLink } from '../../../src/protocol/rpc/viewLink.ts';

interface VsCodeApi {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
}
declare function acquireVsCodeApi(): VsCodeApi;

/** The editor hands its API out once a document; it stays inside this module's return value. */
export interface Host<C extends Contract> {
  readonly link: ViewLink<C>;
  /** What was kept over the last reload, unchecked. */
  restore(): unknown;
  keep(state: unknown): void;
}

export function connectHost<C extends Contract>(): Host<C> {
  const api = acquireVsCodeApi();
  const port: Port<ToHost> = {
    post: (message) => api.postMessage(message),
    onMessage: (listener) => {
      const take = (event: MessageEvent<unknown>) => listener(event.data);
      window.addEventListener('message', take);
      return disposable(() => window.removeEventListener('message', take));
    },
  };
  const link = new ViewLink<C>(port);
  // A panel that comes back without losing its document missed what was sent meanwhile.
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') link.start();
  });
  return { link, restore: () => api.getState(), keep: (state) => api.setState(state) };
}

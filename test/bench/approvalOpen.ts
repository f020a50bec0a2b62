import { disposable } from '../../src/core/base/disposable.ts';
import type { ToView } from '../../src/protocol/rpc/wire.ts';
import { protocolVersion } from '../../src/protocol/version.ts';
import type { Workbench } from '../../src/services/workbench.ts';
import { ApprovalController } from '../../src/vscode/panels/approval/controller.ts';
import { lookAt } from '../../src/vscode/panels/approval/look.ts';

export interface OpenedPanel {
  /** From the request to the message that holds all that the page's first paint shows. */
  readonly firstMs: number;
  /** The same once the remote was asked and every byte of the model was read. */
  readonly freshMs: number;
}

/** The Approval panel's own controller at work, with a page that takes what it is sent. */
export async function openedPanel(workbench: Workbench, reference: string, env: string): Promise<OpenedPanel> {
  const refuse = (): never => {
    throw new Error('Nobody asks for it here.');
  };
  const ui = { confirm: refuse, askUntil: refuse, openPolicy: refuse, openRun: refuse, openCompare: refuse, openDiff: refuse, openReport: refuse, openFile: refuse, copy: refuse, link: refuse, request: refuse, promote: refuse, rollBack: refuse, manageTrust: refuse, rename: () => undefined, warn: console.error };
  const bench = { look: (...args: Parameters<typeof lookAt> extends [unknown, ...infer Rest] ? Rest : never) => lookAt(workbench, ...args), prepare: refuse, code: refuse, card: refuse, onDidChange: () => disposable(() => undefined) };
  let from = NaN;
  const pictures: number[] = [];
  const post = (message: ToView) => {
    // As it crosses to the page.
    JSON.stringify(message);
    if (message.kind === 'event' && message.name === 'picture') pictures.push(performance.now() - from);
  };
  const onMessage = (listener: (message: unknown) => void) => {
    listener({ kind: 'ready', version: protocolVersion });
    return disposable(() => undefined);
  };
  from = performance.now();
  const controller = new ApprovalController(bench, ui, { post, onMessage });
  await controller.show({ reference, env }, { fetches: true });
  const { fault } = controller.work;
  controller.dispose();
  const [firstMs, freshMs] = pictures;
  if (fault !== null || firstMs === undefined || freshMs === undefined) throw new Error(`the panel showed ${pictures.length} pictures: ${fault?.message}`);
  return { firstMs, freshMs };
}

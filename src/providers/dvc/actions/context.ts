import type { ActionEvent, Undo } from '../../../core/capability/actionSource.ts';
import { entityId } from '../../../core/model/id.ts';
import type { DvcContext } from '../context.ts';

export interface ActionCall {
  readonly ctx: DvcContext;
  readonly subject: string;
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly signal: AbortSignal;
}

export type Perform = (call: ActionCall) => AsyncGenerator<ActionEvent>;

/** What undos are performed on. It names the project only; what to take back is in the inputs. */
export function undoSubject(ctx: DvcContext): string {
  return entityId('dvc', 'source', `${encodeURIComponent(ctx.config.id)}/undo`);
}

export function done(message: string, more: { readonly undo?: Undo; readonly reveal?: string; readonly data?: unknown } = {}): ActionEvent {
  return { kind: 'done', message, ...more };
}

export function progress(message: string): ActionEvent {
  return { kind: 'progress', message };
}

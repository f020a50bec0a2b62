import * as vscode from 'vscode';
import { fail } from '../../core/base/fault.ts';
import type { Action, ActionEvent, Undo } from '../../core/capability/actionSource.ts';
import { parseId } from '../../core/model/id.ts';
import { askSchema } from '../forms/schemaForm.ts';
import { alone, cancelled, choose, settled, type Choice } from '../forms/steps.ts';
import type { Workbench } from '../../services/workbench.ts';
import type { Panels } from '../panels/index.ts';
import type { Output } from '../platform/output.ts';

/** Performs what sources offer, whatever it is: form, question, progress, result, undo. */
export class ActionRunner {
  readonly #workbench: Workbench;
  readonly #output: Output;
  readonly #panels: Panels;
  readonly #signal: AbortSignal;

  constructor(workbench: Workbench, output: Output, panels: Panels, signal: AbortSignal) {
    this.#workbench = workbench;
    this.#output = output;
    this.#panels = panels;
    this.#signal = signal;
  }

  /** Lets a person choose among what can be done with a subject, in groups. */
  async pick(subject: string, label: string): Promise<void> {
    const actions = await this.#workbench.actions.list(subject, this.#signal);
    if (actions.length === 0) throw fail('unsupported', vscode.l10n.t('Nothing can be done with “{0}” here.', label));
    const action = settled(await choose(alone(label), grouped(actions), { placeholder: vscode.l10n.t('Choose what to do') }));
    await this.perform(action, subject);
  }

  async perform(action: Action, subject: string): Promise<void> {
    const inputs = action.inputs ? await askSchema(action.title, action.inputs) : {};
    await confirm(action);
    await this.#run(action.id, action.title, subject, inputs);
  }

  /** An action by id, without asking for its inputs: a problem's remedy, an undo. */
  async performById(actionId: string, subject: string): Promise<void> {
    const action = (await this.#workbench.actions.list(subject, this.#signal)).find((one) => one.id === actionId);
    if (!action) throw fail('notFound', vscode.l10n.t('The action “{0}” is not offered any more.', actionId));
    await this.perform(action, subject);
  }

  async #run(id: string, title: string, subject: string, inputs: Readonly<Record<string, unknown>>): Promise<void> {
    const done = await vscode.window.withProgress(
      { location: vscode.ProgressLocation.Notification, title, cancellable: true },
      async (progress, token) => {
        const controller = new AbortController();
        token.onCancellationRequested(() => controller.abort());
        let percent = 0;
        for await (const event of this.#workbench.actions.perform(id, subject, inputs, controller.signal)) {
          if (event.kind === 'done') return event;
          if (event.kind === 'output') this.#output.info(event.text.trimEnd());
          else {
            const now = Math.round((event.fraction ?? 0) * 100);
            progress.report({ message: event.message, ...(now > percent ? { increment: now - percent } : {}) });
            percent = Math.max(percent, now);
          }
        }
        return undefined;
      },
    );
    if (done) await this.#tell(done);
  }

  async #tell(done: ActionEvent & { kind: 'done' }): Promise<void> {
    const undo = vscode.l10n.t('Undo');
    const show = vscode.l10n.t('Show');
    const buttons = [...(done.reveal === undefined ? [] : [show]), ...(done.undo ? [undo] : [])];
    // The notification stays until it is answered; the command is over before that.
    void vscode.window.showInformationMessage(done.message, ...buttons).then(async (chosen) => {
      if (chosen === show && done.reveal !== undefined) await this.reveal(done.reveal);
      if (chosen === undo && done.undo) await this.#undo(done.undo);
    });
  }

  async #undo(undo: Undo): Promise<void> {
    await this.#run(undo.id, undo.title, undo.subject, undo.inputs);
  }

  /** A run id, a URL or a file path. */
  async reveal(what: string): Promise<void> {
    if (/^https?:\/\//i.test(what)) {
      await vscode.env.openExternal(await vscode.env.asExternalUri(vscode.Uri.parse(what, true)));
    } else if (what.startsWith('/') || /^[a-z]:[\\/]/i.test(what)) {
      await vscode.window.showTextDocument(vscode.Uri.file(what));
    } else if (parseId(what)?.kind === 'run') await this.#panels.openCompare([what]);
  }
}

/** In the order of their groups, with a line between groups. */
function grouped(actions: readonly Action[]): Array<Choice<Action>> {
  const sorted = [...actions].sort((left, right) => left.group.localeCompare(right.group));
  const choices: Array<Choice<Action>> = [];
  let group = '';
  for (const action of sorted) {
    if (group !== '' && action.group !== group) {
      choices.push({ label: '', kind: vscode.QuickPickItemKind.Separator, value: action });
    }
    group = action.group;
    choices.push({
      label: action.icon === undefined ? action.title : `$(${action.icon}) ${action.title}`,
      description: effectText(action),
      value: action,
    });
  }
  return choices;
}

function effectText(action: Action): string {
  if (action.effect === 'destructive') return action.undoable ? vscode.l10n.t('can be undone') : vscode.l10n.t('cannot be undone');
  return action.effect === 'paid' ? vscode.l10n.t('costs money') : '';
}

async function confirm(action: Action): Promise<void> {
  if (action.effect !== 'destructive' && action.effect !== 'paid') return;
  const detail = action.confirm ?? (action.undoable ? vscode.l10n.t('This can be undone afterwards.') : vscode.l10n.t('This cannot be undone.'));
  const chosen = await vscode.window.showWarningMessage(`${action.title}?`, { modal: true, detail }, action.title);
  if (chosen !== action.title) throw cancelled();
}

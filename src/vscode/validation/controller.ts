import * as vscode from 'vscode';
import { toFault } from '../../core/base/fault.ts';
import { guarded, showFault } from '../guard.ts';
import { validationControllerId } from '../ids.ts';
import type { ValidationTests } from './tests.ts';

/**
 * The Test Explorer's part that the editor must know at once. What is behind it loads when the explorer is opened or a suite is
 * run: nothing is read here.
 */
export function registerValidation(context: vscode.ExtensionContext, tests: () => Promise<ValidationTests>): vscode.TestController {
  const controller = vscode.tests.createTestController(validationControllerId, vscode.l10n.t('MLOps Validation'));
  const discover = async (): Promise<void> => {
    await guarded('validation', async () => (await tests()).discover(controller), (fault) => showFault(fault, () => undefined));
  };
  controller.resolveHandler = async (item) => {
    if (!item) await discover();
  };
  controller.refreshHandler = discover;
  controller.createRunProfile(vscode.l10n.t('Validate'), vscode.TestRunProfileKind.Run, async (request, token) => {
    const run = controller.createTestRun(request);
    try {
      await (await tests()).run(controller, request, run, token);
    } catch (error) {
      const { code, message, hint } = toFault(error);
      if (code !== 'cancelled') run.appendOutput(`${[message, hint].filter(Boolean).join(' ')}\r\n`);
    } finally {
      run.end();
    }
  }, true);
  context.subscriptions.push(controller);
  return controller;
}

import * as vscode from 'vscode';
import type { Plan } from '../../core/model/launch.ts';
import { askText, back, choose, type Answer, type Choice, type Position } from '../forms/steps.ts';
import type { Product } from '../product.ts';
import { plain } from '../views/rows/text.ts';
import { quoteCommand } from './commandLine.ts';
import { sweep, type Params } from './paramText.ts';
import { cliCommand } from './planText.ts';
import type { Draft } from './draft.ts';

const t = (message: string, ...values: Array<string | number>): string => vscode.l10n.t(message, ...values);

type Next = 'launch' | 'queue' | 'copy' | 'show';

/** The plan before anything starts: what runs, where, with what; then Launch, Queue N, or the same for a terminal. */
export async function showPlan(
  product: Product,
  at: Position,
  draft: Draft,
  makePlan: (params: Params, isQueued: boolean) => Promise<Plan>,
): Promise<Answer<unknown>> {
  const plan = await makePlan(draft.params, false);
  const next = await choose<Next>({ ...at, title: t('{0} — plan', at.title) }, planChoices(plan), { placeholder: quoteCommand(plan.command) });
  switch (next) {
    case back:
      return back;
    case 'launch':
      await start(product, [plan]);
      return plan;
    case 'copy':
      await vscode.env.clipboard.writeText(cliCommand(plan));
      void vscode.window.showInformationMessage(t('The command is in the clipboard.'));
      return plan;
    case 'show': {
      const document = await vscode.workspace.openTextDocument({ language: 'json', content: JSON.stringify(plan, null, 2) });
      await vscode.window.showTextDocument(document, { preview: true });
      return plan;
    }
    case 'queue': {
      const sets = await askSweep(at, draft);
      if (sets === back) return back;
      const plans: Plan[] = [];
      for (const params of sets) plans.push(await makePlan(params, true));
      await start(product, plans);
      return plans;
    }
  }
}

function planChoices(plan: Plan): Array<Choice<Next>> {
  const recordedIn = [...plan.spec.recorders, ...(plan.spec.expectRun ? [plan.spec.expectRun.source] : [])];
  const where = [
    plan.interpreter === null ? '' : t('Python: {0}', plan.interpreter),
    plan.commit === null ? '' : t('Commit: {0}', plan.commit.slice(0, 10)),
    plan.price === 'free' ? '' : plan.price === 'unknown' ? t('Price: unknown') : t('Price: {0} {1} an hour', plan.price.amount, plan.price.currency),
    recordedIn.length === 0 ? '' : t('Recorded in: {0}', recordedIn.join(', ')),
  ].filter((part) => part !== '');
  const gpus = plan.spec.resources.gpus ?? [];
  const device = gpus.length === 0 ? t('on the CPU') : gpus.length === 1 ? t('on 1 GPU') : t('on {0} GPUs', gpus.length);
  return [
    { label: `$(rocket) ${t('Launch')}`, description: device, detail: where.join(' · '), value: 'launch', picked: true },
    { label: `$(list-ordered) ${t('Queue several…')}`, description: t('one job per value of a parameter, one after the other'), value: 'queue' },
    { label: `$(copy) ${t('Copy as CLI command')}`, description: 'mlops launch …', value: 'copy' },
    { label: `$(json) ${t('Show the plan')}`, value: 'show' },
    ...plan.warnings.map((warning): Choice<Next> => ({ label: `$(warning) ${plain(warning, 200)}`, value: 'show' })),
  ];
}

/** Which parameter to vary, and its values; without parameters, how many times. */
async function askSweep(at: Position, draft: Draft): Promise<Answer<readonly Params[]>> {
  const params = draft.entry?.params ?? [];
  const repeat: Choice<string> = { label: t('The same again'), description: t('for example to see the noise'), value: '' };
  const key = params.length === 0 ? '' : await choose<string>({ ...at, title: t('{0} — queue', at.title) }, [...params.map((param) => ({ label: param.key, description: String(param.value ?? ''), value: param.key })), repeat], { placeholder: t('Parameter to vary') });
  if (key === back) return back;
  const param = params.find((one) => one.key === key);
  if (!param) {
    const count = await askText(at, { prompt: t('How many times'), value: '3', check: (text) => (/^([1-9]|[1-4]\d|50)$/.test(text.trim()) ? undefined : t('A whole number from 1 to 50.')) });
    return count === back ? back : Array.from({ length: Number(count) }, () => draft.params);
  }
  const text = await askText(at, {
    prompt: t('Values of {0}, separated by commas', param.key),
    check: (typed) => (sweep(draft.params, param.key, typed, param.type) ? undefined : t('Values of the type “{0}”, separated by commas.', param.type)),
  });
  return text === back ? back : (sweep(draft.params, param.key, text, param.type) ?? []);
}

/** Launches every plan and shows the first one's log. */
async function start(product: Product, plans: readonly Plan[]): Promise<void> {
  const jobs = await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title: t('Launching…') },
    () => product.workbench.launch.launchAll(plans, product.signal),
  );
  await product.board.refresh();
  await vscode.commands.executeCommand('setContext', 'mlops.hasLaunched', true);
  const [first] = jobs;
  if (first) product.terminals.show(first.id, first.name, true);
}

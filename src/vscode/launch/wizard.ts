import * as vscode from 'vscode';
import { fail } from '../../core/base/fault.ts';
import type { Plan } from '../../core/model/launch.ts';
import { askAll, askText, back, choose, chooseMany, type Answer, type Choice, type Position, type Question } from '../forms/steps.ts';
import type { Product } from '../product.ts';
import { plain } from '../views/rows/text.ts';
import { pickFolder } from '../forms/pickFolder.ts';
import { splitCommand } from './commandLine.ts';
import { pickTarget } from './defaults.ts';
import type { Draft } from './draft.ts';
import { commandChoice, commandEntry, stageEntries, type Entry } from './entries.ts';
import { paramValue, type Params } from './paramText.ts';
import { showPlan } from './planStep.ts';

const t = (message: string, ...values: Array<string | number>): string => vscode.l10n.t(message, ...values);

/** Stage or command → parameters → device → tracker → plan. Nothing starts before the plan was seen. */
export async function launchTraining(product: Product, given?: Entry, presetParams: Params = {}): Promise<void> {
  const title = given?.stage ? t('Launch “{0}”', given.stage) : t('Launch Training');
  if (!product.workbench.machine.trust.isTrusted) {
    throw fail('untrusted', t('Training is launched in trusted folders only.'), { hint: t('Trust this folder first.') });
  }
  const draft: Draft = { entry: given, params: presetParams, gpus: [], target: '', recorders: undefined };
  const { signal } = product;
  const [stages, targets, recorders] = await Promise.all([
    given ? [] : stageEntries(product.workbench, signal),
    product.workbench.targets.list(signal),
    product.workbench.catalog.with('recorder', signal),
  ]);
  if (targets.items.length === 0) {
    throw fail('notFound', targets.problems[0]?.message ?? t('No place to run was found.'), targets.problems[0]?.hint ? { hint: targets.problems[0].hint } : {});
  }

  const askEntry: Question = async (at) => {
    const answer = await choose<Entry | null>(at, [...stages, commandChoice()], { placeholder: t('What to run') });
    if (answer === back) return back;
    if (answer !== null) draft.entry = answer;
    else {
      const folder = await pickFolder();
      const text = await askText(at, { prompt: t('Command, split at blanks; quotes keep together. No shell is involved.'), placeholder: 'python train.py --epochs 10', check: commandMistake });
      if (text === back) return back;
      draft.entry = commandEntry(product.workbench, folder, splitCommand(text), text.slice(0, 60));
    }
    return draft.entry;
  };
  const askParams: Question = (at) => editParams(at, draft);
  const askDevice: Question = async (at) => {
    const gpus = targets.items.flatMap((target) => target.gpus.map((gpu) => ({ target, gpu })));
    if (gpus.length === 0) {
      draft.target = pickTarget(targets.items, [])?.id ?? '';
      return draft.target;
    }
    const choices: Array<Choice<string>> = gpus.map(({ gpu }) => ({
      label: `$(circuit-board) ${gpu.name}`,
      description: memoryText(gpu.memoryUsedMiB, gpu.memoryTotalMiB),
      detail: gpu.uuid,
      value: gpu.uuid,
      picked: draft.gpus.includes(gpu.uuid),
    }));
    const picked = await chooseMany(at, choices, { placeholder: t('GPUs to use; none checked = CPU') });
    if (picked === back) return back;
    draft.gpus = picked;
    draft.target = pickTarget(targets.items, picked)?.id ?? '';
    return picked;
  };
  const askRecorders: Question = async (at) => {
    const isDefault = new Set(draft.recorders ?? (draft.entry ? await product.workbench.launch.defaultRecorders(draft.entry.folder, signal) : []));
    const choices = recorders.map(({ config }) => ({ label: plain(config.label), description: plain(config.origin, 80), value: config.id, picked: isDefault.has(config.id) }));
    const picked = await chooseMany(at, choices, { placeholder: t('Where the run is recorded; none checked = nowhere') });
    if (picked !== back) draft.recorders = picked;
    return picked;
  };
  const askPlan: Question = async (at) => showPlan(product, at, draft, (params, isQueued) => makePlan(product, draft, params, isQueued));

  await askAll(title, () => [
    ...(given ? [] : [askEntry]),
    ...((draft.entry?.params.length ?? 0) > 0 ? [askParams] : []),
    askDevice,
    ...(recorders.length > 0 && draft.entry?.file === null ? [askRecorders] : []),
    askPlan,
  ]);
}

async function makePlan(product: Product, draft: Draft, params: Params, isQueued: boolean): Promise<Plan> {
  if (!draft.entry) throw fail('invalid', t('Nothing was chosen to run.'));
  const spec = await draft.entry.makeSpec(params, product.signal);
  return product.workbench.launch.plan(
    {
      ...spec,
      resources: { ...spec.resources, gpus: [...draft.gpus] },
      options: { ...spec.options, ...(isQueued ? { queue: true } : {}) },
      ...(draft.recorders === undefined ? {} : { recorders: draft.recorders }),
    },
    draft.target,
    product.signal,
  );
}

/** Every parameter with its value; choosing one changes it, "Go on" ends. */
async function editParams(at: Position, draft: Draft): Promise<Answer<unknown>> {
  const changed: Record<string, string | number | boolean> = { ...draft.params };
  for (;;) {
    const rows: Array<Choice<string>> = (draft.entry?.params ?? []).map((param) => ({
      label: `${param.key}: ${String(changed[param.key] ?? param.value ?? '')}`,
      description: param.key in changed ? t('changed') : (param.file ?? ''),
      value: param.key,
    }));
    const count = Object.keys(changed).length;
    const goOn = { label: `$(arrow-right) ${t('Go on')}`, description: count === 0 ? t('nothing changed') : t('{0} changed', count), value: '', picked: true };
    const key = await choose<string>(at, [goOn, ...rows], { placeholder: t('Parameters: choose one to change it') });
    if (key === back) return back;
    if (key === '') {
      draft.params = changed;
      return changed;
    }
    const param = draft.entry?.params.find((one) => one.key === key);
    if (!param) continue;
    const text = await askText(
      { ...at, title: `${at.title} — ${key}` },
      {
        prompt: t('New value ({0})', param.type),
        value: String(changed[key] ?? param.value ?? ''),
        check: (typed) => (paramValue(typed, param.type) === undefined ? t('This is no {0}.', param.type) : undefined),
      },
    );
    if (text === back) continue;
    const value = paramValue(text, param.type);
    if (value === param.value) delete changed[key];
    else if (value !== undefined) changed[key] = value;
  }
}

function commandMistake(text: string): string | undefined {
  try {
    return splitCommand(text).length === 0 ? t('A command is needed.') : undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

/** A value that cannot be measured is said to be so; the device stays in the list. */
function memoryText(usedMiB: number | null, totalMiB: number | null): string {
  if (totalMiB === null) return t('memory not reported');
  return usedMiB === null ? t('{0} MiB', totalMiB) : t('{0} of {1} MiB used', usedMiB, totalMiB);
}


import * as vscode from 'vscode';
import { fail } from '../../core/base/fault.ts';

/** One question after the other, with a way back. An answer of `back` asks the question before again. */
export const back = Symbol('back');
export type Answer<T> = T | typeof back;

export interface Position {
  readonly title: string;
  /** 1-based. */
  readonly step: number;
  readonly total: number;
}

export interface Choice<T> extends vscode.QuickPickItem {
  readonly value: T;
}

interface PickOptions {
  readonly placeholder: string;
  readonly many?: boolean;
}

/** Asks to choose one. Throws `cancelled` where the person leaves. */
export async function choose<T>(at: Position, choices: ReadonlyArray<Choice<T>>, options: PickOptions): Promise<Answer<T>> {
  const picked = await pick(at, choices, options);
  if (picked === back) return back;
  const [first] = picked;
  if (!first) throw cancelled();
  return first.value;
}

/** Asks to choose any number, none included. */
export async function chooseMany<T>(at: Position, choices: ReadonlyArray<Choice<T>>, options: PickOptions): Promise<Answer<T[]>> {
  const picked = await pick(at, choices, { ...options, many: true });
  return picked === back ? back : picked.map((choice) => choice.value);
}

async function pick<T>(at: Position, choices: ReadonlyArray<Choice<T>>, options: PickOptions): Promise<Answer<ReadonlyArray<Choice<T>>>> {
  const box = vscode.window.createQuickPick<Choice<T>>();
  box.items = choices;
  box.placeholder = options.placeholder;
  box.canSelectMany = options.many === true;
  box.matchOnDescription = true;
  box.matchOnDetail = true;
  if (box.canSelectMany) box.selectedItems = choices.filter((choice) => choice.picked);
  else {
    const active = choices.find((choice) => choice.picked);
    if (active) box.activeItems = [active];
  }
  return shown(box, at, () => {
    if (box.canSelectMany) return box.selectedItems;
    const active = box.activeItems.filter((item) => item.kind !== vscode.QuickPickItemKind.Separator);
    // Enter on a list that the typed text emptied answers nothing: the question stays.
    return active.length === 0 ? undefined : active;
  });
}

interface TextOptions {
  readonly prompt: string;
  readonly value?: string;
  readonly placeholder?: string;
  readonly isSecret?: boolean;
  /** A sentence that says what is wrong; undefined = right. */
  readonly check?: (text: string) => string | undefined;
}

export async function askText(at: Position, options: TextOptions): Promise<Answer<string>> {
  const box = vscode.window.createInputBox();
  box.prompt = options.prompt;
  box.value = options.value ?? '';
  if (options.placeholder !== undefined) box.placeholder = options.placeholder;
  box.password = options.isSecret === true;
  const check = (): boolean => {
    box.validationMessage = options.check?.(box.value);
    return box.validationMessage === undefined;
  };
  const watch = box.onDidChangeValue(check);
  try {
    return await shown(box, at, () => (check() ? box.value : undefined));
  } finally {
    watch.dispose();
  }
}

/** Shows a quick input until it is answered. `answer` giving undefined keeps it open. */
function shown<T>(
  box: vscode.QuickInput & { readonly onDidAccept: vscode.Event<void>; readonly onDidTriggerButton: vscode.Event<vscode.QuickInputButton>; buttons: readonly vscode.QuickInputButton[] },
  at: Position,
  answer: () => T | undefined,
): Promise<Answer<T>> {
  box.title = at.title;
  if (at.total > 1) {
    box.step = at.step;
    box.totalSteps = at.total;
  }
  box.ignoreFocusOut = true;
  if (at.step > 1) box.buttons = [vscode.QuickInputButtons.Back];
  return new Promise<Answer<T>>((resolve, reject) => {
    let isAnswered = false;
    const end = (finish: () => void): void => {
      isAnswered = true;
      box.hide();
      finish();
    };
    box.onDidAccept(() => {
      const value = answer();
      if (value !== undefined) end(() => resolve(value));
    });
    box.onDidTriggerButton((button) => {
      if (button === vscode.QuickInputButtons.Back) end(() => resolve(back));
    });
    box.onDidHide(() => {
      box.dispose();
      if (!isAnswered) reject(cancelled());
    });
    box.show();
  });
}

export type Question = (at: Position) => Promise<Answer<unknown>>;

/** Runs questions in order; each stores its own answer. Questions may be added while earlier ones are answered. */
export async function askAll(title: string, questions: () => readonly Question[]): Promise<void> {
  let index = 0;
  for (;;) {
    const all = questions();
    const question = all[index];
    if (!question) return;
    const answer = await question({ title, step: index + 1, total: all.length });
    index = answer === back ? Math.max(0, index - 1) : index + 1;
  }
}

export function cancelled(): Error {
  return fail('cancelled', vscode.l10n.t('Cancelled.'));
}

/** One question that is no part of a longer form. */
export function alone(title: string): Position {
  return { title, step: 1, total: 1 };
}

/** The answer of a question that has no way back. */
export function settled<T>(answer: Answer<T>): T {
  if (answer === back) throw cancelled();
  return answer;
}

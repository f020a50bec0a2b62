import * as vscode from 'vscode';
import type { JsonSchema } from '../../core/capability/actionSource.ts';
import { askAll, askText, back, choose, type Answer, type Position, type Question } from './steps.ts';
import { askedProperties, mistakeIn, typedAnswer } from './schemaChecks.ts';

const t = (message: string, ...values: Array<string | number>): string => vscode.l10n.t(message, ...values);

/** Draws a form from an object schema as quick inputs, step n of m, and answers its values. */
export async function askSchema(title: string, schema: JsonSchema | undefined): Promise<Record<string, unknown>> {
  const values: Record<string, unknown> = {};
  await askAll(title, () => schemaQuestions(schema, values));
  return values;
}

/** The same as questions of a longer form. */
export function schemaQuestions(schema: JsonSchema | undefined, values: Record<string, unknown>): Question[] {
  return askedProperties(schema).map(([name, property]) => async (at) => {
    const answer = await askProperty(at, name, property, schema?.required?.includes(name) === true, values[name] ?? property.default);
    if (answer === back) return back;
    if (answer === undefined) delete values[name];
    else values[name] = answer;
    return answer;
  });
}

async function askProperty(at: Position, name: string, schema: JsonSchema, isRequired: boolean, value: unknown): Promise<Answer<unknown>> {
  const label = schema.title ?? name;
  const prompt = schema.description === undefined ? label : `${label}: ${schema.description}`;
  const named = { ...at, title: `${at.title} — ${label}` };
  if (schema.enum) {
    const choices = schema.enum.map((one) => ({ label: String(one), value: one, picked: one === value }));
    const none = isRequired ? [] : [{ label: t('(leave as it is)'), value: undefined, picked: value === undefined }];
    return choose<unknown>(named, [...choices, ...none], { placeholder: prompt });
  }
  if (schema.type === 'boolean') {
    const choices = [
      { label: t('Yes'), value: true, picked: value === true },
      { label: t('No'), value: false, picked: value !== true },
    ];
    return choose<unknown>(named, choices, { placeholder: prompt });
  }
  const text = await askText(named, {
    prompt: isRequired ? prompt : `${prompt} ${t('(may be left empty)')}`,
    value: shownValue(value),
    isSecret: schema.format === 'password',
    check: (typed) => mistakeIn(typed, schema, isRequired, t),
  });
  return text === back ? back : typedAnswer(text, schema);
}

function shownValue(value: unknown): string {
  if (Array.isArray(value)) return value.join(', ');
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
}

import * as vscode from 'vscode';
import { fail, toFault } from '../../core/base/fault.ts';
import type { Credential } from '../../core/port/credentials.ts';
import type { NewConnection } from '../../services/connections.ts';
import { schemaQuestions } from '../forms/schemaForm.ts';
import { askAll, askText, back, choose, type Question } from '../forms/steps.ts';
import type { CommandHandler, Product } from '../product.ts';
import { pickFolder } from '../forms/pickFolder.ts';

const t = (message: string, ...values: Array<string | number>): string => vscode.l10n.t(message, ...values);
const needed = (text: string): string | undefined => (text === '' ? t('A value is needed.') : undefined);

/** Provider → its fields → sign-in → Test → where to write it. Nothing is kept before the person saves. */
export const addConnection: CommandHandler = async (product) => {
  const folder = await pickFolder();
  const forms = product.workbench.connections.forms();
  if (forms.length === 0) throw fail('unsupported', t('No kind of connection can be added by hand.'));
  let form = forms.length === 1 ? forms[0] : undefined;
  const values: Record<string, unknown> = {};
  let kind: 'none' | 'basic' | 'bearer' = 'none';
  let username = '';
  let secret = '';

  const askKind: Question = async (at) => {
    const picked = await choose(at, forms.map((one) => ({ label: `$(${one.icon}) ${one.label}`, value: one })), { placeholder: t('What to connect to') });
    if (picked !== back) form = picked;
    return picked;
  };
  const askSignIn: Question = async (at) => {
    const picked = await choose<typeof kind>(
      at,
      [
        { label: t('No sign-in'), value: 'none', picked: kind === 'none' },
        { label: t('User name and password'), value: 'basic', picked: kind === 'basic' },
        { label: t('Token'), description: 'Bearer', value: 'bearer', picked: kind === 'bearer' },
      ],
      { placeholder: t('How to sign in. Secrets go to the secret store, never into a file.') },
    );
    if (picked !== back) kind = picked;
    return picked;
  };
  const askUser: Question = async (at) => {
    const text = await askText(at, { prompt: t('User name'), value: username, check: needed });
    if (text !== back) username = text;
    return text;
  };
  const askSecret: Question = async (at) => {
    const text = await askText(at, { prompt: kind === 'basic' ? t('Password') : t('Token'), isSecret: true, check: needed });
    if (text !== back) secret = text;
    return text;
  };
  const needsSignIn = (): boolean => Object.values(values).some((value) => typeof value === 'string' && /^https?:\/\//i.test(value));
  const connection = (): NewConnection => ({
    provider: form?.provider ?? '',
    folder,
    settings: values,
    ...(typeof values['label'] === 'string' ? { label: values['label'] } : {}),
    ...(kind === 'none' ? {} : { credential: credentialOf(kind, username, secret) }),
  });
  const askSave: Question = async (at) => testAndSave(product, at, connection());

  await askAll(t('Add Connection'), () => [
    ...(forms.length > 1 ? [askKind] : []),
    ...schemaQuestions(form?.schema, values),
    ...(needsSignIn() ? [askSignIn, ...(kind === 'basic' ? [askUser] : []), ...(kind === 'none' ? [] : [askSecret])] : []),
    askSave,
  ]);
};

function credentialOf(kind: 'basic' | 'bearer', username: string, secret: string): Credential {
  return kind === 'basic' ? { kind, username, password: secret } : { kind, token: secret };
}

async function testAndSave(product: Product, at: Parameters<Question>[0], values: NewConnection): Promise<unknown> {
  const { connections } = product.workbench;
  for (;;) {
    const tested = await vscode.window.withProgress({ location: vscode.ProgressLocation.Window, title: t('Testing the connection…') }, () =>
      connections.test(values, product.signal).then(
        ({ detail }) => ({ isGood: true, text: detail }),
        (error: unknown) => {
          const { code, message, hint } = toFault(error);
          if (code === 'cancelled') throw error;
          return { isGood: false, text: hint === undefined ? message : `${message} ${hint}` };
        },
      ),
    );
    const next = await choose<'folder' | 'user' | 'again'>(
      at,
      [
        { label: `$(save) ${t('Save for this folder')}`, description: '.mlops/sources.yaml', value: 'folder', picked: tested.isGood },
        { label: `$(account) ${t('Save for me only')}`, description: t('shown in every folder'), value: 'user' },
        { label: `$(refresh) ${t('Test again')}`, value: 'again', picked: !tested.isGood },
      ],
      { placeholder: `${tested.isGood ? '✓' : '✗'} ${tested.text}` },
    );
    if (next === back) return back;
    if (next === 'again') continue;
    const config = await connections.add(values, next, product.signal);
    void vscode.window.showInformationMessage(t('“{0}” was added.', config.label));
    return config;
  }
}

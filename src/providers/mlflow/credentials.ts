import type { Credential, Credentials } from '../../core/port/credentials.ts';
import { unescaped } from './address.ts';

/** MLflow's own variables count for the one origin that MLFLOW_TRACKING_URI names, and for no other. */
export function withEnvironment(stored: Credentials, env: Readonly<Record<string, string | undefined>>): Pick<Credentials, 'get'> {
  return {
    async get(origin) {
      return (await stored.get(origin)) ?? fromEnvironment(origin, env);
    },
  };
}

/** What MLFLOW_TRACKING_URI names, without the user name and password that it may hold: those go where credentials go. */
export function trackingUriOf(env: Readonly<Record<string, string | undefined>>): string | undefined {
  const uri = env['MLFLOW_TRACKING_URI']?.trim();
  if (!uri || !/^https?:/i.test(uri) || !URL.canParse(uri)) return uri || undefined;
  const url = new URL(uri);
  return `${url.origin}${url.pathname}`.replace(/\/+$/, '');
}

function fromEnvironment(origin: string, env: Readonly<Record<string, string | undefined>>): Credential | undefined {
  const uri = env['MLFLOW_TRACKING_URI']?.trim();
  if (!uri || !URL.canParse(uri)) return undefined;
  const url = new URL(uri);
  if (url.origin !== origin) return undefined;
  const { MLFLOW_TRACKING_TOKEN: token, MLFLOW_TRACKING_USERNAME: username, MLFLOW_TRACKING_PASSWORD: password } = env;
  if (username && password !== undefined) return { kind: 'basic', username, password };
  if (token) return { kind: 'bearer', token };
  return url.username === '' ? undefined : { kind: 'basic', username: unescaped(url.username), password: unescaped(url.password) };
}

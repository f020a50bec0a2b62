import type { Credential, Credentials } from '../../core/port/credentials.ts';

/** MLflow's own variables count for the one origin that MLFLOW_TRACKING_URI names, and for no other. */
export function withEnvironment(stored: Credentials, env: Readonly<Record<string, string | undefined>>): Pick<Credentials, 'get'> {
  return {
    async get(origin) {
      return (await stored.get(origin)) ?? fromEnvironment(origin, env);
    },
  };
}

function fromEnvironment(origin: string, env: Readonly<Record<string, string | undefined>>): Credential | undefined {
  const uri = env['MLFLOW_TRACKING_URI'];
  if (!uri || !URL.canParse(uri) || new URL(uri).origin !== origin) return undefined;
  const { MLFLOW_TRACKING_TOKEN: token, MLFLOW_TRACKING_USERNAME: username, MLFLOW_TRACKING_PASSWORD: password } = env;
  if (username && password !== undefined) return { kind: 'basic', username, password };
  return token ? { kind: 'bearer', token } : undefined;
}

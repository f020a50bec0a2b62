import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { toFault, type Fault } from '../../../src/core/base/fault.ts';
import type { Connection } from '../../../src/core/capability/connection.ts';
import { provider } from '../../../src/providers/mlflow/index.ts';
import { testMachine, type TestMachine } from '../../conformance/mlflow/machine.ts';
import { faults, faultServer, type FaultServer } from '../../servers/faultServer.ts';

const signal = new AbortController().signal;
let folder = '';
let machine: TestMachine;
let server: FaultServer;
let connection: Connection;

beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'mlflow-faults-'));
  machine = testMachine(folder);
  server = await faultServer(faults.never);
  connection = provider.connect(provider.configure!(folder, 'far', { uri: `${server.origin}/prefix/` }), machine);
});
afterEach(async () => {
  await server.close();
  machine.dispose();
  rmSync(folder, { recursive: true, force: true });
});

async function faultOf(work: Promise<unknown>): Promise<Fault> {
  try {
    await work;
  } catch (error) {
    return toFault(error);
  }
  throw new Error('it did not fail');
}

const expected: Readonly<Record<string, readonly [code: Fault['code'], hint: RegExp]>> = {
  html: ['schema', /address/],
  login: ['auth', /token/],
  hostCheck: ['forbidden', /--allowed-hosts 127\.0\.0\.1:\d+/],
  forbidden: ['forbidden', /token/],
  unauthorized: ['auth', /password|token/],
  crash: ['unreachable', /log/],
  half: ['corrupt', /again/i],
  cutJson: ['corrupt', /again/i],
};

describe('a server that fails is one clear fault with a next step', () => {
  it.each(Object.entries(expected))('%s', async (name, [code, hint]) => {
    server.handler = faults[name as keyof typeof faults];
    const asks = [() => connection.probe(signal), () => connection.experiments!.runs({}, signal), () => connection.models!.models({}, signal)];
    for (const ask of asks) {
      const fault = await faultOf(ask());
      expect(fault.code).toBe(code);
      expect(fault.hint).toMatch(hint);
      expect(fault.message).toContain('127.0.0.1');
      expect(fault.message).not.toMatch(/select|sqlalchemy|<html/i);
    }
    expect(server.seen.every((one) => one.includes('/prefix/api/'))).toBe(true);
  });

  it.each([['OK', 'schema', /address/], ['[[[', 'schema', /address/], ['null', 'schema', /address/], ['\u001f\u008b', 'schema', /address/], ['{"experiments": [', 'corrupt', /again/]] as const)(
    'an answer of %j',
    async (body, code, hint) => {
      server.handler = (_request, response) => void response.end(body);
      const fault = await faultOf(connection.experiments!.runs({}, signal));
      expect(fault.code).toBe(code);
      expect(fault.hint).toMatch(hint);
    },
  );

  it('says when to come back', async () => {
    server.handler = faults.throttle;
    expect(await faultOf(connection.probe(signal))).toMatchObject({ code: 'throttled', retryAfterMs: 7000 });
  });

  it('an expired token is told from none', async () => {
    server.handler = faults.unauthorized;
    expect((await faultOf(connection.probe(signal))).message).toContain('asks for a sign-in');
    machine.secrets.set(server.origin, { kind: 'bearer', token: 's3cret' });
    const fault = await faultOf(connection.probe(signal));
    expect(fault.code).toBe('auth');
    expect(fault.hint).toMatch(/expired/);
    expect(JSON.stringify(fault)).not.toContain('s3cret');
    expect(server.headers.at(-1)!.authorization).toBe('Bearer s3cret');
  });

  it('a redirect to a sign-in is not posted on', async () => {
    server.handler = (_request, response) => void response.writeHead(302, { Location: 'https://login.example/' }).end();
    expect((await faultOf(connection.experiments!.experiments({}, signal))).code).toBe('auth');
  });

  it('an abort ends a request that is never answered', async () => {
    const control = new AbortController();
    setTimeout(() => control.abort(), 50);
    expect((await faultOf(connection.experiments!.experiments({}, control.signal))).code).toBe('cancelled');
  });
});

describe('who is asked, and with what', () => {
  it('an untrusted workspace contacts no endpoint', async () => {
    machine.trust.isTrusted = false;
    const fault = await faultOf(connection.experiments!.runs({}, signal));
    expect(fault.code).toBe('untrusted');
    expect(server.seen).toEqual([]);
  });

  it('a credential goes only to the origin it was entered for', async () => {
    const other = await faultServer(faults.unauthorized);
    try {
      machine.secrets.set(other.origin, { kind: 'basic', username: 'u', password: 'p' });
      server.handler = faults.unauthorized;
      await faultOf(connection.probe(signal));
      expect(server.headers[0]!.authorization).toBeUndefined();
      const second = provider.connect(provider.configure!(folder, 'other', { uri: other.origin }), machine);
      await faultOf(second.probe(signal));
      expect(other.headers[0]!.authorization).toBe(`Basic ${Buffer.from('u:p').toString('base64')}`);
    } finally {
      await other.close();
    }
  });

  it('MLflow’s own variables count for their origin only', async () => {
    const env = { MLFLOW_TRACKING_URI: `${server.origin}/`, MLFLOW_TRACKING_TOKEN: 'from-env' };
    const other = await faultServer(faults.unauthorized);
    const withEnv = testMachine(folder, env);
    try {
      server.handler = faults.unauthorized;
      for (const uri of [server.origin, other.origin]) {
        await faultOf(provider.connect(provider.configure!(folder, uri, { uri }), withEnv).probe(signal));
      }
      expect(server.headers.at(-1)!.authorization).toBe('Bearer from-env');
      expect(other.headers.at(-1)!.authorization).toBeUndefined();
    } finally {
      withEnv.dispose();
      await other.close();
    }
  });

  it('a user name and password inside MLFLOW_TRACKING_URI are sent and shown nowhere', async () => {
    const uri = server.origin.replace('://', '://ann:s%40cret@');
    const withEnv = testMachine(folder, { MLFLOW_TRACKING_URI: `${uri}/ml/` });
    try {
      server.handler = faults.unauthorized;
      const [named] = await provider.detect(folder, withEnv, signal);
      expect(named).toMatchObject({ origin: server.origin, settings: { uri: `${server.origin}/ml` } });
      expect(JSON.stringify(named)).not.toMatch(/ann|cret/);
      await faultOf(provider.connect(named!, withEnv).probe(signal));
      expect(server.headers.at(-1)!.authorization).toBe(`Basic ${Buffer.from('ann:s@cret').toString('base64')}`);
    } finally {
      withEnv.dispose();
    }
  });

  it('pages are offsets: a run that slides onto the next page is given once', async () => {
    const run = (id: string) => ({ info: { run_id: id, experiment_id: '1', status: 'FINISHED', start_time: 5 } });
    server.handler = (request, response, body) => {
      const path = request.url ?? '';
      if (path.endsWith('experiments/search')) return void response.end(JSON.stringify({ experiments: [{ experiment_id: '1', name: 'e' }] }));
      if (!path.endsWith('runs/search')) return void response.end('{}');
      const asked = JSON.parse(body) as { page_token?: string };
      response.end(JSON.stringify(asked.page_token ? { runs: [run('b'), run('c')] } : { runs: [run('a'), run('b')], next_page_token: 'T' }));
    };
    const first = await connection.experiments!.runs({}, signal);
    const second = await connection.experiments!.runs({ cursor: first.next! }, signal);
    expect([...first.items, ...second.items].map((one) => one.id)).toEqual(['mlflow:a', 'mlflow:b', 'mlflow:c']);
    expect(second.next).toBeUndefined();
  });

  it.each([['the same', () => 'T'], ['ever new ones', () => String(Math.random())]])('a server that pages for ever, under %s tokens, is left', async (_name, token) => {
    server.handler = (request, response) => {
      const path = request.url ?? '';
      if (path.endsWith('experiments/search')) return void response.end(JSON.stringify({ experiments: [{ experiment_id: '1', name: 'e' }] }));
      if (!path.endsWith('runs/search')) return void response.end('{}');
      response.end(JSON.stringify({ runs: [{ info: { run_id: 'a', experiment_id: '1', status: 'FINISHED' } }], next_page_token: token() }));
    };
    const first = await connection.experiments!.runs({}, signal);
    const second = await connection.experiments!.runs({ cursor: first.next! }, signal);
    expect([first.items.length, second.items.length, second.next]).toEqual([1, 0, undefined]);
  });

  it.each([[403, 'forbidden'], [404, 'notFound'], [500, 'unreachable']] as const)('a registry that answers %i takes no run away', async (status, code) => {
    server.handler = (request, response) => {
      const path = request.url ?? '';
      if (path.includes('model-versions')) response.writeHead(status);
      const run = { info: { run_id: 'a', experiment_id: '1', status: 'FINISHED' } };
      if (path.endsWith('experiments/search')) return void response.end(JSON.stringify({ experiments: [{ experiment_id: '1', name: 'e' }] }));
      response.end(JSON.stringify(path.endsWith('runs/search') ? { runs: [run] } : path.includes('runs/get') ? { run } : {}));
    };
    const { items, problems } = await connection.experiments!.runs({}, signal);
    expect(items).toMatchObject([{ id: 'mlflow:a', experiment: 'e', models: [] }]);
    expect(problems).toMatchObject([{ source: 'far', severity: 'warning', code }]);
    expect(await connection.experiments!.run('mlflow:a', signal)).toMatchObject({ id: 'mlflow:a' });
  });

  it('fields of the wrong kind are left out, and the rest stays', async () => {
    server.handler = (request, response) => {
      const path = request.url ?? '';
      if (path.endsWith('experiments/search')) return void response.end(JSON.stringify({ experiments: [null, 5, 'x', { experiment_id: 1, name: 'e', tags: 'none' }] }));
      if (!path.endsWith('runs/search')) return void response.end('{"model_versions": {"a": 1}}');
      const data = { metrics: [{ key: 'a', value: 'NaN' }, { key: 'b', value: '-Infinity' }, { key: 'c' }, null, { key: '__proto__', value: 2 }], params: {}, tags: [3] };
      response.end(JSON.stringify({ runs: [{}, { info: { run_id: 'a', experiment_id: 1, start_time: '7', end_time: 'soon', status: 'DREAMING' }, data }] }));
    };
    const { items } = await connection.experiments!.runs({}, signal);
    expect(items).toMatchObject([{ id: 'mlflow:a', status: 'unknown', startedAt: '1970-01-01T00:00:00.007Z', endedAt: null, params: {}, tags: {} }]);
    expect(Object.entries(items[0]!.metrics)).toEqual([['a', 'NaN'], ['b', '-Infinity'], ['c', 0], ['__proto__', 2]]);
  });

  it('empty answers are empty lists', async () => {
    server.handler = (_request, response) => void response.end('{}');
    expect((await connection.experiments!.experiments({}, signal)).items).toEqual([]);
    expect((await connection.experiments!.runs({}, signal)).items).toEqual([]);
    expect((await connection.models!.models({}, signal)).items).toEqual([]);
    expect(server.seen.some((one) => one.includes('runs/search'))).toBe(false);
  });
});

import { describe, expect, it } from 'vitest';
import { toFault } from '../../../src/core/base/fault.ts';
import { originOf, parseAddress, trackingUri } from '../../../src/providers/mlflow/address.ts';
import { checkedArtifactPath } from '../../../src/providers/mlflow/artifactRoot.ts';
import { Ids } from '../../../src/providers/mlflow/ids.ts';
import { metricValue } from '../../../src/providers/mlflow/store/flat.ts';
import { thinned } from '../../../src/providers/mlflow/store/sample.ts';

function codeOf(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    return toFault(error).code;
  }
  return 'none';
}

describe('tracking URIs', () => {
  it.each([
    ['http://localhost:5000', { kind: 'server', uri: 'http://localhost:5000' }],
    ['https://h.example/ml/flow/', { kind: 'server', uri: 'https://h.example/ml/flow' }],
    ['sqlite:///mlflow.db', { kind: 'sqlite', path: '/w/mlflow.db' }],
    ['sqlite:////abs/a b.db', { kind: 'sqlite', path: '/abs/a b.db' }],
    ['sqlite:///sub/x.db?timeout=3', { kind: 'sqlite', path: '/w/sub/x.db' }],
    ['file:///data/mlruns', { kind: 'folder', path: '/data/mlruns' }],
    ['file:mlruns', { kind: 'folder', path: '/w/mlruns' }],
    ['./mlruns', { kind: 'folder', path: '/w/mlruns' }],
    ['sqlite:///a%20b/x.db', { kind: 'sqlite', path: '/w/a b/x.db' }],
    ['sqlite:///100%/h#1/x.db', { kind: 'sqlite', path: '/w/100%/h#1/x.db' }],
    ['sqlite+pysqlite:///x.db', { kind: 'sqlite', path: '/w/x.db' }],
    ['file:/data/my%20runs', { kind: 'folder', path: '/data/my runs' }],
    ['../my%20runs', { kind: 'folder', path: '/my runs' }],
    ['runs/tracking.db', { kind: 'sqlite', path: '/w/runs/tracking.db' }],
  ])('%s', (uri, expected) => expect(parseAddress(uri, '/w')).toEqual(expected));

  it.each([
    ['databricks', 'unsupported'],
    ['databricks://profile', 'unsupported'],
    ['postgresql://u@h/db', 'unsupported'],
    ['mysql+pymysql://u:p@h/db', 'unsupported'],
    ['http://user:secret@h', 'invalid'],
    ['sqlite://mlflow.db', 'invalid'],
    ['', 'invalid'],
  ])('%s is %s', (uri, code) => expect(codeOf(() => parseAddress(uri, '/w'))).toBe(code));

  it('says the same place to MLflow', () => {
    expect(trackingUri({ kind: 'sqlite', path: '/abs/a.db' })).toBe('sqlite:////abs/a.db');
    for (const path of ['/a b/100%/x?y#z/n%20m.db', '/a%25/ü.db']) {
      expect(parseAddress(trackingUri({ kind: 'sqlite', path }), '/w')).toEqual({ kind: 'sqlite', path });
      expect(parseAddress(trackingUri({ kind: 'folder', path: path.replace('.db', '') }), '/w').kind).toBe('folder');
    }
    expect(originOf(parseAddress('https://h.example:8443/x', '/w'))).toBe('https://h.example:8443');
  });
});

describe('ids', () => {
  const ids = new Ids('mlflow:sub/mlflow.db');

  it('hold hostile names and come back', () => {
    const name = '../a/b:c <x>\n%';
    const id = ids.of('modelVersion', name, '7');
    expect(ids.segments(id, 'modelVersion', 2)).toEqual([name, '7']);
    expect(id.startsWith('mlflow:modelVersion/mlflow:sub/mlflow.db/')).toBe(true);
  });

  it('of another source or kind are not ours', () => {
    expect(ids.peek(new Ids('mlflow:sub/mlflow.db2').of('model', 'a'), 'model')).toBeUndefined();
    expect(ids.peek(ids.of('model', 'a'), 'dataset')).toBeUndefined();
    expect(codeOf(() => ids.nativeRun('dvc:abc'))).toBe('notFound');
  });
});

describe('artifact paths', () => {
  it.each(['../x', 'a/../../x', '/etc/passwd', 'C:/x', 'a\\..\\x', 'a\0b', '..'])('%j leaves the run', (path) => {
    expect(codeOf(() => checkedArtifactPath(path))).toBe('invalid');
  });
  it('are made plain', () => expect(checkedArtifactPath('./a//b/./c..d')).toBe('a/b/c..d'));
});

describe('values', () => {
  it.each([
    ['NaN', 'NaN'], ['nan', 'NaN'], ['inf', 'Infinity'], ['Infinity', 'Infinity'], ['-inf', '-Infinity'], ['1e-5', 1e-5], [0.1, 0.1], [Infinity, 'Infinity'], [null, 'NaN'],
  ])('%j', (given, value) => expect(metricValue(given)).toBe(value));

  it.each([2, 3, 10, 99])('thinned to %i points keeps the first and the last', (most) => {
    const kept = thinned(Array.from({ length: 1000 }, (_, index) => index), most);
    expect(kept).toHaveLength(most);
    expect([kept[0], kept.at(-1)]).toEqual([0, 999]);
    expect(new Set(kept).size).toBe(most);
  });
});
